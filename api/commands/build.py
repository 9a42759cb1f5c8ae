"""`planbot build`: the plan's index, or one over any passages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import IndexFolder
from api.errors import UsageError
from api.settings import Settings, read_settings
from api.terminal import progress_bar

HELP = "建立索引：不加選項時建立計畫的索引；加 --passages 與 --index 時，為任意段落建立索引。"


def build(
    passages: Annotated[
        Path | None,
        typer.Option(
            "--passages",
            metavar="檔案",
            help='改用任意段落建立索引：JSON Lines，每行 {"id": …, "text": …, "title": …}，title 可省略。',
        ),
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Build an index."""
    settings = read_settings()
    if passages is None and index is None:
        _build_plan(settings)
    elif passages is None or index is None:
        msg = "--passages 與 --index 要一起指定。"
        raise UsageError(msg)
    else:
        _build_foreign(settings, passages, index)


def _build_plan(settings: Settings) -> None:
    # Late: FAISS and its kin take half a second, which --help does without.
    from api.home import ensure_index

    with progress_bar("建立索引") as progress:
        built = ensure_index(settings, progress, rebuild=True)
    typer.echo(f"已建立 {built.plan.title} 的索引：{len(built.plan.passages)} 段，版本 {built.version}。")


def _build_foreign(settings: Settings, passages: Path, folder: Path) -> None:
    # Late for the same reason.
    from api.foreign import build_foreign
    from index import load_encoder

    with progress_bar("建立索引") as progress:
        count = build_foreign(passages, folder, load_encoder(settings.encoder), progress)
    typer.echo(f"已在 {folder} 建立索引：{count:,} 段。")
