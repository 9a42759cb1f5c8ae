"""Ranking measures, with qrels, run and expected fractions in the test."""

from __future__ import annotations

import math

import pytest

from evals.measures.retrieval import ends_of, forecasts, qrels, ranked_cases, ranking_scores, run_rows
from evals.responders.base import Exchange, Hit
from tests.evals.made import PASSAGES, case, decline_case

ONE = case(gold=("p/1.1",), acceptable=("p/2",))


def exchange(*ids: str, case_id: str = "a") -> Exchange:
    return Exchange(case_id, reply={}, ranking=tuple(Hit(passage, 1.0) for passage in ids))


def scores(*ids: str) -> dict[str, float]:
    return ranking_scores([ONE], {"a": exchange(*ids)}, PASSAGES)["a"]


def test_gold_on_top_scores_full() -> None:
    found = scores("p/1.1", "p/2")
    assert (found["success@1"], found["recall@5"], found["rr@10"], found["ndcg@10"]) == (1, 1, 1, 1)


def test_an_acceptable_passage_is_success_but_no_recall() -> None:
    found = scores("p/1.2", "p/2")
    assert (found["success@1"], found["success@5"], found["recall@5"], found["rr@10"]) == (0, 1, 0, 1 / 2)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3)) / ideal)


def test_nothing_ranked_scores_nothing() -> None:
    assert set(scores().values()) == {0.0}


def test_the_order_decides_though_scores_tie_and_doubles_keep_their_first_rank() -> None:
    rows = run_rows([ONE], {"a": exchange("p/2", "p/1.1", "p/2")})
    assert [(row.doc_id, row.score) for row in rows] == [("p/2", 2.0), ("p/1.1", 1.0)]


def test_an_inner_node_stands_for_its_leaves() -> None:
    rows = qrels([case(gold=("p/1",), acceptable=("p/1.1", "p/2"))], PASSAGES)
    assert {(row.doc_id, row.relevance) for row in rows} == {("p/1.1", 2), ("p/1.2", 2), ("p/2", 1)}


def test_characters_are_counted_over_whole_passages_or_as_told() -> None:
    hits = (Hit("p/1.1", 1), Hit("p/2", 1), Hit("p/1.2", 1, read_to=500))
    first, second = len(PASSAGES.text("p/1.1")), len(PASSAGES.text("p/2"))
    assert [end for _, end in ends_of(hits, PASSAGES)] == [first, first + second, 500]


def test_a_long_chunk_wins_nothing_within_a_budget() -> None:
    told = {"a": Exchange("a", reply={}, ranking=(Hit("p/1.1", 1, read_to=400),))}
    found = ranking_scores([ONE], told, PASSAGES)["a"]
    assert (found["success@1"], found["success@300chars"], found["success@1000chars"]) == (1, 0, 1)


def test_single_questions_to_be_answered_are_ranked_and_a_failed_search_counts() -> None:
    cases = [ONE, case("b"), case("c", turns=("一？", "二？")), decline_case()]
    told = {"a": exchange("p/1.1"), **{name: Exchange(name) for name in ("b", "c", "d")}}
    kept = ranked_cases(cases, told)
    assert [one.case_id for one in kept] == ["a", "b"]
    assert ranking_scores(kept, told, PASSAGES)["b"]["success@10"] == 0


def test_a_target_that_cannot_search_has_no_ranking_measures() -> None:
    assert ranked_cases([ONE], {"a": Exchange("a", reply={})}) == ()


def test_scores_are_forecasts_of_what_answers_and_nothing_answers_a_question_to_decline() -> None:
    declined = decline_case()
    told = {
        "a": Exchange("a", ranking=(Hit("p/1.1", 0.9), Hit("p/2", 0.5), Hit("p/1.2", 0.1))),
        declined.case_id: Exchange(declined.case_id, ranking=(Hit("p/1.1", 0.2),)),
    }
    found = forecasts([ONE, declined], told, PASSAGES)
    assert [(one.confidence, one.right) for one in found] == [
        (0.9, True),
        (0.5, True),
        (0.1, False),
        (0.2, False),
    ]


def test_questions_for_headings_are_no_forecasts() -> None:
    told = {"a": Exchange("a", ranking=(Hit("p/1.1", 0.9), Hit("p/2", 0.1)))}
    assert forecasts([case(gold=("p/1",))], told, PASSAGES) == ()


@pytest.mark.parametrize("scores", [(12.5, 3.0), (1.0, 1.0), (-0.5, 0.5)])
def test_scores_that_cannot_be_probabilities_are_no_forecasts(scores: tuple[float, float]) -> None:
    told = {"a": Exchange("a", ranking=(Hit("p/1.1", scores[0]), Hit("p/2", scores[1])))}
    assert forecasts([ONE], told, PASSAGES) == ()
