"""What messages state of the plan's structure, held against the plan: numbers, places, the most, all of a kind, years."""

from __future__ import annotations

import pytest

from bot import Pipeline
from bot.answer import Outcome
from bot.asking import squeeze
from bot.ordinals import find_steps
from bot.statements import statement_in
from corpus import Level
from tests.bot.conversation import cited, reply

TRUE, FALSE = Outcome.ANSWERED, Outcome.CORRECTED


def told(pipeline: Pipeline, *turns: str) -> tuple[Outcome, list[str]]:
    """How the last answer of a conversation is marked, and which nodes it cites."""
    answer = reply(pipeline, *turns)
    return answer.outcome, cited(answer)


# -- the statement in a message


@pytest.mark.parametrize(
    ("message", "text", "is_firm"),
    [
        ("聽說林帶復育有三項，對吧？", "林帶復育有三項", True),
        ("林帶復育有三項嗎", "林帶復育有三項", False),
        ("我記得林帶復育有三項沒錯吧，簡報要用", "林帶復育有三項", True),
        ("林帶復育有三項，我這樣寫可以嗎？", "林帶復育有三項", True),
    ],
)
def test_a_statement_is_taken_out_of_what_is_said_around_it(message: str, text: str, is_firm: bool) -> None:
    said = statement_in(squeeze(message))
    assert said is not None
    assert (said.text, said.is_firm) == (text, is_firm)


@pytest.mark.parametrize(
    "message", ["林帶復育有哪三項", "請把林帶復育的三項列出來", "為什麼林帶復育有三項", "三項都要，麻煩"]
)
def test_a_question_or_a_request_states_nothing(message: str) -> None:
    assert statement_in(squeeze(message)) is None


# -- numbers


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("林帶復育只有兩個項目？", (FALSE, ["2.1"])),
        ("林帶復育有三個項目喔", (TRUE, ["2.1"])),
        ("聽說目標二有四項策略", (FALSE, ["1.2"])),
        ("這份計畫只有三個目標，對嗎", (TRUE, ["1"])),
        ("整份計畫一共有九個施政目標吧", (FALSE, ["1"])),
        ("壹、一總共有三項策略吧", (TRUE, ["1.1"])),
        ("壹、二一共五項對吧", (FALSE, ["1.2"])),
        ("提到「雲林」的有兩點，對嗎", (TRUE, ["1.1.1", "2.1.1.1"])),
        ("提到「雲林」的有五點，對嗎", (FALSE, ["1.1.1", "2.1.1.1"])),
        ("標題有「海岸」的目標有三個吧", (FALSE, ["1.2", "1.3"])),
    ],
)
def test_a_number_stated_is_held_against_the_count(
    coast: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, message) == expected


@pytest.mark.parametrize(
    ("text", "number"), [("壹、三一共幾項", 3), ("壹、二總共有幾項", 2), ("目標二合計幾項", 2)]
)
def test_a_number_ends_where_words_for_the_whole_begin(text: str, number: int) -> None:
    first = find_steps(text)[0]
    assert (first.level, first.numbers) == (Level.GOAL, (number,))


def test_a_number_in_brackets_belongs_to_what_stands_before_it(labour: Pipeline) -> None:
    assert told(labour, "講職場平權的那個目標（第四個）有幾項策略") == (TRUE, ["1.4"])


def test_one_of_which_more_is_said_counts_nothing(coast: Pipeline) -> None:
    outcome, _ = told(coast, "目標三有一項是桌上遊戲，對吧")
    assert outcome is TRUE


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("目標二和目標三都是兩項策略吧", (TRUE, ["1.2", "1.3"])),
        ("林帶復育和海岸巡護與自然教育推展都有三個項目，對嗎", (FALSE, ["2.1", "2.2"])),
        ("三個目標裡有兩個目標是兩項策略吧", (TRUE, ["1.2", "1.3"])),
        ("林帶復育有四個項目，是真的嗎", (FALSE, ["2.1"])),
        ("I heard the plan has two goals. Is that right?", (FALSE, ["1"])),
    ],
)
def test_a_number_may_be_stated_of_each_of_several_or_of_some_among_all(
    coast: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, message) == expected


@pytest.mark.parametrize(
    ("question", "nodes"),
    [
        ("林帶復育裡有兩點內容的項目是？", ["2.1.2"]),
        ("林帶復育裡，哪個項目有三點？", ["2.1.1"]),
        ("林帶復育底下有一點的是哪一項", ["2.1.3"]),
        ("林帶復育裡面哪一項是三點的", ["2.1.1"]),
        ("工作計畫裡面有兩個項目的是哪幾個", ["2.2"]),
        ("策略數等於二的目標有哪些", ["1.2", "1.3"]),
        ("兩個項目以下的業務是哪些", ["2.2"]),
        ("想知道只有一點實施內容的項目屬於哪些業務", ["2.1.3"]),
        ("科技發展類裡有兩點實施內容的是哪幾項", ["2.1.2"]),
        ("Which goal has three strategies?", ["1.1"]),
        ("Which work plan has only two items?", ["2.2"]),
    ],
)
def test_a_number_that_qualifies_states_nothing_but_selects(
    coast: Pipeline, question: str, nodes: list[str]
) -> None:
    assert told(coast, question) == (TRUE, nodes)


def test_a_size_that_no_node_has_is_told_as_none(coast: Pipeline) -> None:
    answer = reply(coast, "哪個目標有五項策略")
    assert (answer.outcome, cited(answer)) == (TRUE, ["1"])
    assert "共有 0 項" in answer.text


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("海岸防風林更新造林是110到112年，對吧？還剩幾年？", (FALSE, ["2.1.1"])),
        ("林帶復育有四個項目對吧？第一個是什麼", (FALSE, ["2.1"])),
        ("林帶復育有四個項目，沒錯吧？列給我看", (FALSE, ["2.1.1", "2.1.2", "2.1.3"])),
        ("林帶復育有三個項目對吧？第一個是什麼", (TRUE, ["2.1.1.1", "2.1.1.2", "2.1.1.3"])),
    ],
)
def test_a_false_claim_is_put_right_before_what_is_asked_behind_it(
    coast: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, message) == expected


# -- places


@pytest.mark.parametrize(
    ("message", "outcome", "first"),
    [
        ("編籬定砂寫在壹、一、（二），對不對", FALSE, "1.1.3"),
        ("編籬定砂寫在壹、一、（三），對不對", TRUE, "1.1.3"),
        ("2.2.2.1是海廢創作展吧", FALSE, "2.2.2.3"),
        ("2.2.2.3是海廢創作展吧", TRUE, "2.2.2.3"),
        ("里海學堂寫在目標三，沒錯吧", TRUE, "1.3.1"),
        ("桌上遊戲是寫在目標一嗎", FALSE, "1.3.2"),
        ("桌上遊戲是不是寫在目標一", FALSE, "1.3.2"),
        ("里海學堂是否列在目標三", TRUE, "1.3.1"),
        ("租用休耕農地屬於海岸巡護與自然教育推展，對吧", FALSE, "2.1.1.3"),
    ],
)
def test_a_place_stated_is_held_against_where_it_stands(
    coast: Pipeline, message: str, outcome: Outcome, first: str
) -> None:
    assert told(coast, message) == (outcome, [first])


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("第五個業務是職業安全衛生業務，對嗎", (FALSE, ["2.5", "2.7"])),
        ("第七個業務是職業安全衛生業務，對嗎", (TRUE, ["2.7"])),
        ("目標三是職場平權對嗎", (FALSE, ["1.3", "1.4"])),
    ],
)
def test_a_number_and_a_name_stated_of_one_node_are_held_together(
    labour: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(labour, message) == expected


def test_a_name_stated_may_be_that_of_another_node(coast: Pipeline) -> None:
    assert told(coast, "目標二是「推廣海岸教育」對吧") == (FALSE, ["1.2"])


def test_words_that_are_only_quoted_together_are_no_statement(coast: Pipeline) -> None:
    assert told(coast, "「林帶相連、聚落相伴」這兩個願景出自哪一段？") == (TRUE, ["0.1"])


# -- the most, more than, all


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("策略最多的是目標一，對嗎", (TRUE, ["1.1"])),
        ("目標二是策略最多的目標吧", (FALSE, ["1.1"])),
        ("項目最少的業務是林帶復育，對吧", (FALSE, ["2.2"])),
        ("目標一的策略比目標二多一項，對吧", (TRUE, ["1.1", "1.2"])),
        ("目標一的策略比目標二多兩項，對吧", (FALSE, ["1.1", "1.2"])),
        ("目標二跟目標三的策略一樣多，對嗎", (TRUE, ["1.2", "1.3"])),
        ("目標一的策略比目標三少，沒錯吧", (FALSE, ["1.1", "1.3"])),
        ("每個目標都至少有兩項策略吧", (TRUE, ["1.2", "1.3"])),
        ("每個目標都有三項策略，對吧", (FALSE, ["1.2", "1.3"])),
        ("所有項目都有兩點以上，對嗎", (FALSE, ["2.1.3"])),
        ("沒有目標超過三項策略，對嗎", (TRUE, ["1.1"])),
        ("沒有項目只有一點，對嗎", (FALSE, ["2.1.3"])),
        ("每個業務都有科技發展的項目吧", (FALSE, ["2.1"])),
        ("科技發展的項目都在海岸巡護與自然教育推展，是嗎", (FALSE, ["2.1.2"])),
        ("只有林帶復育有科技發展的項目，對吧", (TRUE, ["2.1.2"])),
        ("沒有哪個目標超過三項策略，對嗎", (TRUE, ["1.1"])),
        ("是不是每個目標都有三項策略", (FALSE, ["1.2", "1.3"])),
        ("海岸巡護與自然教育推展兩個項目都有三點吧", (FALSE, ["2.2.1"])),
        ("所有項目都是社會發展類吧", (FALSE, ["2.1.2"])),
        ("All items are social development, right?", (FALSE, ["2.1.2"])),
        ("這份計畫沒有科技發展類的項目吧", (FALSE, ["2.1.2"])),
        ("海岸巡護與自然教育推展沒有任何一項屬於科技發展類吧", (TRUE, ["2.2.1", "2.2.2"])),
        ("所有目標都提到海岸吧", (FALSE, ["1.1"])),
        ("「沿海」這個詞只出現在壹，對嗎", (FALSE, ["0.1", "1.3.2", "2.1.1.3"])),
        ("「村里」這個詞只出現在壹，對嗎", (TRUE, ["1.2.1"])),
    ],
)
def test_what_is_stated_of_the_most_or_of_all_is_told_by_those_that_decide(
    coast: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, message) == expected


# -- years, and whose plan it is


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("海岸防風林更新造林從113年開始，對嗎", (FALSE, ["2.1.1"])),
        ("海岸防風林更新造林做到115年吧", (TRUE, ["2.1.1"])),
        ("更新造林是112到114年的計畫嗎", (FALSE, ["2.1.1"])),
        ("更新造林是五年期，對嗎", (FALSE, ["2.1.1"])),
        ("更新造林只做三年吧", (FALSE, ["2.1.1"])),
        ("更新造林執行四年，對吧", (TRUE, ["2.1.1"])),
        ("這是114年的計畫吧", (FALSE, ["0"])),
        ("這份是2024年的施政計畫，對嗎", (TRUE, ["0"])),
        ("這是經濟部的計畫吧", (FALSE, ["0"])),
        ("這份計畫是海岸林務署的吧", (TRUE, ["0"])),
    ],
)
def test_years_and_the_plan_s_own_year_and_agency_are_held_against_it(
    coast: Pipeline, message: str, expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, message) == expected


# -- in a later turn


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("林帶復育有哪些項目", "一共四項對吧"), (FALSE, ["2.1"])),
        (("林帶復育有哪些項目", "總共三個，對嗎"), (TRUE, ["2.1"])),
        (("計畫有幾個目標", "不是五個嗎"), (FALSE, ["1"])),
        (("海廢創作展寫在哪裡", "不是第二點嗎"), (FALSE, ["2.2.2.3"])),
        (("海廢創作展寫在哪裡", "是第三點對吧"), (TRUE, ["2.2.2.3"])),
        (("編籬定砂寫在壹的哪一點", "應該是目標二吧"), (FALSE, ["1.1.3"])),
    ],
)
def test_a_turn_that_only_states_a_number_or_a_place_is_held_against_what_was_told(
    coast: Pipeline, turns: tuple[str, ...], expected: tuple[Outcome, list[str]]
) -> None:
    assert told(coast, *turns) == expected


def test_points_stated_of_every_work_plan_are_counted_as_points(labour: Pipeline) -> None:
    assert reply(labour, "每個業務都有兩點以上的內容，對吧").outcome is Outcome.ANSWERED
    assert reply(labour, "每個業務都超過三點實施內容，對嗎").outcome is Outcome.CORRECTED
