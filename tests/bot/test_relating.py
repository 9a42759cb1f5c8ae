"""What is related to a matter: cuts of a ranking, and how such a list is told."""

from __future__ import annotations

import pytest

from bot.query import Operation, Query, run_query
from bot.relating import Cut, related
from bot.structure import answer_query
from corpus import load_plan
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)
BASE = Query(Operation.LIST, ("ccf-113/2.2.2",))
FITS = {"ccf-113/2.2.2.1": 0.2, "ccf-113/2.2.2.2": 0.8, "ccf-113/2.2.2.3": 0.4}


def test_a_ranking_is_cut_after_each_node_but_the_last() -> None:
    found = list(related(BASE, run_query(BASE, COAST), FITS, denied=False))
    assert [query.nodes for query, _ in found] == [
        ("ccf-113/2.2.2.2",),
        ("ccf-113/2.2.2.2", "ccf-113/2.2.2.3"),
    ]
    assert [cut for _, cut in found] == [Cut(0.8, 0.8, 0.4, 1, 1 / 3, 1), Cut(0.8, 0.4, 0.2, 2, 2 / 3, 2)]


def test_what_is_denied_may_mean_all_the_others() -> None:
    found = [
        query.nodes for query, cut in related(BASE, run_query(BASE, COAST), FITS, denied=True) if cut.is_rest
    ]
    assert found == [("ccf-113/2.2.2.1", "ccf-113/2.2.2.3"), ("ccf-113/2.2.2.1",)]


def test_a_related_list_does_not_claim_to_be_complete() -> None:
    query = Query(Operation.LIST, BASE.under, nodes=("ccf-113/2.2.2.2", "ccf-113/2.2.2.3"), is_related=True)
    draft = answer_query(query, COAST)
    assert draft is not None
    assert draft.statements[0][0].text.startswith("「里海學堂與步道解說」與所問有關的實施內容有 2 點：二、")
    assert str(query) == "list ccf-113/2.2.2.2, ccf-113/2.2.2.3 related under ccf-113/2.2.2"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (Query(Operation.LIST, mentions=("海岸",), with_headings=True), ["2.1.1", "2.2"]),
        (Query(Operation.LIST, ("ccf-113/2.1",), mentions=("海岸",), with_headings=True), ["2.1.1"]),
    ],
)
def test_words_are_looked_for_in_headings_too(query: Query, numbers: list[str]) -> None:
    found = [node.number for node in run_query(query, COAST)]
    assert [number for number in found if number.startswith("2.")] == numbers
