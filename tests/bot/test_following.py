"""Turns that ask what lies below the node told before, over the invented plan."""

from __future__ import annotations

import pytest

from bot.dialogue import FollowUp, Turn
from bot.following import follow_up
from bot.search import Finder


def after(text: str, finder: Finder, told: str) -> FollowUp:
    """Read a turn after one that was answered with a node."""
    node = finder.plan.nodes[f"ccf-113/{told}"]
    scope = finder.plan.nodes[node.parent] if node.parent else None
    return follow_up(text, [Turn("那個", "那個", (node,), (node,), scope)], finder)


@pytest.mark.parametrize(
    ("told", "text", "question"),
    [
        ("2.1", "它有哪些項目", "「林帶復育」有哪些項目"),
        ("2.1.3", "那它裡面有哪些內容", "「飛砂防治」有哪些內容"),
        ("2.2.1.2", "這個工作計畫有哪些項目", "「海岸巡護與自然教育推展」有哪些項目"),
        ("2.2.1.2", "這個工作計畫有幾個項目", "「海岸巡護與自然教育推展」有幾個項目"),
        ("2.2.1.2", "這個計畫項目有哪些內容", "「村里巡守隊訓練與保險」有哪些內容"),
    ],
)
def test_the_inner_node_pointed_at_is_named_in_a_question_of_its_own(
    told: str, text: str, question: str, finder: Finder
) -> None:
    assert after(text, finder, told).question == question


def test_nothing_is_named_where_the_thing_told_holds_nothing(finder: Finder) -> None:
    assert after("它有哪些項目", finder, "2.2.1.2").question == "它有哪些項目"
