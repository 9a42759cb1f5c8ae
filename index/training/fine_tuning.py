"""Fine-tuning other people's sentence-transformers models on the question bank, with hard negatives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from datasets import Dataset
from safetensors import SafetensorError
from sentence_transformers import (
    CrossEncoder,
    CrossEncoderTrainer,
    CrossEncoderTrainingArguments,
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from transformers import set_seed

from index.cross_encoder import open_cross_encoder
from index.encoder import is_static
from index.errors import CrossEncoderError, EncoderError, InputError
from index.training.hard_negatives import Example

MODEL, OUT = "--model", "--out"


@dataclass(frozen=True)
class FineTuning:
    """How a model is trained further.

    Attributes:
        epochs: how often every example is seen.
        steps: after how many batches to stop, if before the last epoch's end.
        batch: rows at a time; an example is a row for each of its negatives, and for a cross-encoder one more.
        learning_rate: the highest; a tenth of all steps warm up.
        seed: decides the order, and the first weights of what the model lacks.
    """

    epochs: int = 1
    steps: int | None = None
    batch: int = 16
    learning_rate: float = 2e-5
    seed: int = 111


def fine_tune_encoder(name: str, examples: Sequence[Example], folder: Path, recipe: FineTuning) -> None:
    """Train an embedding model further and write its folder, whole or not at all.

    Each question must come nearer to its own passage than to the hard negative beside it and to the other
    passages of the batch (Henderson et al., arXiv 1705.00652).

    Args:
        name: of any sentence-transformers model, or its folder.
        examples: what to learn from.
        folder: must not exist.
        recipe: schedule and seed.

    Raises:
        EncoderError: the model cannot be loaded.
        InputError: the folder is there already.
    """
    _require_new(folder)
    set_seed(recipe.seed)
    model = _open_encoder(name)
    rows = [(one.query, one.positive, negative) for one in examples for negative in one.negatives]
    data = Dataset.from_dict(
        dict(zip(("anchor", "positive", "negative"), map(list, zip(*rows, strict=True)), strict=True))
    )

    def train(scratch: Path) -> None:
        arguments = SentenceTransformerTrainingArguments(
            # A passage's other questions in the batch would make a negative of their own answer.
            batch_sampler=BatchSamplers.NO_DUPLICATES,
            **_arguments(recipe, scratch),
        )
        loss = MultipleNegativesRankingLoss(model)
        SentenceTransformerTrainer(model=model, args=arguments, train_dataset=data, loss=loss).train()

    _write(model, train, folder)


def fine_tune_cross_encoder(name: str, examples: Sequence[Example], folder: Path, recipe: FineTuning) -> None:
    """Train a cross-encoder further to tell each question's passage from its hard negatives; else as for encoders.

    Raises:
        CrossEncoderError: the model cannot be loaded, or has more outputs than one.
        InputError: the folder is there already.
    """
    _require_new(folder)
    set_seed(recipe.seed)
    model = _open_reranker(name)
    rows = [
        (one.query, text, float(text == one.positive))
        for one in examples
        for text in (one.positive, *one.negatives)
    ]
    data = Dataset.from_dict(
        dict(zip(("query", "passage", "label"), map(list, zip(*rows, strict=True)), strict=True))
    )
    negatives = len(rows) / len(examples) - 1

    def train(scratch: Path) -> None:
        arguments = CrossEncoderTrainingArguments(**_arguments(recipe, scratch))
        loss = BinaryCrossEntropyLoss(model, pos_weight=torch.tensor(negatives))
        CrossEncoderTrainer(model=model, args=arguments, train_dataset=data, loss=loss).train()

    _write(model, train, folder)


def _require_new(folder: Path) -> None:
    if folder.exists():
        msg = f"{folder} 已存在。請以 {OUT} 指定一個還不存在的資料夾。"
        raise InputError(msg)


def _open_encoder(name: str) -> SentenceTransformer:
    if is_static(Path(name)):
        msg = f"{name} 是本專案的靜態模型。請以 planbot train --only embedding 訓練，或以 {MODEL} 指定別的模型。"
        raise EncoderError(msg)
    try:
        return SentenceTransformer(name)
    except (OSError, ValueError, SafetensorError) as error:
        msg = f"無法載入嵌入模型「{name}」：{error}。請把 {MODEL} 設為模型名稱或資料夾。"
        raise EncoderError(msg) from error


def _open_reranker(name: str) -> CrossEncoder:
    model = open_cross_encoder(name, setting=MODEL)
    if model.num_labels != 1:
        msg = f"{MODEL} 的模型「{name}」有 {model.num_labels} 個輸出，應為只給一個分數的 CrossEncoder。請換一個模型。"
        raise CrossEncoderError(msg)
    return model


def _arguments(recipe: FineTuning, scratch: Path) -> dict[str, Any]:
    """What both trainers take."""
    return {
        "output_dir": str(scratch),
        "num_train_epochs": recipe.epochs,
        "max_steps": recipe.steps or -1,
        "per_device_train_batch_size": recipe.batch,
        "learning_rate": recipe.learning_rate,
        "warmup_steps": 0.1,
        "seed": recipe.seed,
        "data_seed": recipe.seed,
        "dataloader_pin_memory": torch.cuda.is_available(),
        "save_strategy": "no",
        "report_to": "none",
        "logging_steps": 50,
        "disable_tqdm": not sys.stderr.isatty(),
    }


def _write(model: SentenceTransformer | CrossEncoder, train: Callable[[Path], None], folder: Path) -> None:
    """Train beside the folder and move the saved model into its place in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as scratch:
        train(Path(scratch) / "steps")
        model.save(str(Path(scratch) / "model"), create_model_card=False)
        (Path(scratch) / "model").rename(folder)
