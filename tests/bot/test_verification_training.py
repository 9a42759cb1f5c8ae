"""Training the verifier: held-out passages are judged well, and the JSON gives what was learned."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the extra models")

from sklearn.metrics import roc_auc_score

from bot.training.learner import Recipe, Row, block, deal, splits
from bot.training.verification import claim_rows, raw_scores, threshold_at, with_rules
from corpus import PLANS, Plan, load_plan
from corpus.claims import Claim, read_claims
from corpus.lexicon import read_lexicon
from index import load_encoder

FOLDER = PLANS / "mol-111"
FOLDS = 4
FLOORS = {"verbatim": 0.95, "light": 0.85, "merged": 0.70, "paraphrase": 0.50}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(FOLDER)


@pytest.fixture(scope="module")
def claims_and_rows(plan: Plan) -> tuple[list[Claim], list[Row]]:
    claims = list(read_claims(FOLDER, plan))
    return claims, claim_rows(plan, claims, load_encoder(), read_lexicon(FOLDER))


def test_a_block_is_a_goal_or_a_work_plan() -> None:
    assert [block(number) for number in ("0.1", "1.2.3", "2.10.1.3", "2")] == ["0.1", "1.2", "2.10", "2"]


def test_no_training_claim_cites_a_test_block(
    claims_and_rows: tuple[list[Claim], list[Row]],
) -> None:
    rows = claims_and_rows[1]
    for train, test in splits(rows, deal(rows, FOLDS)):
        tested = {name for at in test for name in rows[at].blocks if "." in name}
        assert not any(tested & set(rows[at].blocks) for at in train)


def test_the_threshold_keeps_out_the_share_asked_for() -> None:
    falsified = np.arange(100, dtype=float)
    assert (falsified < threshold_at(falsified, 0.98)).mean() >= 0.98


def test_claims_about_unseen_passages_are_told_apart(
    plan: Plan, claims_and_rows: tuple[list[Claim], list[Row]]
) -> None:
    claims, rows = claims_and_rows
    train, test = next(splits(rows, deal(rows, FOLDS)))
    tested, said = [rows[at] for at in test], [claims[at] for at in test]
    raw = raw_scores([rows[at] for at in train], tested, Recipe())
    scores = with_rules(raw, tested, said, plan)
    kinds = np.asarray([claim.kind for claim in said])
    holds = np.asarray([claim.supported for claim in said])
    assert roc_auc_score(holds, scores) >= 0.97
    bar = threshold_at(scores[~holds], 0.98)
    for kind, floor in FLOORS.items():
        assert (scores[kinds == kind] >= bar).mean() >= floor, kind
