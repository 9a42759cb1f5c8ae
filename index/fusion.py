"""Putting the channels' scores together: a weighted mean over all candidates, cut to k only afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
MODEL = Path(__file__).parent / "model" / "fusion.json"


class Channel(StrEnum):
    """A way of comparing a query with documents; each gives scores in [0, 1]."""

    WORDS = "words"
    """BM25 over jieba words of title and text."""
    GRAMS = "grams"
    """BM25 over character uni- and bigrams of title and text."""
    DENSE = "dense"
    """Cosine of the vectors of query and title with text; below 0 counts as 0."""
    ALIAS_WORDS = "alias_words"
    """BM25 over jieba words of the document's best matching alias."""
    ALIAS_GRAMS = "alias_grams"
    """BM25 over character uni- and bigrams of its best matching alias."""
    ALIAS_DENSE = "alias_dense"
    """Cosine with its best matching alias."""


PLAIN_WEIGHTS: Mapping[Channel, float] = {Channel.WORDS: 0.45, Channel.GRAMS: 0.5, Channel.DENSE: 0.05}
"""For texts without aliases.

Chosen by RR@10 over the questions of DRCD's first four fifths of articles, with a model that had seen none of
them. Words weigh most: a small static model says little about texts that it was not trained on.
"""


@dataclass(frozen=True, slots=True)
class Learned:
    """What is learned of fusing, for texts with aliases, by `index/training/fusion.py`.

    Attributes:
        weights: of the channels; above 0, they add up to 1.
        telling: fused score that a unit of log odds between near twins is worth (`index/twins.py`).
    """

    weights: Mapping[Channel, float]
    telling: float


@cache
def learned() -> Learned:
    """Read the shipped weights."""
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    return Learned(
        {Channel(name): float(weight) for name, weight in held["weights"].items()}, held["telling"]
    )


def fuse(channels: Mapping[Channel, Scores], weights: Mapping[Channel, float]) -> Scores:
    """Return the weighted mean of the channels' scores, float32 `(n_candidates,)` in [0, 1]."""
    total = sum(weights[name] for name in channels)
    fused = sum((scores * np.float32(weights[name] / total) for name, scores in channels.items()))
    return np.asarray(fused, dtype=np.float32)


class Owners:
    """Whose texts are whose: owner i's are those from `starts[i]` to `starts[i + 1]`."""

    def __init__(self, starts: NDArray[np.int64]) -> None:
        """Take the `n_owners + 1` starts."""
        self.starts = starts
        self._owning = np.flatnonzero(starts[1:] > starts[:-1])
        self._first = starts[self._owning]

    def best(self, scores: Scores) -> Scores:
        """Return each owner's largest score, float32 `(n_owners,)`; 0 for an owner without any text."""
        best = np.zeros(len(self.starts) - 1, np.float32)
        if self._owning.size:
            best[self._owning] = np.maximum.reduceat(scores, self._first)
        return best
