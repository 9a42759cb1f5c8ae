"""A hit's score is how likely it answers, in the order of the fused scores."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from index import PlanIndex
from index.calibration import Calibration, calibration
from index.fusion import learned
from index.training.calibration import write_calibration

SCORES = np.asarray([0.5, 0.25], np.float32)


def test_even_odds_are_where_the_logit_is_0() -> None:
    told = Calibration((1.0, 0.0, 0.0), 0.0).probabilities("海岸林", SCORES, 0.5)
    assert told.tolist() == pytest.approx([1 / 2, 1 / 4])
    assert told.dtype == np.float32


def test_best_score_and_length_shift_all_passages_of_a_query_alike() -> None:
    model = Calibration((1.0, -1.0, 1.0), 0.0)
    told = model.probabilities("海岸林", SCORES, 0.5)
    odds = np.log(told / (1 - told))
    assert odds.tolist() == pytest.approx([np.log(4), np.log(4 / 3)], abs=1e-5)


def test_shipped_model_keeps_the_order() -> None:
    assert calibration().weights[0] > 0
    told = calibration().probabilities("海岸林", np.linspace(0, 1, 50, dtype=np.float32), 0.7)
    assert (np.diff(told) >= 0).all()


def test_hits_of_a_plan_tell_probabilities(plan_index: PlanIndex) -> None:
    question = "休耕地造林一公頃拿多少錢"
    fused = plan_index.index.score(question)[0]
    hits = plan_index.index.search(question, 5)
    best = float(fused[plan_index.index.is_passage].max())
    numbers = [plan_index.index.numbers[hit.document.document_id] for hit in hits]
    wanted = calibration().probabilities(question, fused[numbers], best)
    assert [hit.score for hit in hits] == pytest.approx(wanted.tolist(), abs=1e-6)


def test_best_passage_is_told_like_among_all(plan_index: PlanIndex) -> None:
    index, question = plan_index.index, "休耕地造林一公頃拿多少錢"
    fused = index.score(question)[0]
    best = float(index.told(question, fused)[index.is_passage].max())
    assert index.told_best(question, fused) == pytest.approx(best, abs=1e-6)
    other = index.with_weights(learned().weights)
    assert other.told_best(question, fused) == float(fused[index.is_passage].max())


def test_other_weights_are_not_what_was_calibrated(plan_index: PlanIndex) -> None:
    other = plan_index.index.with_weights(learned().weights)
    best = other.search("造林", 1)[0]
    fused = other.score("造林")[0]
    assert best.score == pytest.approx(float(fused[other.numbers[best.document.document_id]]), abs=1e-6)


def test_learned_order_is_that_of_the_scores(plan_index: PlanIndex, tmp_path: Path) -> None:
    asked = [(leaf.text, {leaf.passage_id}) for leaf in plan_index.plan.passages]
    write_calibration([*asked, ("煎餅要放多少麵粉", ())], plan_index, tmp_path / "calibration.json")
    held = json.loads((tmp_path / "calibration.json").read_text(encoding="utf-8"))
    assert held["weights"]["score"] > 0
    assert set(held["weights"]) == {"score", "best", "length"}
