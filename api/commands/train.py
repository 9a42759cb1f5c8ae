"""`planbot train`: the shipped models made again, or another model made better by the question bank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.errors import HomeError, UsageError
from api.plans import plan_source
from api.settings import read_settings
from api.terminal import progress_bar

HELP = (
    "重新訓練隨附的模型；加 --model 與 --out 時，改以題庫微調別的模型。"
    "需要 pip install 'planbot[models]'，說明見 docs/model.md。"
)
NEGATIVES = 3  # passages that a question is told apart from, when another model is trained


def train(
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="資料夾", help="放置法規與閱讀理解文本的資料夾；只有 embedding 與 fusion 需要。"
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="階段",
            help="只訓練這個階段，可重複：embedding、fusion、routes、selection、answerability、verification、premises、dialogue。",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="模型", help="要微調的 sentence-transformers 模型，名稱或資料夾。"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="資料夾", help="微調後的模型寫在這裡，供 PLANBOT_ENCODER 或 PLANBOT_RERANKER 使用。"
        ),
    ] = None,
    cross_encoder: Annotated[
        bool, typer.Option("--cross-encoder", help="--model 是重新評分用的 CrossEncoder。")
    ] = False,
    epochs: Annotated[int, typer.Option(min=1, help="微調時全部題目看幾遍。")] = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="微調到第幾批就停。")] = None,
) -> None:
    """Train the stages in order, or one other model."""
    if (model is None) != (out is None) or (model is not None and (data or only)):
        msg = "--model 與 --out 要一起指定，而且不能與 --data、--only 併用。"
        raise UsageError(msg)
    try:
        if model is not None and out is not None:
            _fine_tune(model, out, cross_encoder=cross_encoder, epochs=epochs, steps=steps)
        else:
            _train_stages(data, only or [])
    except ImportError as error:
        msg = f"訓練需要額外套件（缺少 {error.name}）。請執行 pip install 'planbot[models]'。"
        raise HomeError(msg) from error


def _train_stages(data: Path | None, only: list[str]) -> None:
    # Late: scikit-learn and PyTorch, which only training needs.
    from bot.training.stages import Stage, Workshop

    unknown = sorted(set(only) - set(Stage))
    if unknown:
        raise typer.BadParameter(f"沒有階段「{unknown[0]}」；可用的值：{'、'.join(Stage)}。")
    console = Console(stderr=True)
    workshop = Workshop(plan_source(read_settings().plan), data)
    for stage in Stage:
        if not only or stage in only:
            console.print(f"訓練 {stage.value} …")
            workshop.run(stage)


def _fine_tune(name: str, out: Path, *, cross_encoder: bool, epochs: int, steps: int | None) -> None:
    # Late for the same reason.
    from api.home import ensure_index
    from corpus.bank import read_bank
    from index.training.fine_tuning import FineTuning, fine_tune_cross_encoder, fine_tune_encoder
    from index.training.hard_negatives import bank_examples

    settings = read_settings()
    with progress_bar("建立索引") as progress:
        plan_index = ensure_index(settings, progress)
    questions = read_bank(plan_source(settings.plan), plan_index.plan)
    with progress_bar("找出易混淆的段落") as progress:
        examples = bank_examples(plan_index, questions, count=NEGATIVES, progress=progress)
    fine_tune = fine_tune_cross_encoder if cross_encoder else fine_tune_encoder
    fine_tune(name, examples, out, FineTuning(epochs=epochs, steps=steps))
    setting = "PLANBOT_RERANKER" if cross_encoder else "PLANBOT_ENCODER"
    typer.echo(f"已寫出 {out}。把 {setting} 設為這個資料夾就會使用它。")
