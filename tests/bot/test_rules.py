"""What rules make of a question that names nothing of the plan: its gist."""

from __future__ import annotations

import pytest

from bot.query import Operation, Query
from bot.reading import Reader
from corpus import Level, load_plan
from tests.plans.coast_forest import FOLDER

GOALS = Query(Operation.LIST, level=Level.GOAL)


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(load_plan(FOLDER))


@pytest.mark.parametrize("question", ["這份計畫重點是什麼", "這份計畫在講什麼"])
def test_the_gist_of_the_plan_is_its_goals(question: str, coast: Reader) -> None:
    assert coast.read(question).query == GOALS


@pytest.mark.parametrize(
    "question", ["這份計畫對飛砂的重點是什麼", "飛砂防治的重點是什麼", "計畫對巡守隊的重點是什麼"]
)
def test_the_gist_of_something_named_is_not(question: str, coast: Reader) -> None:
    assert coast.read(question).query != GOALS
