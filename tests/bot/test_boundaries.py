"""Where the plan ends: other years and agencies, and details that passages do not give."""

from __future__ import annotations

import pytest

from bot.answer import Reason
from bot.boundaries import Boundaries, answerable_clauses, asked_aspects, halves_of
from corpus import PLANS, Plan, load_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "mol-111")


@pytest.fixture(scope="module")
def boundaries(plan: Plan) -> Boundaries:
    return Boundaries(plan)


@pytest.mark.parametrize(
    "text", ["112 年的施政目標", "2019 年有哪些計畫", "明年會怎麼做", "去年度的重點是什麼"]
)
def test_other_years_are_outside(boundaries: Boundaries, text: str) -> None:
    assert boundaries.outside(text) is Reason.OTHER_YEAR


@pytest.mark.parametrize("text", ["111 年的施政目標", "2022 年有哪些計畫", "108－112 年的中長程計畫是哪一項"])
def test_the_plans_own_years_are_inside(boundaries: Boundaries, text: str) -> None:
    assert boundaries.outside(text) is None


def test_another_agency_is_outside_but_one_the_plan_names_is_not(boundaries: Boundaries) -> None:
    assert boundaries.outside("衛福部今年怎麼推動長照") is Reason.OTHER_AGENCY
    assert boundaries.outside("教育部跟這個計畫有什麼關係") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("補助多少錢", "amount"),
        ("什麼時候開始", "date"),
        ("承辦電話幾號", "contact"),
        ("多久召開一次", "frequency"),
        ("要怎麼申請", "procedure"),
        ("委員名單有誰", "person"),
        ("什麼叫職能基準", "definition"),
    ],
)
def test_kinds_of_detail_are_known_by_how_they_are_asked_for(text: str, name: str) -> None:
    assert name in {aspect.name for aspect in asked_aspects(text)}


def test_detail_that_the_passage_gives_is_not_missing(boundaries: Boundaries, plan: Plan) -> None:
    monthly = plan.nodes["mol-111/2.3.4.1"]
    assert boundaries.unanswered("多久召開一次", [monthly]) == ()
    assert [aspect.name for aspect in boundaries.unanswered("會議的聯絡電話", [monthly])] == ["contact"]


def test_clause_that_asks_for_something_else_stays_answerable(boundaries: Boundaries, plan: Plan) -> None:
    question = "基本工資要怎麼處理？調到多少錢？"
    missing = boundaries.unanswered(question, [plan.nodes["mol-111/2.2.2.1"]])
    assert answerable_clauses(question, missing) == ["基本工資要怎麼處理?"]


@pytest.mark.parametrize("question", ["什麼是三高企業？", "「三高」是指什麼", "SDGs 是什麼意思"])
def test_a_term_that_the_plan_puts_in_brackets_is_told(question: str) -> None:
    """What stands before the brackets tells what it is."""
    plan = load_plan(PLANS / "mol-111")
    node = next(iter(Boundaries(plan).glossing(question, plan.passages)))
    assert node.number in {"2.7.6.1", "2.8.2.1"}


@pytest.mark.parametrize("question", ["三高企業怎麼輔導", "職能基準是什麼"])
def test_other_questions_ask_for_no_gloss(question: str) -> None:
    """They do not ask what a term is, or for one that no brackets hold."""
    plan = load_plan(PLANS / "mol-111")
    assert Boundaries(plan).glossing(question, plan.passages) == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("里海學堂教什麼，學費一期多少", ["里海學堂教什麼,", "學費一期多少"]),
        ("一個人可以請幾天假，計畫有寫嗎", ["一個人可以請幾天假,計畫有寫嗎"]),
        ("移工的諮詢申訴，計畫怎麼說？專線幾號", ["移工的諮詢申訴,計畫怎麼說?", "專線幾號"]),
        ("計畫怎麼說？", []),
    ],
)
def test_a_clause_that_names_nothing_is_read_with_the_one_before_it(
    question: str, expected: list[str]
) -> None:
    assert halves_of(question) == expected


@pytest.mark.parametrize(
    "text", ["長工", "有提到長工嗎", "計畫裡有沒有長工", "請問有關長工的部分", "基本工資呢"]
)
def test_a_bare_topic_is_one_that_people_or_the_plan_have_a_word_for(plan: Plan, text: str) -> None:
    assert Boundaries(plan, ["長工"]).names_a_topic(text)


@pytest.mark.parametrize("text", ["有提到飛碟嗎", "飛碟", "長工可以領多少", "計畫有哪些內容"])
def test_other_topics_and_questions_are_none(plan: Plan, text: str) -> None:
    assert not Boundaries(plan, ["長工"]).names_a_topic(text)
