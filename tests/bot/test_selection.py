"""Which passages are told: beside one of several things also what says the same in another part of the plan."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.relevance import relevant
from bot.search import Finder
from bot.selection import select
from index import PlanIndex

BOTH = "最低工資法和托兒設施分別寫了什麼"


@pytest.fixture(scope="module")
def carried(indexes: Mapping[str, PlanIndex]) -> Finder:
    """The search over the carried plan."""
    return Finder(indexes["mol-111"])


def numbers(question: str, finder: Finder) -> list[str]:
    """The numbers of the passages chosen for a question."""
    return [node.number for node in select(question, finder.scores(question), finder).nodes]


def test_the_strategy_that_says_the_same_as_a_point_is_its_twin(carried: Finder) -> None:
    twins = {one.node.number: one.twin for one in relevant(BOTH, carried.scores(BOTH), carried)}
    twin = twins["2.3.1.1"]
    assert twin is not None
    assert twin.number == "1.4.2"


def test_of_several_things_the_twin_is_told_behind_its_passage(carried: Finder) -> None:
    found = numbers(BOTH, carried)
    assert found[found.index("2.3.1.1") + 1] == "1.4.2"


def test_one_thing_is_told_without_a_twin(carried: Finder) -> None:
    assert numbers("托兒設施寫了什麼", carried) == ["2.3.1.1"]


def test_two_passages_on_different_things_are_no_twins(finder: Finder) -> None:
    question = "點字解說牌寫在哪裡？無線電又寫在哪裡？"
    assert [one.twin for one in relevant(question, finder.scores(question), finder)] == [None] * 4
    assert numbers(question, finder) == ["2.2.2.1", "2.2.1.2"]
