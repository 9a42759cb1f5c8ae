"""Trains the judge of questions' premises and reports how it does on passages it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.presumption import JOINED
from bot.training.learner import Recipe, Row, block, calibrate, out_of_fold, train
from bot.training.verification import write_model
from bot.verification.premises import PremiseViewer
from corpus import Plan
from corpus.claims import Premise
from corpus.lexicon import Entry
from index.encoder import Encoder
from index.training.linear import write_linear

RECIPE = Recipe(trees=120, leaves=5, strength=1.0)
_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class PremiseReport:
    """How premises about unseen passages are judged, at even odds.

    Attributes:
        auc: area under the curve.
        accuracy: share judged rightly.
        false_found: share of false premises that are called false.
        true_kept: share of true premises that are not.
        unseen: float64 `(n_premises,)`, probability that each is false by a judge that saw nothing of its passage.
    """

    auc: float
    accuracy: float
    false_found: float
    true_kept: float
    unseen: NDArray[np.float64] = field(repr=False)


def premise_rows(
    plan: Plan, premises: Sequence[Premise], encoder: Encoder, lexicon: Sequence[Entry]
) -> list[Row]:
    """Each question beside the first node that speaks of the matter."""
    viewer = PremiseViewer(plan, encoder, lexicon)
    rows: list[Row] = []
    for premise in premises:
        first = plan.nodes[premise.cites[0]]
        blocks = dict.fromkeys(block(plan.nodes[passage_id].number) for passage_id in premise.cites)
        rows.append(Row(viewer.view(premise.text, first.passage_id), premise.holds, tuple(blocks)))
    return rows


def train_premises(
    plan: Plan,
    premises: Sequence[Premise],
    encoder: Encoder,
    lexicon: Sequence[Entry],
    path: Path,
    recipe: Recipe = RECIPE,
) -> PremiseReport:
    """Train on all premises, write the model to `path`, and report its cross-validation by passage."""
    rows = premise_rows(plan, premises, encoder, lexicon)
    holds = np.asarray([premise.holds for premise in premises])
    raw = out_of_fold(rows, recipe)
    slope, shift = calibrate(raw, holds)
    write_model(train(rows, recipe, slope=slope, shift=shift, threshold=_EVEN), path)
    called_true = slope * raw + shift >= 0
    return PremiseReport(
        auc=float(roc_auc_score(holds, raw)),
        accuracy=float((called_true == holds).mean()),
        false_found=float((~called_true[~holds]).mean()),
        true_kept=float(called_true[holds].mean()),
        unseen=1 / (1 + np.exp(slope * raw + shift)),
    )


def train_joint(rows: Sequence[Sequence[float]], false: Sequence[bool], path: Path) -> None:
    """Learn what each judge of a premise counts, from `bot.presumption.joint_features` of unseen judgements."""
    model = LogisticRegression(C=10.0).fit(np.asarray(rows), np.asarray(false))
    write_linear(path, JOINED, model)
