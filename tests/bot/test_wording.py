"""How single nodes are told: their place in words, their text, their heading."""

from __future__ import annotations

import re

import pytest

from bot.draft import Statement, render
from bot.wording import ordinal, place, position, sentences, tell, tell_names, tell_quote, tell_where
from corpus import PLANS, Node, Plan, load_plan
from tests.plans.coast_forest import FOLDER

PLAN, LABOUR = load_plan(FOLDER), load_plan(PLANS / "mol-111")


def node(number: str, plan: Plan = PLAN) -> Node:
    """A node by its number."""
    return plan.nodes[f"{plan.plan_id}/{number}"]


def text(statements: tuple[Statement, ...], plan: Plan = PLAN) -> str:
    """Statements as people read them."""
    return "".join(sentence.text for sentence in render(statements, plan))


def test_a_position_is_counted_among_siblings() -> None:
    assert position(node("2.2.2"), PLAN) == (2, 2)
    assert position(node("1"), PLAN) == (1, 2)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1.2", "第 2 項施政目標"),
        ("1.2.1", "第 1 項策略"),
        ("2.1.3", "第 3 個重要計畫項目"),
        ("2.1.1.2", "第 2 點"),
        ("0.1", "第 1 段"),
    ],
)
def test_an_ordinal_is_told_in_digits(number: str, expected: str) -> None:
    assert ordinal(node(number), PLAN) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2.1.1.2", "「林帶復育」的「海岸防風林更新造林（112－115 年四年期）」第 2 點"),
        ("2.1.3.1", "「林帶復育」的「飛砂防治」"),
        ("1.2.1", "第 2 項施政目標「守望海岸生態，結合村里巡守」的第 1 項策略"),
        ("0.2", "前言第 2 段"),
    ],
)
def test_a_place_names_what_stands_above(number: str, expected: str) -> None:
    assert place(node(number), PLAN) == expected


def test_a_passage_is_told_whole_with_a_mark_on_every_sentence() -> None:
    leaf = node("0.1")
    told = text(tell(leaf, PLAN, lead=""))
    assert re.sub(r"\[1\]", "", told) == leaf.text
    assert told.count("[1]") == len(sentences(leaf.text)) == 2


def test_where_names_work_plan_item_and_point_with_their_ordinals() -> None:
    told = text(tell_where([node("2.2.2.3")], PLAN))
    assert told == (
        "這寫在「貳、海岸巡護與自然教育推展／里海學堂與步道解說／三」，也就是第 2 項工作計畫"
        "「海岸巡護與自然教育推展」第 2 個重要計畫項目「里海學堂與步道解說」的第 3 點："
        "舉辦海廢創作展，徵件對象為國中小學生[1]。"
    )


def test_where_names_goal_number_and_heading() -> None:
    told = text(tell_where([node("1.3.2")], PLAN))
    assert "第 3 項施政目標「推廣海岸教育，培養小小護林員」的第 2 項策略：" in told


def test_where_an_item_stands_tells_among_how_many() -> None:
    told = text(tell_where([node("2.1.2")], PLAN))
    assert "第 1 項工作計畫「林帶復育」的第 2 個重要計畫項目（共 3 個）：以 LiDAR" in told


def test_a_quote_stands_under_its_label() -> None:
    told = text(tell_quote([node("2.2.1.2")], PLAN))
    assert told == (
        "「貳、海岸巡護與自然教育推展／村里巡守隊訓練與保險／二」的原文是："
        "為隊員投保意外險，並發給雨衣、頭燈及無線電[1]。"
    )


def test_a_heading_is_told_with_how_much_stands_below() -> None:
    assert text(tell_names([node("2.2")], PLAN)) == (
        "「貳」的第 2 項工作計畫是「海岸巡護與自然教育推展」[1]，底下有 2 個重要計畫項目。"
    )
    assert text(tell_names([node("1")], PLAN)).startswith("「壹」的標題是「本署年度目標與作法」[1]")


@pytest.mark.parametrize("plan", [LABOUR, PLAN], ids=["mol-111", "ccf-113"])
def test_every_passage_is_quoted_word_for_word(plan: Plan) -> None:
    for leaf in plan.passages:
        told = text(tell_quote([leaf], plan), plan)
        assert all(part in told for part in sentences(leaf.text))
        assert "\n" not in told
        assert "**" not in told
