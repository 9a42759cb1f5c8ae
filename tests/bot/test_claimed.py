"""What messages claim of the plan's own structure: categories, numbers, places; over the invented plan."""

from __future__ import annotations

import pytest

from bot.answer import Outcome
from bot.query import Operation, Query
from bot.reading import Reader
from bot.structure import answer_query
from corpus import PLANS, Level, load_plan
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST)


def outcome(query: Query | None) -> Outcome:
    """How the answer of a query that there must be is marked."""
    assert query is not None
    draft = answer_query(query, COAST)
    assert draft is not None
    return draft.outcome


@pytest.mark.parametrize(
    "message",
    [
        "飛砂防治被歸類成「科技發展」，我覺得很奇怪",
        "飛砂防治的類別填的是科技發展，為什麼？",
        "飛砂防治分類是科技發展，能不能告訴我理由",
    ],
)
def test_an_item_said_to_be_of_another_category_is_put_right(coast: Reader, message: str) -> None:
    query = coast.read(message).query
    assert query == Query(Operation.CLASSIFY, nodes=("ccf-113/2.1.3",), is_false=True)
    assert outcome(query) is Outcome.CORRECTED


@pytest.mark.parametrize("message", ["飛砂防治被歸類成社會發展，為什麼？", "被歸類成科技發展的項目有哪些？"])
def test_a_true_category_or_a_question_for_one_is_no_false_claim(coast: Reader, message: str) -> None:
    query = coast.read(message).query
    assert query is None or not query.is_false


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("整份計畫科技發展類的項目只有一個，就是測繪那個", Outcome.ANSWERED),
        ("整份計畫屬於科技發展的項目有三個，就是測繪那些", Outcome.CORRECTED),
        ("科技發展的項目有三個，其中兩個在林帶復育底下，我這樣跟記者講可以嗎？", Outcome.CORRECTED),
    ],
)
def test_a_number_of_items_of_a_category_is_held_against_the_plan(
    coast: Reader, message: str, expected: Outcome
) -> None:
    query = coast.read(message).query
    assert query is not None
    assert query.categories == ("科技發展",)
    assert outcome(query) is expected


def test_items_claimed_of_a_place_that_has_none_are_put_right() -> None:
    query = Query(Operation.COUNT, ("ccf-113/2.2",), Level.ITEM, categories=("科技發展",), claimed=2)
    assert outcome(query) is Outcome.CORRECTED


def test_a_list_with_another_number_than_stated_says_so_and_lists_all() -> None:
    draft = answer_query(Query(Operation.LIST, ("ccf-113/1",), claimed=9), COAST)
    assert draft is not None
    assert draft.outcome is Outcome.CORRECTED
    assert draft.statements[0][0].text.startswith(
        "計畫寫的不是 9 項，「本署年度目標與作法」共有 3 項施政目標"
    )
    assert draft.focus == ("ccf-113/1.1", "ccf-113/1.2", "ccf-113/1.3")


def test_work_items_below_a_work_plan_are_its_items(coast: Reader) -> None:
    query = coast.read("林帶復育底下有三個工作項目，沒錯吧").query
    assert query == Query(Operation.COUNT, ("ccf-113/2.1",), claimed=3)


@pytest.mark.parametrize(
    "message",
    [
        "介紹一個科技發展的項目",
        "請列出三個社會發展類的項目",
        "隨便給我兩個科技發展類的項目就好",
        "飛砂防治沒有被歸為科技發展，為什麼？",
        "為什麼飛砂防治不是歸類成科技發展",
    ],
)
def test_a_request_or_a_denial_claims_nothing(coast: Reader, message: str) -> None:
    query = coast.read(message).query
    assert query is None or (query.claimed is None and not query.is_false)


# -- what a goal is said to be about


@pytest.mark.parametrize("message", ["第二個目標是講外國人的吧", "第二個目標是海鮮餐廳對吧"])
def test_a_goal_said_to_be_about_what_it_has_no_word_of_is_put_right(coast: Reader, message: str) -> None:
    query = coast.read(message).query
    assert query == Query(Operation.NAME, nodes=("ccf-113/1.2",), is_false=True)
    assert outcome(query) is Outcome.CORRECTED


@pytest.mark.parametrize(
    "message", ["第三個目標是海岸教育對吧", "第二個目標是巡守對吧", "第三個目標是講桌上遊戲的吧"]
)
def test_a_goal_said_to_be_about_what_it_or_its_strategies_speak_of_is_no_false_claim(
    coast: Reader, message: str
) -> None:
    query = coast.read(message).query
    assert query is None or not query.is_false


@pytest.mark.parametrize(
    ("message", "is_false"), [("第六個目標是講外國人的吧", True), ("第二個目標是外國人對吧", False)]
)
def test_a_word_of_another_goal_is_told_from_one_of_its_own(message: str, is_false: bool) -> None:
    query = Reader(load_plan(PLANS / "mol-111")).read(message).query
    assert query is not None
    assert (query.operation, query.is_false) == (Operation.NAME, is_false)


# -- in English


@pytest.mark.parametrize(
    ("message", "claimed", "expected"),
    [
        ("Goal 1 has seven strategies, right?", 7, Outcome.CORRECTED),
        ("Goal 1 has three strategies, right?", 3, Outcome.ANSWERED),
    ],
)
def test_a_number_claimed_in_english_is_held_against_the_plan(
    coast: Reader, message: str, claimed: int, expected: Outcome
) -> None:
    query = coast.read(message).query
    assert query is not None
    assert (query.operation, query.under, query.claimed) == (Operation.COUNT, ("ccf-113/1.1",), claimed)
    assert outcome(query) is expected
