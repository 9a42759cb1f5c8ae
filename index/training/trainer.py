"""Training the static embedding model with sentence-transformers; reading the result needs no torch."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from datasets import Dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import set_seed

from index.encoder import DICTIONARY, UNKNOWN, static_tokens
from index.segmentation import DICTIONARY as WORDS
from index.segmentation import Segmenter
from index.training.examples import Pair


@dataclass(frozen=True)
class Recipe:
    """How a model is trained.

    Attributes:
        dim: length of a vector.
        vocabulary: how many tokens it knows; the rarest are left out.
        rarest: how often a token must occur to be known at all.
        epochs, batch, learning_rate, scale: of the contrastive training; scale multiplies the cosines.
        seed: decides the first weights and the order.
    """

    dim: int = 128
    vocabulary: int = 40_000
    rarest: int = 2
    epochs: int = 3
    batch: int = 1024
    learning_rate: float = 0.05
    scale: float = 20.0
    seed: int = 111


def train_static(pairs: Sequence[Pair], folder: Path, recipe: Recipe) -> None:
    """Train on pairs with in-batch negatives and write the model folder, whole or not at all.

    Args:
        pairs: texts that belong together, in training order.
        folder: where the model goes; an older one there is replaced at the end.
        recipe: sizes, schedule and seed.
    """
    set_seed(recipe.seed)
    segmenter = Segmenter()
    rows = [(_spaced(segmenter, pair.query), _spaced(segmenter, pair.answer)) for pair in pairs]
    tokenizer = _tokenizer((token for row in rows for text in row for token in text.split()), recipe)
    start = np.random.default_rng(recipe.seed).normal(0, 0.1, (tokenizer.get_vocab_size(), recipe.dim))
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=start.astype(np.float32)), Normalize()],
        device="cpu",
    )
    with TemporaryDirectory(dir=folder.parent) as scratch:
        _fit(model, rows, recipe, Path(scratch) / "steps")
        _write(model, Path(scratch) / "model")
        for path in sorted((Path(scratch) / "model").rglob("*")):
            if path.is_file():
                target = folder / path.relative_to(Path(scratch) / "model")
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)


def _fit(model: SentenceTransformer, rows: Sequence[tuple[str, str]], recipe: Recipe, scratch: Path) -> None:
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(scratch),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch,
        learning_rate=recipe.learning_rate,
        warmup_steps=0.05,
        seed=recipe.seed,
        data_seed=recipe.seed,
        use_cpu=True,
        save_strategy="no",
        report_to="none",
        logging_steps=50,
    )
    data = Dataset.from_dict({"anchor": [row[0] for row in rows], "positive": [row[1] for row in rows]})
    loss = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    SentenceTransformerTrainer(model=model, args=arguments, train_dataset=data, loss=loss).train()


def _write(model: SentenceTransformer, folder: Path) -> None:
    model.save(str(folder), create_model_card=False)
    shutil.copyfile(WORDS, folder / DICTIONARY)


def _tokenizer(tokens: Iterable[str], recipe: Recipe) -> Tokenizer:
    counts = Counter(tokens)
    known = sorted(
        (token for token in counts if counts[token] >= recipe.rarest), key=lambda t: (-counts[t], t)
    )
    vocabulary = {token: row for row, token in enumerate([UNKNOWN, *known[: recipe.vocabulary - 1]])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return tokenizer


def _spaced(segmenter: Segmenter, text: str) -> str:
    return " ".join(static_tokens(segmenter, text)) or UNKNOWN
