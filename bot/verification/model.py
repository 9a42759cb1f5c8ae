"""The learned part: weights of strange words and small trees, read from JSON, without any library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.verification.features import View

MODELS = Path(__file__).parents[1] / "model"
VERIFICATION, PREMISE = "verification.json", "premise.json"
WORDS = "words"  # the name of the weighted words' sum among the measures


@dataclass(frozen=True, slots=True)
class Words:
    """A linear model of the words and pairs of characters that the evidence does not explain.

    Attributes:
        weights: of each known one.
        unknown: what each one adds that training never saw often enough.
        each: what each one adds besides.
        bias: the start.
    """

    weights: Mapping[str, float]
    unknown: float
    each: float
    bias: float

    def score(self, strange: frozenset[str]) -> float:
        """Log odds that a claim with these words is supported."""
        known = [self.weights[word] for word in sorted(strange) if word in self.weights]
        return self.bias + sum(known) + self.unknown * (len(strange) - len(known)) + self.each * len(strange)


@dataclass(frozen=True, slots=True)
class Tree:
    """One regression tree, its nodes as columns.

    Attributes:
        measure: which one a node splits on; −1 at a leaf.
        threshold: up to which, itself included, the way goes low.
        low, high: numbers of the nodes below.
        value: what a leaf adds.
    """

    measure: Sequence[int]
    threshold: Sequence[float]
    low: Sequence[int]
    high: Sequence[int]
    value: Sequence[float]

    def predict(self, row: Sequence[float]) -> float:
        """The value of the leaf that a row of measures falls into."""
        at = 0
        while (measure := self.measure[at]) >= 0:
            at = self.low[at] if row[measure] <= self.threshold[at] else self.high[at]
        return self.value[at]


@dataclass(frozen=True, slots=True)
class Model:
    """A learned judge.

    Attributes:
        measures: names, in the order the trees count them; the last is `WORDS`.
        words: the linear part.
        start: log odds before the first tree.
        trees: what each adds.
        slope, shift: from raw log odds to calibrated ones.
        threshold: the score from which on a claim counts as supported.
    """

    measures: tuple[str, ...]
    words: Words
    start: float
    trees: tuple[Tree, ...]
    slope: float
    shift: float
    threshold: float

    def score(self, view: View) -> float:
        """Probability in [0, 1] that the claim is supported."""
        measures = {**view.measures, WORDS: self.words.score(view.strange)}
        row = [measures[name] for name in self.measures]
        raw = self.start + sum(tree.predict(row) for tree in self.trees)
        return 1 / (1 + math.exp(-(self.slope * raw + self.shift)))

    @classmethod
    def read(cls, path: Path) -> Model:
        """Read a model file; raises `OSError`, `KeyError` or `ValueError` if it is not one."""
        saved = json.loads(path.read_text(encoding="utf-8"))
        return cls.from_json(saved)

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> Model:
        """The model of a JSON object, as training writes it."""
        trees = tuple(Tree(**tree) for tree in saved["trees"])
        rest = {name: saved[name] for name in ("start", "slope", "shift", "threshold")}
        return cls(tuple(saved["measures"]), Words(**saved["words"]), trees=trees, **rest)
