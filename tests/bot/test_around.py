"""Turns about the structure around what was told, over the invented plan: counterpart, category, number, rest, branch."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.around import branch_meant
from bot.dialogue import FollowUp, Link, Turn
from bot.following import follow_up
from bot.search import Finder
from corpus import Node


def node(finder: Finder, number: str) -> Node:
    """A node by its number."""
    return finder.plan.nodes[f"{finder.plan.plan_id}/{number}"]


def after(text: str, finder: Finder, question: str, *told: str, listed: bool = False) -> FollowUp:
    """Read a turn after one that was answered with nodes of one item or goal."""
    nodes = tuple(node(finder, number) for number in told)
    scope = finder.plan.nodes[nodes[0].parent or ""]
    return follow_up(text, [Turn(question, question, nodes, nodes, scope, listed)], finder)


def numbers(nodes: Sequence[Node]) -> list[str]:
    """The nodes' numbers."""
    return [one.number for one in nodes]


@pytest.mark.parametrize(
    ("told", "text", "expected"),
    [
        ("2.1.3.1", "在壹裡面對應哪一條策略", "1.1.3"),
        ("2.1.3.1", "那前面目標一是對應哪一條", "1.1.3"),
        ("2.1.3.1", "前面的策略有沒有提到同一件事", "1.1.3"),
        ("2.2.1.2", "施政目標二裡跟它呼應的是哪一點", "1.2.1"),
        ("1.1.3", "貳那邊是哪個計畫項目在做", "2.1.3"),
        ("1.3.1", "落實到年度計畫是哪一個項目", "2.2.2"),
        ("1.1.3", "業務裡哪一點有講到這個", "2.1.3.1"),
    ],
)
def test_counterpart_is_what_says_the_same_in_the_part_named(
    told: str, text: str, expected: str, finder: Finder
) -> None:
    """A strategy for what is done, an item or point for a strategy."""
    link = after(text, finder, "那個", told)
    assert (link.link, numbers(link.nodes)) == (Link.WHERE, [expected])


def test_question_between_two_parts_asks_for_the_place_of_what_was_told(finder: Finder) -> None:
    """Not for a counterpart."""
    assert numbers(after("這是壹還是貳", finder, "定砂籬", "2.1.3.1").nodes) == ["2.1.3.1"]


@pytest.mark.parametrize(
    "text", ["它歸社會發展還是科技發展？", "屬於哪一類", "算科技類嗎", "是科技發展嗎還是社會發展"]
)
def test_category_is_that_of_the_item_told(text: str, finder: Finder) -> None:
    """However it is asked for."""
    link = after(text, finder, "判釋模型", "2.1.2.2")
    assert (link.link, numbers(link.nodes)) == (Link.CATEGORY, ["2.1.2"])


@pytest.mark.parametrize("text", ["總共幾點？", "所以一共有幾條", "底下列了多少點", "這個項目共幾點"])
def test_number_is_that_of_the_points_beside_what_was_told(text: str, finder: Finder) -> None:
    """Whether one of them was told or all."""
    link = after(text, finder, "苗圃", "2.1.1.1")
    assert (link.link, numbers(link.nodes)) == (Link.COUNT, ["2.1.1"])


def test_number_of_what_does_not_stand_there_is_no_follow_up_of_that_kind(finder: Finder) -> None:
    """Goals are not counted below an item; 「第幾點」 asks for a place."""
    assert after("總共幾個施政目標", finder, "苗圃", "2.1.1.1").link is not Link.COUNT
    assert after("計畫項目總共有幾個", finder, "苗圃", "2.1.1.1").link is not Link.COUNT
    assert after("第幾點", finder, "苗圃", "2.1.1.1").link is Link.WHERE


@pytest.mark.parametrize("text", ["除了頭燈還發什麼", "除了雨衣之外還會給什麼"])
def test_rest_of_what_a_passage_lists_is_in_that_passage(text: str, finder: Finder) -> None:
    """Not in its siblings."""
    link = after(text, finder, "巡守隊員的裝備", "2.2.1.2")
    assert (link.link, numbers(link.nodes)) == (Link.REPEAT, ["2.2.1.2"])


def test_rest_is_the_siblings_where_the_passage_lists_nothing_of_the_kind(finder: Finder) -> None:
    """What is left out is all that the passage is about."""
    link = after("除了講習還有什麼", finder, "新進隊員講習", "2.2.1.1")
    assert "2.2.1.1" not in numbers(link.nodes)


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("第一步呢", ("2.1.1.1", "2.1.1.2", "2.1.1.3"), "2.1.1.1"),
        ("最後一步做什麼", ("2.1.1.1", "2.1.1.2", "2.1.1.3"), "2.1.1.3"),
        ("裡面第三點是什麼", ("2.1.1.1",), "2.1.1.3"),
        ("第二件要幹嘛", ("2.1.1.1",), "2.1.1.2"),
    ],
)
def test_step_or_thing_counts_like_a_point(
    text: str, told: tuple[str, ...], expected: str, finder: Finder
) -> None:
    """Also where the turn asks what is done in it."""
    link = after(text, finder, "更新造林", *told)
    assert (link.link, numbers(link.nodes)) == (Link.PLACE, [expected])


@pytest.mark.parametrize(
    "text", ["這段屬於哪個工作項目？名稱給我", "它的上一層叫什麼", "那一整個計畫叫什麼名字"]
)
def test_name_of_what_stands_above_is_told_by_the_place(text: str, finder: Finder) -> None:
    """With all headings above it."""
    link = after(text, finder, "定砂籬", "2.1.3.1")
    assert (link.link, numbers(link.nodes)) == (Link.WHERE, ["2.1.3.1"])


@pytest.mark.parametrize("text", ["我要的是林帶復育寫的那條，不是巡護的", "不對，我要林帶復育業務的那一點"])
def test_correction_that_names_a_branch_searches_only_there(text: str, finder: Finder) -> None:
    """For what the earlier turn was about."""
    link = after(text, finder, "巡視林帶", "1.2.1")
    assert (link.link, link.part) == (Link.ELLIPSIS, node(finder, "2.1"))
    assert "巡視林帶" in link.question


def test_few_words_that_mean_no_branch_name_none(finder: Finder) -> None:
    """Below a sure score."""
    assert branch_meant("巡護與自然教育", finder) == node(finder, "2.2")
    assert branch_meant("電話號碼", finder) is None


FOREST = ("2.1.1", "2.1.2", "2.1.3")


def test_the_one_of_a_list_that_is_of_a_category_is_named(finder: Finder) -> None:
    """Not the categories of all."""
    link = after("裡面哪個是歸在科技發展的", finder, "林帶復育有哪些項目", *FOREST, listed=True)
    assert (link.link, numbers(link.nodes)) == (Link.NAME, ["2.1.2"])


def test_whether_both_of_a_list_are_of_a_category_is_told_of_each(finder: Finder) -> None:
    """With the category that it has."""
    link = after("兩個都是科技發展類嗎", finder, "林帶復育前兩個項目", *FOREST[:2], listed=True)
    assert (link.link, numbers(link.nodes)) == (Link.CATEGORY, ["2.1.1", "2.1.2"])
