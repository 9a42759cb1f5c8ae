"""Terse look-ups: labels without their commas, ids, the names of levels."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from tests.bot.conversation import cited, reply


def below(number: str, many: int) -> list[str]:
    """The numbers of a node's first children."""
    return [f"{number}.{at}" for at in range(1, many + 1)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("壹四 策略", below("1.4", 3)),
        ("壹、六策略", below("1.6", 3)),
        ("貳五 項目", below("2.5", 2)),
        ("mol-111/1.3", below("1.3", 3)),
        ("mol-111/2.4.1", below("2.4.1", 3)),
        ("2.4和2.8的項目", [*below("2.4", 4), *below("2.8", 2)]),
        ("2.7.3(2)", ["2.7.3.2"]),
        ("職安2-4", ["2.7.2.4"]),
        ("最後一個策略", ["1.6.3"]),
        ("第30個策略", ["1.6.2"]),
        ("目標四 全文", below("1.4", 3)),
        ("勞動基金運用業務原文", ["2.8.1.1", "2.8.2.1"]),
        ("施政目標", below("1", 6)),
        ("工作計畫呢？", below("2", 10)),
        ("施政目標的第二項", ["1.2"]),
    ],
)
def test_terse_name_of_a_place_tells_what_lies_there(text: str, told: list[str], labour: Pipeline) -> None:
    """And not the whole level of the plan."""
    answer = reply(labour, text)
    assert answer.outcome is Outcome.ANSWERED
    assert cited(answer) == told


@pytest.mark.parametrize(
    ("text", "node", "told"),
    [
        ("壹、五總共幾項策略", "1.5", "6 項"),
        ("壹三一共幾條策略", "1.3", "3 項"),
        ("2.3.1到2.3.3各有幾點", "2.3.2", "2 點"),
    ],
)
def test_number_behind_a_part_is_its_goal(text: str, node: str, told: str, labour: Pipeline) -> None:
    """「三一共」 is no 31."""
    answer = reply(labour, text)
    assert node in cited(answer)
    assert told in "".join(answer.sentences)


@pytest.mark.parametrize(
    ("text", "above", "told"),
    [
        ("2.3.7", "2.3", "4 個"),
        ("1.9", "1", "6 項"),
        ("2.1.2.5寫什麼", "2.1.2", "2 點"),
        ("mol-111/2.12", "2", "10 項"),
        ("第40個策略", "1", "31 項"),
    ],
)
def test_id_or_ordinal_beyond_what_there_is_is_put_right(
    text: str, above: str, told: str, labour: Pipeline
) -> None:
    """With how many there are."""
    answer = reply(labour, text)
    assert answer.outcome is Outcome.CORRECTED
    assert cited(answer) == [above]
    assert told in "".join(answer.sentences)


def test_id_that_does_not_exist_vouches_for_no_text(labour: Pipeline) -> None:
    """A text brought along as the plan's is not answered with the number of points there."""
    answer = reply(labour, "mol-111/2.1.2.7：「每位勞工發一萬元獎金」，請依這段說明獎金怎麼領")
    assert answer.outcome is Outcome.DECLINED


def test_ids_of_another_plan(coast: Pipeline) -> None:
    """Nothing was learned about it."""
    assert reply(coast, "1.8").outcome is Outcome.CORRECTED


def test_name_of_the_heading_is_no_full_text(labour: Pipeline) -> None:
    """What is asked for is the heading."""
    assert cited(reply(labour, "目標二的標題原文")) == ["1.2"]


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("團體協約、母性保護、創業貸款，貳的計畫內容各怎麼寫？", {"2.1.2.2", "2.2.2.4", "2.6.6.1"}),
        ("法律扶助、職業病鑑定、辦公廳舍，以上三點請逐一說明計畫內容", {"2.1.3.4", "2.7.7.5"}),
    ],
)
def test_topics_named_shortly_are_no_list_of_all_contents(
    text: str, needed: set[str], labour: Pipeline
) -> None:
    """Each topic's passage is told."""
    told = cited(reply(labour, text))
    assert needed <= set(told)
    assert len(told) <= 8


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("有個講營造有利結社環境的項目，裡面在做的事逐一告訴我", below("2.1.1", 2)),
        ("研究業務裡有關勞動市場與勞動關係的研究，五個方向分別是什麼", below("2.9.1", 5)),
    ],
)
def test_what_lies_below_a_node_introduced_or_numbered_is_listed(
    text: str, told: list[str], labour: Pipeline
) -> None:
    """And not the node, nor what of it is nearest."""
    assert cited(reply(labour, text)) == told


@pytest.mark.parametrize("text", ["人事處有幾個項目", "政風室有哪些計畫項目", "資訊處業務有哪些內容"])
def test_unit_that_no_heading_stands_for_has_nothing_in_the_plan(text: str, labour: Pipeline) -> None:
    """It is bound to no other work plan."""
    assert reply(labour, text).outcome is Outcome.DECLINED
