"""Which list, count or name a question means: its form, what it may mean, and what is chosen and told."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from bot.asking import ask
from bot.forms import Form, Forms, form_of
from bot.masking import Masking
from bot.names import Names
from bot.positions import Positions
from bot.query import Operation, Query
from bot.reading import Reader
from bot.scopes import Scopes
from bot.search import Candidate, Found
from bot.training.structure import Question, answers
from bot.verification.figures import fold_rates
from corpus import PLANS, Level, load_plan
from index.segmentation import Segmenter
from tests.bot.conversation import cited, reply
from tests.plans.coast_forest import FOLDER as COAST_FOLDER

FOLDER = PLANS / "mol-111"
LABOUR, COAST = load_plan(FOLDER), load_plan(COAST_FOLDER)


# -- the form of a question


def test_a_form_is_told_by_kinds_and_wording_and_not_by_the_plans_words() -> None:
    assert Forms(Masking(COAST).mask).shown("林帶復育業務有哪些項目？") == "□γ有哪些δ?"


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("林帶復育業務底下有哪些項目，一項一項列給我", Form.LIST),
        ("林帶復育業務一共有幾個項目", Form.COUNT),
        ("林帶復育第二點的原文，一字不漏", Form.QUOTE),
        ("飛砂防治寫在哪一項", Form.WHERE),
        ("住海邊的人家可以領防風林的補助嗎", Form.NONE),
    ],
)
def test_the_form_holds_for_a_plan_that_nothing_was_learned_about(question: str, form: Form) -> None:
    likely = Forms(Masking(COAST).mask).likelihoods(question)
    assert sum(likely.values()) == pytest.approx(1)
    assert max(likely, key=likely.__getitem__) is form


def test_a_list_that_is_narrowed_has_the_form_of_a_filter() -> None:
    assert form_of(Query(Operation.LIST, ("mol-111/2.1",))) is Form.LIST
    assert form_of(Query(Operation.LIST, ("mol-111/2.1",), mentions=("工會",))) is Form.FILTER


# -- what is chosen


def test_what_searching_finds_decides_where_no_heading_is_named() -> None:
    found = Found((Candidate(COAST.nodes["ccf-113/2.1.3"], 0.6),), 0.3)
    query = Reader(COAST).read("我阿嬤住海邊，砂子飛得滿屋都是，那個項目寫了哪幾點，全部列給我", found).query
    assert query is not None
    assert (query.operation, query.under) == (Operation.LIST, ("ccf-113/2.1.3",))


def test_without_anything_found_the_rules_alone_read() -> None:
    assert Reader(COAST).read("我阿嬤住海邊，砂子飛得滿屋都是，那個寫了哪幾點").query is None


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("我在寫報告，長官催得很急，勞動關係業務那邊所有項目的名稱麻煩列給我", ["2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.1.5"]),
        ("家裡長輩在問，退休跟勞保那個施政目標，底下寫了哪些策略，一條一條念給我聽", ["1.6.1", "1.6.2", "1.6.3"]),
    ],
)  # fmt: skip
def test_lists_are_complete_whatever_stands_around_the_question(
    labour: Pipeline, question: str, numbers: list[str]
) -> None:
    answer = reply(labour, question)
    assert answer.outcome is Outcome.ANSWERED
    assert [number for number in cited(answer) if number in numbers] == numbers
    assert len(cited(answer)) <= len(numbers) + 1


def test_a_list_that_may_be_a_count_is_told_with_its_number_and_what_vouches_for_it(labour: Pipeline) -> None:
    answer = reply(labour, "完備就業保險制度那一項有幾點內容，分別寫什麼？")
    assert cited(answer) == ["2.4.3", "2.4.3.1", "2.4.3.2"]
    assert "共有 2 點" in "".join(answer.sentences)


def test_what_passages_say_is_not_taken_for_a_list_of_the_structure(labour: Pipeline) -> None:
    assert cited(reply(labour, "勞動基金監理會每個月開會都審些什麼"))[:1] == ["2.3.4.1"]


# -- learning from answers


def test_every_query_with_the_right_result_is_right() -> None:
    goals = frozenset(node.passage_id for node in LABOUR.of_level(Level.GOAL))
    asked = Question("有哪些目標", Form.LIST, goals)
    assert answers(Query(Operation.LIST, level=Level.GOAL), asked, LABOUR)
    assert answers(Query(Operation.LIST, ("mol-111/1",)), asked, LABOUR)
    assert not answers(Query(Operation.COUNT, ("mol-111/1",)), asked, LABOUR)
    assert not answers(Query(Operation.LIST, ("mol-111/2",)), asked, LABOUR)


def test_a_count_is_right_by_number_and_place() -> None:
    asked = Question("第三個業務有幾項", Form.COUNT, frozenset({"mol-111/2.3"}), 4)
    assert answers(Query(Operation.COUNT, ("mol-111/2.3",)), asked, LABOUR)
    assert not answers(Query(Operation.COUNT, ("mol-111/2.2",)), asked, LABOUR)  # four as well


# -- where something is said to stand


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("最低工資列在「勞動關係業務」底下，對吧", ["2.1"]),
        ("退休金查核是勞動保險政策業務負責的，第幾點？", ["2.4"]),
        ("青年領航放在研究業務那邊，我沒記錯吧", ["2.9"]),
        ("最低工資是列在目標六底下的嗎", ["1.6"]),
        ("這不是寫在勞動關係業務，是嗎", []),
        ("勞動關係業務有哪些項目", []),
    ],
)
def test_a_place_taken_for_granted_is_found(message: str, numbers: list[str]) -> None:
    names = Names(LABOUR, Segmenter())
    found = Positions(LABOUR, names, Scopes(LABOUR, names)).taken_for_granted(ask(message, names))
    assert [node.number for node in found] == numbers


def test_what_stands_elsewhere_is_put_right(labour: Pipeline) -> None:
    answer = reply(labour, "積欠工資墊償基金的管理作業列在「勞動關係業務」底下，是第幾點？")
    assert answer.outcome is Outcome.CORRECTED
    assert cited(answer) == ["2.2.2.3"]
    assert "勞動條件及就業平等業務" in "".join(answer.sentences)


# -- rates


@pytest.mark.parametrize(
    ("said", "folded"),
    [
        ("一個月開一次會", "每月開會"),
        ("每個月開會", "每月開會"),
        ("月月開會", "每月開會"),
        ("一年開一次會", "一年開一次會"),
        ("五月月底開會", "五月月底開會"),
        ("三個月開一次會", "三個月開一次會"),
        ("十一月開一次會", "十一月開一次會"),
    ],
)
def test_rates_are_put_as_the_text_puts_them_where_it_has_them(said: str, folded: str) -> None:
    assert fold_rates(said, "每月召開會議") == folded
