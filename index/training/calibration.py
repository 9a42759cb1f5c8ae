"""Learning how likely a passage with some score answers, from questions that no index or embedding model has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.calibration import FEATURES, features
from index.plan_index import PlanIndex
from index.segmentation import runs
from index.training.linear import write_linear

DEPTH = 10  # passages of each question that are learned from
_SILENT = 0.2  # share of people's questions that a plan does not answer; training questions have more of them
_REGULARISATION = 100.0  # next to none: thousands of questions, three weights


def write_calibration(
    asked: Iterable[tuple[str, Collection[str]]], plan_index: PlanIndex, path: Path
) -> None:
    """Fit the logistic regression and write it as JSON.

    Args:
        asked: questions with the ids of the passages that answer each; none for one that the plan does not answer.
        plan_index: what they are searched in.
        path: `index/model/calibration.json`.
    """
    index, rows, answers, silent = plan_index.index, [], [], []
    passages = np.flatnonzero(index.is_passage)
    for question, gold in ((question, gold) for question, gold in asked if runs(question)):
        query = plan_index.expansion.expand(question)
        scores = index.score(query)[0]
        best = passages[np.argsort(-scores[passages], kind="stable")[:DEPTH]]
        rows.append(features(query, scores[best], float(scores[best[0]])))
        answers += [index.documents[number].document_id in gold for number in best.tolist()]
        silent += [not gold] * len(best)
    odds = _SILENT / (1 - _SILENT) * silent.count(False) / max(silent.count(True), 1)
    weights = np.where(silent, odds, 1.0)
    model = LogisticRegression(C=_REGULARISATION).fit(np.concatenate(rows), answers, weights)
    write_linear(path, FEATURES, model)
