"""Conditions on a list told before: only nodes of that list are kept."""

from __future__ import annotations

import pytest

from bot.dialogue import Turn
from bot.narrowing import narrowed
from bot.query import Operation, Query
from bot.telling import Reading
from corpus import load_plan
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)
FOREST = COAST.nodes["ccf-113/2.1"]
ITEMS = tuple(COAST.children(FOREST))
LISTED = Turn("林帶復育有哪些項目", "林帶復育有哪些項目", ITEMS, ITEMS, FOREST, listed=True)


def asking(word: str) -> Reading:
    """A question for what mentions a word, anywhere in the plan."""
    return Reading(Operation.LIST, Query(Operation.LIST, mentions=(word,)))


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("飛砂", "ccf-113/2.1.3"),  # in its own heading, although a strategy has it too
        ("樹冠", "ccf-113/2.1.2"),  # in what stands below it
    ],
)
def test_only_nodes_of_the_list_that_meet_the_condition_are_kept(word: str, kept: str) -> None:
    reading = narrowed(f"其中提到{word}的有哪些", asking(word), LISTED, COAST)
    assert reading.query == Query(Operation.LIST, ("ccf-113/2.1",), nodes=(kept,), is_related=True)


def test_without_a_list_before_nothing_changes() -> None:
    reading, single = asking("飛砂"), Turn("飛砂防治", "飛砂防治", ITEMS[2:], ITEMS[2:], FOREST)
    assert narrowed("其中提到飛砂的有哪些", reading, None, COAST) is reading
    assert narrowed("其中提到飛砂的有哪些", reading, single, COAST) is reading


def test_a_question_that_does_not_point_at_the_list_is_about_the_whole_plan() -> None:
    reading = asking("飛砂")
    assert narrowed("提到飛砂的有哪些", reading, LISTED, COAST) is reading


def test_where_nothing_of_the_list_fits_the_whole_plan_is_searched() -> None:
    reading = asking("無線電")
    assert narrowed("其中提到無線電的有哪些", reading, LISTED, COAST) is reading
