"""A linear classifier of short texts over their character n-grams, read without scikit-learn."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.script import normalise

LONGEST = 4  # characters of an n-gram
_NUMBER = re.compile(r"(?:[a-z]+-\d+/)?\d+(?:\.\d+)*")
_KEPT = 16  # texts whose n-grams are kept: one text is given to several models
EDGE = "\n"  # marks the beginning and the end of a text


@lru_cache(maxsize=_KEPT)
def text_grams(text: str) -> frozenset[str]:
    """The distinct character n-grams (1 to `LONGEST`) of the normalised text with its edges marked."""
    said = _NUMBER.sub("#", normalise(text))  # an id or ordinal tells by its form, not by its value
    marked = EDGE + " ".join(said.split()) + EDGE
    places = ((at, size) for size in range(1, LONGEST + 1) for at in range(len(marked) - size + 1))
    return frozenset(marked[at : at + size] for at, size in places)


@dataclass(frozen=True)
class LinearText:
    """Weights of a trained model.

    Attributes:
        classes: names in the order of the columns.
        rows: row number of each known n-gram.
        weights: float32 `(n_grams, n_classes)`.
        bias: float32 `(n_classes,)`.
    """

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> LinearText:
        """Read a model that `bot/training/text.py` wrote: a JSON file of names beside a safetensors file of weights."""
        # Late: only for this, and quick.
        from safetensors.numpy import load_file

        names = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        held = load_file(path.with_suffix(".safetensors"))
        rows = {gram: row for row, gram in enumerate(names["grams"])}
        return cls(
            tuple(names["classes"]), rows, held["weights"].astype(np.float32), held["bias"].astype(np.float32)
        )

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return each class's likelihood; they sum to 1."""
        known = [row for gram in text_grams(text) if (row := self.rows.get(gram)) is not None]
        logits = self.bias.astype(np.float64)
        if known:
            logits = logits + self.weights[known].sum(axis=0) / np.sqrt(len(known))
        powers = np.exp(logits - logits.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))
