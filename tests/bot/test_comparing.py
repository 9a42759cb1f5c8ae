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
        ("林帶復育和自然教育推展哪個項目少", WORK_PLANS),
        ("林帶復育的項目是不是比海岸巡護與自然教育推展多", WORK_PLANS),
        ("林帶復育跟自然教育推展的項目數相同嗎", WORK_PLANS),
        ("各業務的項目數", WORK_PLANS),
        ("列出每個業務和它的項目數", WORK_PLANS),
        ("三個目標的策略數分別是多少", GOALS),
        ("How many strategies does each goal have?", GOALS),
        ("目標依策略數由多到少排列", GOALS),
        ("目標依策略數由少到多排序", (*GOALS[1:], GOALS[0])),
        ("Rank the work plans by number of items", WORK_PLANS),
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


@pytest.mark.parametrize(
    "question",
    [
        "目標一跟目標三的差別",
        "林帶復育和自然教育推展差在哪裡",
        "比較2.1.1和2.2.2",
        "目標一和目標三有什麼不一樣",
    ],
)
def test_a_difference_of_matter_is_told_by_what_each_holds(question: str, coast: Reader) -> None:
    found = coast.read(question).query
    assert found is not None
    assert (found.operation, len(found.under), found.level) == (Operation.LIST, 2, None)


@pytest.mark.parametrize(
    "question", ["每個業務的預算是多少", "各業務的承辦人有幾位", "哪個業務的預算比林帶復育多"]
)
def test_what_else_of_each_is_asked_for_is_not_compared(question: str, coast: Reader) -> None:
    found = coast.read(question).query
    assert found is None or found.operation is not Operation.COMPARE
    assert found is None or found.children is None


def test_the_sum_is_told_with_what_each_holds_if_asked_for(coast: Reader) -> None:
    found = coast.read("林帶復育每個項目各有幾點，加起來幾點").query
    assert found is not None
    draft = answer_query(found, COAST)
    assert draft is not None
    text = "".join(piece.text for statement in draft.statements for piece in statement)
    assert text.endswith("，合計 6 點實施內容。")
