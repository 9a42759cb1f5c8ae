"""`planbot train`: the shipped models made again from the plan's training data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.errors import HomeError
from api.plans import plan_source
from api.settings import read_settings

HELP = "重新訓練隨附的模型（需要 pip install 'planbot[models]'）。資料來源見 docs/model.md。"


def train(
    data: Annotated[
        Path | None,
        typer.Option(metavar="資料夾", help="放置法規與閱讀理解文本的資料夾；只訓練嵌入模型時需要。"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="階段",
            help="只訓練這個階段，可重複：embedding、routes、selection、answerability、verification、premises、dialogue。",
        ),
    ] = None,
) -> None:
    """Train the stages in order."""
    try:
        # Late: scikit-learn and PyTorch, which only training needs.
        from bot.training.stages import Stage, Workshop
    except ImportError as error:
        msg = f"訓練需要額外套件（缺少 {error.name}）。請執行 pip install 'planbot[models]'。"
        raise HomeError(msg) from error
    unknown = sorted(set(only or ()) - set(Stage))
    if unknown:
        raise typer.BadParameter(f"沒有階段「{unknown[0]}」；可用的值：{'、'.join(Stage)}。")
    console = Console(stderr=True)
    workshop = Workshop(plan_source(read_settings().plan), data)
    for stage in Stage:
        if not only or stage in only:
            console.print(f"訓練 {stage.value} …")
            workshop.run(stage)
