"""Places named by number: every notation leads to its node, and an ordinal beyond what there is says so."""

from __future__ import annotations

import pytest

from bot.codes import by_code
from bot.ordinals import find_steps
from bot.references import References, paths, resolve
from corpus import PLANS, Level, Node, Plan, load_plan
from corpus.text import compact
from index.script import normalise
from tests.plans.coast_forest import FOLDER

LABOUR, COAST = load_plan(PLANS / "mol-111"), load_plan(FOLDER)


def find_references(question: str, plan: Plan, named: Node | None = None) -> References:
    """The places that a question names by number; ordinals count among the children of the node it names."""
    if found := by_code(question, plan):
        return found
    steps = find_steps(compact(normalise(question)))
    return resolve(paths(steps, ()), plan, named) if steps else References()


def numbers(found: References) -> list[str]:
    """The nodes' numbers."""
    return [node.number for node in found.nodes]


def below(question: str, number: str, plan: Plan = COAST) -> References:
    """What a question names when its ordinals count below a node."""
    return find_references(question, plan, plan.nodes[f"{plan.plan_id}/{number}"])


@pytest.mark.parametrize(
    "question",
    [
        "目標一第三點",
        "目標1第3點",
        "第一個目標的第三項策略",
        "第一目標（三）",
        "壹、一、（三）",
        "壹/一/(三)",
        "壹一（三）",
        "壹一之三",
        "目標一之三",
        "目標1-3",
        "目標1的3",
        "目標一最後一點",
        "第一目標的末點",
        "目標一倒數第一點",
        "1.1.3",
        "1-1-3 是什麼",
        "ccf-113/1.1.3",
        "目标一第三点",
    ],
)
def test_every_notation_leads_to_the_strategy(question: str) -> None:
    assert numbers(find_references(question, COAST)) == ["1.1.3"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("前兩點", ["1.1.1", "1.1.2"]),
        ("頭兩點", ["1.1.1", "1.1.2"]),
        ("最後兩點", ["1.1.2", "1.1.3"]),
        ("後兩點", ["1.1.2", "1.1.3"]),
        ("第一和第三點", ["1.1.1", "1.1.3"]),
        ("第一、三點", ["1.1.1", "1.1.3"]),
        ("第二到第三點", ["1.1.2", "1.1.3"]),
        ("第二點和第三點", ["1.1.2", "1.1.3"]),
        ("（二）（三）", ["1.1.2", "1.1.3"]),
    ],
)
def test_several_ordinals_lead_to_each_node(question: str, expected: list[str]) -> None:
    assert numbers(find_references(f"目標一{question}", COAST)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第二業務", "2.2"),
        ("業務2", "2.2"),
        ("第二個工作計畫", "2.2"),
        ("倒數第二個業務", "2.1"),
        ("最後一個業務的第二項", "2.2.2"),
        ("第二個業務第二項第三點", "2.2.2.3"),
        ("最後一個項目", "2.2.2"),
        ("貳的第一項工作計畫", "2.1"),
    ],
)
def test_work_plans_and_items_are_counted_over_the_plan(question: str, expected: str) -> None:
    assert numbers(find_references(question, COAST)) == [expected]


def test_steps_count_below_the_node_that_is_named() -> None:
    assert numbers(below("第二項第三點", "2.2")) == ["2.2.2.3"]
    assert numbers(below("二之三", "2.2")) == ["2.2.2.3"]


def test_points_of_a_work_plan_are_counted_through_its_items() -> None:
    assert numbers(below("第四點", "2.1")) == ["2.1.2.1"]


def test_an_ordinal_without_anything_to_count_in_names_nothing() -> None:
    assert not find_references("第二點", COAST)


@pytest.mark.parametrize(
    ("question", "ordinal", "count", "level"),
    [
        ("第四個目標", 4, 3, Level.GOAL),
        ("目標零", 0, 3, Level.GOAL),
        ("目標一第五點", 5, 3, Level.STRATEGY),
        ("業務十一", 11, 2, Level.WORK_PLAN),
        ("第一百個業務", 100, 2, Level.WORK_PLAN),
        ("倒數第九個業務", -9, 2, Level.WORK_PLAN),
        ("第三部分", 3, 2, Level.PART),
        ("參、的內容", 3, 2, Level.PART),
    ],
)
def test_an_ordinal_out_of_range_is_missing_with_how_many_there_are(
    question: str, ordinal: int, count: int, level: Level
) -> None:
    found = find_references(question, COAST)
    assert not found.nodes
    assert [(gap.ordinal, gap.count, gap.level) for gap in found.missing] == [(ordinal, count, level)]


@pytest.mark.parametrize(
    "question",
    [
        "第一線人員",
        "目標一起達成",
        "三分之一的人",
        "最低工資法第三條",
        "前兩個月",
        "後三年",
        "第二專長",
        "壹萬元",
    ],
)
def test_numbers_that_count_something_else_are_no_steps(question: str) -> None:
    assert find_steps(question) == ()


@pytest.mark.parametrize("plan", [LABOUR, COAST], ids=["mol-111", "ccf-113"])
def test_every_id_and_label_leads_to_its_passage(plan: Plan) -> None:
    for leaf in plan.passages:
        assert by_code(f"{leaf.passage_id} 的內容", plan).nodes == (leaf,)
        if "／" in leaf.label:
            assert by_code(f"請給我「{leaf.label}」的原文", plan).nodes == (leaf,)


def test_a_label_is_not_read_out_of_a_longer_word() -> None:
    item = COAST.nodes["ccf-113/2.2.1"]
    assert by_code(f"{item.label}／一案怎麼辦", COAST).nodes == (item,)


@pytest.mark.parametrize("question", ["每公頃 3.5 萬元", "1.5 倍", "20.3%"])
def test_amounts_are_no_ids(question: str) -> None:
    assert not by_code(question, COAST)
