"""Questions without what they say of the plan itself."""

from __future__ import annotations

import time

import pytest

from bot.own_plan import OwnPlan
from corpus import load_plan
from tests.plans import coast_forest

PLAN = load_plan(coast_forest.FOLDER)


@pytest.fixture
def own() -> OwnPlan:
    return OwnPlan(PLAN)


def test_how_a_question_names_the_plan_is_left_out(own: OwnPlan) -> None:
    asked = f"請問{PLAN.publisher}{PLAN.year_roc}年度施政計畫中，關於沙丘寫了什麼？"
    assert own.without(asked).split() == ["請問", "沙丘寫了什麼?"]


@pytest.mark.parametrize(
    "frame",
    ["這份計畫有提到{}嗎", "施政計畫 {}", "{}在計畫裡怎麼寫", "依照年度施政計畫，{}", "In the plan, {}"],
)
def test_however_it_is_named(own: OwnPlan, frame: str) -> None:
    left = own.without(frame.format("沙丘"))
    assert "沙丘" in left
    assert "計畫" not in left
    assert "plan" not in left


def test_the_plans_own_year_tells_nothing_but_another_does(own: OwnPlan) -> None:
    assert own.without(f"{PLAN.year_roc}年的沙丘").split() == ["沙丘"]
    assert own.without(f"{PLAN.year_roc - 2}年的沙丘") == f"{PLAN.year_roc - 2}年的沙丘"


def test_a_question_that_names_nothing_else_stays_whole(own: OwnPlan) -> None:
    assert own.without("這份計畫是什麼？") == "這份計畫是什麼？"


def test_plans_named_by_their_matter_stay(own: OwnPlan) -> None:
    assert own.without("沙丘復育計畫的內容") == "沙丘復育計畫的內容"
    assert own.without("工作計畫有哪些項目") == "工作計畫有哪些項目"


def test_naming_it_again_and_again_takes_no_time_to_speak_of(own: OwnPlan) -> None:
    begun = time.perf_counter()
    own.without(f"{PLAN.publisher}{PLAN.year_roc}年度" * 200)
    assert time.perf_counter() - begun < 1
