"""Training when passages answer a question rather than being merely about the same thing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.answerability import FEATURES, Worded, features
from bot.boundaries import Boundaries
from bot.search import Finder
from bot.selection import select


@dataclass(frozen=True, slots=True)
class Judged:
    """A question as models that have not seen it judge its wording, and whether the plan answers it."""

    asked: Worded
    answered: bool


def train_answerability(
    examples: Sequence[Judged], finder: Finder, boundaries: Boundaries, path: Path
) -> None:
    """Fit the logistic regression and write it as JSON."""
    rows = []
    for example in examples:
        question = example.asked.question
        selection = select(question, finder.scores(question), finder)
        missing = boundaries.unanswered(question, selection.nodes)
        rows.append(features(example.asked, selection, missing))
    scaler = StandardScaler().fit(np.asarray(rows))
    model = LogisticRegression().fit(
        scaler.transform(np.asarray(rows)), [example.answered for example in examples]
    )
    write_linear(path, FEATURES, scaler, model)


def write_linear(path: Path, names: Sequence[str], scaler: StandardScaler, model: LogisticRegression) -> None:
    """Write a logistic regression over named, standardised features as JSON."""
    values = {"mean": scaler.mean_, "scale": scaler.scale_, "weights": model.coef_[0]}
    held: dict[str, object] = {
        part: {name: round(float(value), 6) for name, value in zip(names, row, strict=True)}
        for part, row in values.items()
    }
    held["bias"] = round(float(model.intercept_[0]), 6)
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
