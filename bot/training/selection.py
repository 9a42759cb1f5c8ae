"""Training which passages belong into an answer, on questions with the passages they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.relevance import FEATURES, features
from bot.search import Finder
from index.training.linear import write_linear


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the ids of the passages that belong into its answer."""

    question: str
    relevant: frozenset[str]


def train_selection(examples: Sequence[Example], finder: Finder, path: Path) -> None:
    """Fit the logistic regression over the candidates' features and write it as JSON."""
    rows, labels = [], []
    for example in examples:
        numbers, found = features(example.question, finder.scores(example.question), finder)
        rows.append(found)
        labels += [finder.node(number).passage_id in example.relevant for number in numbers]
    scaler = StandardScaler().fit(np.vstack(rows))
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(np.vstack(rows)), labels)
    write_linear(path, FEATURES, model, scaler)
