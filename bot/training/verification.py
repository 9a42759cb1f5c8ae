"""Trains the verifier's model on a plan's claims and reports how it judges passages it has not seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bot.training.learner import Recipe, Row, block, calibrate, out_of_fold, train
from bot.verification.alignment import Aligner
from bot.verification.evidence import gather
from bot.verification.features import Viewer
from bot.verification.guards import FINAL, fold_claim
from bot.verification.quotation import is_quotation
from corpus import Plan
from corpus.claims import Claim
from corpus.lexicon import Entry
from index.encoder import Encoder

_SURE = 50.0  # raw log odds that stand for a rule's certainty


@dataclass(frozen=True, slots=True)
class Report:
    """How claims about unseen passages are judged.

    Attributes:
        auc: area under the curve over all claims.
        kinds: by kind, (number of claims, AUC against the other sort, share supported at the threshold).
        curve: (share of falsified claims rejected, share of faithful ones by kind that pass), strict first.
    """

    auc: float
    kinds: dict[str, tuple[int, float, float]]
    curve: tuple[tuple[float, dict[str, float]], ...]


def claim_rows(plan: Plan, claims: Sequence[Claim], encoder: Encoder, lexicon: Sequence[Entry]) -> list[Row]:
    """Each claim beside what it cites."""
    viewer = Viewer(plan, encoder, Aligner(lexicon, [plan.publisher]))
    rows: list[Row] = []
    for claim in claims:
        view = viewer.view(fold_claim(claim.sentence), gather(plan, claim.cites))
        blocks = tuple(dict.fromkeys(block(plan.nodes[passage_id].number) for passage_id in claim.cites))
        rows.append(Row(view, claim.supported, blocks))
    return rows


def train_verifier(
    plan: Plan,
    claims: Sequence[Claim],
    encoder: Encoder,
    lexicon: Sequence[Entry],
    path: Path,
    recipe: Recipe | None = None,
) -> Report:
    """Train on all claims, write the model to `path`, and report the cross-validation that set its threshold.

    The threshold rejects the recipe's share of falsified claims about passages unseen in training.
    """
    recipe = recipe or Recipe()
    rows = claim_rows(plan, claims, encoder, lexicon)
    holds = np.asarray([claim.supported for claim in claims])
    raw = out_of_fold(rows, recipe)
    slope, shift = calibrate(raw, holds)
    judged = with_rules(raw, rows, claims, plan)
    bar = threshold_at(judged[~holds], recipe.rejected)
    threshold = round(float(1 / (1 + np.exp(-(slope * bar + shift)))), 4)
    write_model(train(rows, recipe, slope=slope, shift=shift, threshold=threshold), path)
    return _report(judged, claims, bar)


def hold_out(
    plan: Plan,
    claims: Sequence[Claim],
    encoder: Encoder,
    lexicon: Sequence[Entry],
    hand: str,
    recipe: Recipe | None = None,
) -> Report:
    """Train on all claims but one hand's, threshold included, and report on that hand's.

    Another hand is another writer, and here other passages too.
    """
    recipe = recipe or Recipe()
    known = [claim for claim in claims if claim.hand != hand]
    unseen = [claim for claim in claims if claim.hand == hand]
    rows = claim_rows(plan, known, encoder, lexicon)
    judged = with_rules(out_of_fold(rows, recipe), rows, known, plan)
    bar = threshold_at(judged[~np.asarray([claim.supported for claim in known])], recipe.rejected)
    tested = claim_rows(plan, unseen, encoder, lexicon)
    return _report(with_rules(raw_scores(rows, tested, recipe), tested, unseen, plan), unseen, bar)


def raw_scores(rows: Sequence[Row], tested: Sequence[Row], recipe: Recipe) -> NDArray[np.float64]:
    """Raw log odds of `tested` rows by a judge trained on `rows`."""
    from bot.verification.model import Model

    model = Model.from_json(train(rows, recipe, slope=1.0, shift=0.0, threshold=0.5))
    scores = np.clip([model.score(row.view) for row in tested], 1e-15, 1 - 1e-15)
    odds: NDArray[np.float64] = np.log(scores / (1 - scores))
    return odds


def threshold_at(falsified: NDArray[np.float64], rejected: float) -> float:
    """The lowest score that at least the share `rejected` of falsified claims stays below."""
    ordered = np.sort(falsified)
    at = min(int(np.ceil(rejected * len(ordered))), len(ordered) - 1)
    return float(np.nextafter(ordered[at], np.inf))


def write_model(saved: dict[str, Any], path: Path) -> None:
    """Write a model as JSON, a tree or part a line."""
    head = [
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}"
        for name, part in saved.items()
        if name != "trees"
    ]
    trees = ",\n".join(json.dumps(tree) for tree in saved["trees"])
    path.write_text("{\n" + ",\n".join(head) + f',\n"trees": [\n{trees}\n]\n}}\n', encoding="utf-8")


def with_rules(
    raw: NDArray[np.float64], rows: Sequence[Row], claims: Sequence[Claim], plan: Plan
) -> NDArray[np.float64]:
    """Scores as the verifier gives them: final findings reject, quotations pass."""
    judged = raw.copy()
    for at, (row, claim) in enumerate(zip(rows, claims, strict=True)):
        if any(finding.guard in FINAL for finding in row.view.findings):
            judged[at] -= _SURE
        elif is_quotation(fold_claim(claim.sentence), gather(plan, claim.cites), plan):
            judged[at] += _SURE
    return judged


def _report(judged: NDArray[np.float64], claims: Sequence[Claim], bar: float) -> Report:
    holds = np.asarray([claim.supported for claim in claims])
    kinds = np.asarray([claim.kind for claim in claims])
    rows: dict[str, tuple[int, float, float]] = {}
    for kind in dict.fromkeys(kinds.tolist()):
        of_kind = kinds == kind
        both = of_kind | (holds != holds[of_kind][0])
        rows[kind] = (
            int(of_kind.sum()),
            float(roc_auc_score(holds[both], judged[both])),
            float((judged[of_kind] >= bar).mean()),
        )
    faithful = [kind for kind in rows if holds[kinds == kind][0]]
    curve = []
    for rejected in (0.999, 0.995, 0.99, 0.985, 0.98, 0.97, 0.95, 0.9, 0.8):
        level = threshold_at(judged[~holds], rejected)
        curve.append((rejected, {kind: float((judged[kinds == kind] >= level).mean()) for kind in faithful}))
    return Report(float(roc_auc_score(holds, judged)), rows, tuple(curve))
