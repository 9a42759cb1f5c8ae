"""Of near twins the one comes first whose aliases are worded like the query; scores change places, not values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Document, Index, build_index
from index.bm25 import BM25
from index.twins import NEAR, Twins
from tests.index.fakes import CharEncoder

ALL = np.ones(3, np.bool_)
ALIASES = BM25.build([["海"], ["海"], ["山"], ["林"]])  # two of document 0, one each of 1 and 2
STARTS = np.asarray([0, 2, 3, 4])


def twins(telling: float = 0.01, starts: np.ndarray[tuple[int], np.dtype[np.int64]] = STARTS) -> Twins:
    return Twins({0: np.asarray([1]), 1: np.asarray([0])}, ALIASES, starts, telling)


def settled(
    scores: list[float], grams: list[str], allowed: np.ndarray[tuple[int], np.dtype[np.bool_]] = ALL
) -> list[float]:
    return twins().settle(np.asarray(scores, np.float32), grams, allowed).tolist()


def test_twin_whose_aliases_hold_the_query_comes_first_with_the_other_score() -> None:
    assert settled([0.75, 0.734375, 0.5], ["山"]) == [0.734375, 0.75, 0.5]


def test_best_passage_stays_first_where_its_own_aliases_hold_the_query() -> None:
    assert settled([0.75, 0.734375, 0.5], ["海"]) == [0.75, 0.734375, 0.5]


def test_no_other_passage_than_a_twin_is_preferred() -> None:
    assert settled([0.75, 0.5, 0.734375], ["林"]) == [0.75, 0.5, 0.734375]


def test_a_twin_far_behind_is_no_rival() -> None:
    behind = 0.75 - 2 * NEAR
    assert twins(1.0).settle(np.asarray([0.75, behind, 0], np.float32), ["山"], ALL)[0] == 0.75


def test_a_twin_that_is_not_searched_is_no_rival() -> None:
    assert settled([0.75, 0.734375, 0.5], ["山"], np.asarray([True, False, True])) == [0.75, 0.734375, 0.5]


@pytest.mark.parametrize("starts", [[0, 3, 3, 4], [0, 0, 3, 4]])
def test_passages_without_aliases_are_not_compared(starts: list[int]) -> None:
    scores = np.asarray([0.75, 0.734375, 0.5], np.float32)
    assert twins(1.0, np.asarray(starts)).settle(scores, ["山"], ALL).tolist() == scores.tolist()


def test_log_odds_compare_shares_of_aliases_with_the_first_document() -> None:
    odds = twins().log_odds(["海", "海", "無"], np.asarray([0, 1]))
    # Each presence is smoothed by 0.3 of 0.6: 2.3 of 2.6 against 0.3 of 1.6.
    assert odds == pytest.approx([0, np.log((0.3 / 1.6) / (2.3 / 2.6))])


def test_nothing_known_in_the_query_tells_nothing_apart() -> None:
    assert twins().log_odds(["無"], np.asarray([0, 1])).tolist() == [0, 0]


def test_an_index_keeps_its_twins(tmp_path: Path) -> None:
    documents = [
        Document("a", "種樹", aliases=("海邊",), twins=("b", "elsewhere")),
        Document("b", "種樹", aliases=("山上",), twins=("a",)),
        Document("c", "猴子"),
    ]
    build_index(documents, tmp_path, CharEncoder())
    held = Index(tmp_path, CharEncoder()).twins
    assert held is not None
    assert {number: others.tolist() for number, others in held.known.items()} == {0: [1], 1: [0]}


def test_documents_without_twins_are_searched_without(tmp_path: Path) -> None:
    build_index([Document("a", "種樹", aliases=("海邊",))], tmp_path, CharEncoder())
    assert Index(tmp_path, CharEncoder()).twins is None
