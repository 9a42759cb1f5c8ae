"""Nodes set side by side, over the invented plan: each of a kind, or two that are named or numbered."""

from __future__ import annotations

import pytest

from bot.query import Operation, Query
from bot.reading import Reader
from bot.structure import answer_query
from corpus import load_plan
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)
GOALS = ("ccf-113/1.1", "ccf-113/1.2", "ccf-113/1.3")
WORK_PLANS = ("ccf-113/2.1", "ccf-113/2.2")


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST)


@pytest.mark.parametrize(
    ("question", "nodes"),
    [
        ("每個目標各有幾項策略", GOALS),
        ("每個工作計畫各有幾個項目", WORK_PLANS),
        ("目標一和目標三哪個策略多", (GOALS[0], GOALS[2])),
        ("目標一跟目標三的策略數一樣嗎", (GOALS[0], GOALS[2])),
        ("林帶復育和海岸巡護與自然教育推展，誰的項目多", WORK_PLANS),
        ("林帶復育跟海岸巡護與自然教育推展的項目數一樣嗎", WORK_PLANS),
    ],
)
def test_what_each_holds_is_compared(question: str, nodes: tuple[str, ...], coast: Reader) -> None:
    assert coast.read(question).query == Query(Operation.COMPARE, nodes=nodes)


def test_the_number_of_each_is_told() -> None:
    draft = answer_query(Query(Operation.COMPARE, nodes=GOALS), COAST)
    assert draft is not None
    text = "".join(piece.text for statement in draft.statements for piece in statement)
    assert [f"有 {n} 項策略" in text for n in (2, 3, 4)] == [True, True, False]
    assert draft.focus == GOALS
