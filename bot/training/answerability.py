"""Training when passages answer a question rather than being merely about the same thing."""

from __future__ import annotations

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
from index.training.linear import write_linear


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
    write_linear(path, FEATURES, model, scaler)
