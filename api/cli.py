"""The command `planbot`: all commands put together, and every error told in one line."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from api.commands import ask, build, check, evaluate, expand, plan, search, serve, train, verify
from api.errors import UsageError
from api.terminal import EXIT_CODES, Command, Group, complain, usage_complaint
from corpus.errors import PlanbotError
from evals.cli import create_app as create_evals

INTERRUPTED = 130

app = typer.Typer(
    name="planbot",
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="查詢年度施政計畫：每一句回答都附原文出處。設定見 docs/settings.md。",
    epilog=EXIT_CODES,
)
for _run_it, _help in (
    (serve.serve, serve.HELP),
    (ask.ask, ask.HELP),
    (search.search, search.HELP),
    (plan.plan, plan.HELP),
    (build.build, build.HELP),
    (check.check, check.HELP),
    (verify.verify, verify.HELP),
    (train.train, train.HELP),
):
    app.command(cls=Command, help=_help, epilog=EXIT_CODES)(_run_it)
app.command(cls=Command, help=expand.HELP, epilog=expand.EXIT_CODES)(expand.expand)
app.add_typer(create_evals(evaluate.in_process), name="eval")


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(_run())


def _run() -> int:
    try:
        code = app(standalone_mode=False, prog_name="planbot")
    except PlanbotError as error:
        complain(str(error))
        return 2 if isinstance(error, UsageError) else 1
    except typer.TyperException as error:
        if error.format_message():  # empty when help was shown because nothing else was asked for
            complain(usage_complaint(error))
        return error.exit_code
    except OSError as error:
        complain(f"無法存取 {error.filename or '檔案'}：{error.strerror or error}。請檢查路徑、權限與空間。")
        return 1
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
