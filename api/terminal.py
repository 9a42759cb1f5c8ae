"""What commands share of the terminal: progress, complaints, and Chinese where typer would speak English."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from typer import Context, TyperException
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from index.build import Progress

EXIT_CODES = "結束碼：0 成功；1 失敗，原因寫在標準錯誤輸出；2 用法不對。"

_USAGE = {
    "BadParameter": "參數的值不對",
    "MissingParameter": "缺少必要的參數",
    "NoSuchOption": "沒有這個選項",
}


class ChineseHelp:
    """Says the words of typer's help in Chinese; typer offers no other way."""

    def get_usage(self, ctx: Context) -> str:
        """The usage line."""
        line: str = super().get_usage(ctx)  # type: ignore[misc]
        return line.replace("Usage: ", "用法：", 1)

    def get_help_option(self, ctx: Context) -> Any:  # noqa: ANN401 - typer's own class is private
        """The option --help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "顯示這份說明。"
        return option

    def format_help(self, ctx: Context, formatter: Any) -> None:  # noqa: ANN401 - likewise
        """Write the help with titles in Chinese."""
        # Late: the module takes a tenth of a second, and only help needs it.
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "參數"
        rich_utils.OPTIONS_PANEL_TITLE = "選項"
        rich_utils.COMMANDS_PANEL_TITLE = "指令"
        rich_utils.DEFAULT_STRING = "〔預設：{}〕"
        rich_utils.REQUIRED_LONG_STRING = "〔必要〕"
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Command(ChineseHelp, TyperCommand):  # type: ignore[misc]
    """A command whose help is in Chinese."""


class Group(ChineseHelp, TyperGroup):  # type: ignore[misc]
    """A group of commands whose help is in Chinese."""


def complain(message: str) -> None:
    """Tell one error on standard error."""
    sys.stderr.write(f"錯誤：{message}\n")


def usage_complaint(error: TyperException) -> str:
    """What was wrong with the command line, naming the option or argument."""
    kind = _USAGE.get(type(error).__name__, "用法不對")
    return f"{kind}（{error.format_message().rstrip('.')}）。請加 --help 查看用法。"


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """Give a function to tell progress to, whose first call shows the bar; None where no person watches."""
    if not sys.stderr.isatty():
        yield None
        return
    # Late: rich's progress bar is only needed at a terminal.
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True)
    task = bar.add_task(title, total=None)

    def tell(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()
