"""A linear classifier of short texts over their character n-grams, read without scikit-learn."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.gram_table import LONGEST, GramTable
from index.script import normalise

_NUMBER = re.compile(r"(?:[a-z]+-\d+/)?\d+(?:\.\d+)*")
_KEPT = 16  # texts that are kept prepared: one text is given to several models
EDGE = "\n"  # marks the beginning and the end of a text


@lru_cache(maxsize=_KEPT)
def marked_text(text: str) -> str:
    """The normalised text whose n-grams count, with its edges marked."""
    said = _NUMBER.sub("#", normalise(text))  # an id or ordinal tells by its form, not by its value
    return EDGE + " ".join(said.split()) + EDGE


def text_grams(text: str) -> frozenset[str]:
    """The distinct character n-grams (1 to `LONGEST`) of a text."""
    marked = marked_text(text)
    places = ((at, size) for size in range(1, LONGEST + 1) for at in range(len(marked) - size + 1))
    return frozenset(marked[at : at + size] for at, size in places)


@dataclass(frozen=True)
class LinearText:
    """Weights of a trained model.

    Attributes:
        classes: names in the order of the columns.
        grams: the rows of the known n-grams.
        weights: float32 `(n_grams, n_classes)`.
        bias: float64 `(n_classes,)`.
    """

    classes: tuple[str, ...]
    grams: GramTable
    weights: NDArray[np.float32]
    bias: NDArray[np.float64]

    @classmethod
    def load(cls, path: Path) -> LinearText:
        """Read a model that `bot/training/text.py` wrote: a JSON file of names beside a safetensors file of weights."""
        # Late: only for this, and quick.
        from safetensors.numpy import load_file

        names = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        held = load_file(path.with_suffix(".safetensors"))
        grams, weights, bias = GramTable(names["grams"]), held["weights"], held["bias"]
        return cls(tuple(names["classes"]), grams, weights.astype(np.float32), bias.astype(np.float64))

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return each class's likelihood; they sum to 1."""
        rows = self.grams.rows(marked_text(text))
        logits = self.bias
        if rows.size:
            logits = logits + self.weights.take(rows, axis=0).sum(axis=0) / np.sqrt(rows.size)
        powers = [math.exp(logit) for logit in (logits - logits.max()).tolist()]
        total = sum(powers)
        return {name: power / total for name, power in zip(self.classes, powers, strict=True)}
