"""Turns over what was told: ordinals and ranges of a list, counts over it, conditions on it, the same question otherwise."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from bot.answer import Reason
from tests.bot.conversation import cited, reply

GOALS, FOREST = "施政目標有哪些", "林帶復育有哪些項目"
AFFORESTATION = ["2.1.1.1", "2.1.1.2", "2.1.1.3"]
ITEMS = ["2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2"]


def said(pipeline: Pipeline, *turns: str) -> str:
    """The words of the last answer."""
    return "".join(reply(pipeline, *turns).sentences)


# -- by ordinal


@pytest.mark.parametrize(
    ("first", "then", "nodes"),
    [
        (GOALS, "第三個有哪些策略", ["1.3.1", "1.3.2"]),
        (GOALS, "第三個目標的策略有哪些", ["1.3.1", "1.3.2"]),
        (GOALS, "最後一個包含什麼策略呢", ["1.3.1", "1.3.2"]),
        (FOREST, "那第一項有哪些內容", AFFORESTATION),
        (FOREST, "麻煩把第一項的實施內容列給我", AFFORESTATION),
        (FOREST, "第（一）項呢", AFFORESTATION),
        (FOREST, "第二個有哪些", ["2.1.2.1", "2.1.2.2"]),
        (FOREST, "第二項有幾點？列出來", ["2.1.2.1", "2.1.2.2"]),
        (GOALS, "第三個的第二項策略", ["1.3.2"]),
        ("提到林帶的內容有哪些", "第一個", ["0.1"]),
        (FOREST, "第一項和最後一項的內容", [*AFFORESTATION, "2.1.3.1"]),
        ("海岸防風林更新造林有哪些內容", "前兩點", ["2.1.1.1", "2.1.1.2"]),
        ("海岸防風林更新造林有哪些內容", "最後兩點再念一次", ["2.1.1.2", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "第一點和第三點", ["2.1.1.1", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "第二和第三", ["2.1.1.2", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "第一點到第三點", AFFORESTATION),
        ("海岸防風林更新造林有哪些內容", "中間那一點再給我看一次", ["2.1.1.2"]),
        ("海岸防風林更新造林有哪些內容", "除了第一點以外還有哪些", ["2.1.1.2", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "1、3點", ["2.1.1.1", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "第一點第三點", ["2.1.1.1", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "二到三", ["2.1.1.2", "2.1.1.3"]),
        ("海岸防風林更新造林有哪些內容", "the last two please", ["2.1.1.2", "2.1.1.3"]),
        ("What are the goals of the plan?", "list the strategies of the third one", ["1.3.1", "1.3.2"]),
    ],
)
def test_ordinals_count_among_what_was_told(coast: Pipeline, first: str, then: str, nodes: list[str]) -> None:
    assert cited(reply(coast, first, then)) == nodes


def test_one_of_a_list_is_named_by_its_words(coast: Pipeline) -> None:
    assert cited(reply(coast, FOREST, "飛砂那項有哪些內容")) == ["2.1.3.1"]
    assert "共有 3 點" in said(coast, FOREST, "跟造林有關的那一項有幾點")


def test_the_same_ordinal_again_counts_in_the_same_list(coast: Pipeline) -> None:
    assert cited(reply(coast, FOREST, "第一項呢", "第二項呢")) == ["2.1.2.1", "2.1.2.2"]
    assert cited(reply(coast, FOREST, "第一項呢", "第二點呢")) == ["2.1.1.2"]


def test_an_ordinal_beyond_the_list_is_put_right(coast: Pipeline) -> None:
    answer = reply(coast, FOREST, "第五項有哪些內容")
    assert (answer.outcome, cited(answer)) == (Outcome.CORRECTED, ["2.1"])


def test_a_question_about_the_nth_one_is_answered_out_of_it(labour: Pipeline) -> None:
    told = "加強職業災害預防與重建有哪些內容"
    assert cited(reply(labour, told, "第二點要成立什麼法人")) == ["2.7.7.2"]
    answer = reply(labour, told, "第二點哪一天成立")
    assert (answer.outcome, answer.reason) == (Outcome.DECLINED, Reason.NOT_IN_PLAN)


# -- counts


@pytest.mark.parametrize(
    ("first", "then", "number"),
    [
        (GOALS, "第一個有幾個策略", "3 項策略"),
        (GOALS, "總共幾項策略", "7 項策略"),
        (FOREST, "加起來幾點內容", "6 點"),
        ("科技發展的項目有哪些", "總共幾個", "1 個"),
        ("提到林帶的策略有哪些", "有幾項", "1 項策略"),
        ("科技發展的項目有幾個", "社會發展的呢", "4 個"),
        ("林帶復育有幾個項目", "那海岸巡護呢", "2 個"),
        ("計畫總共有幾個重要計畫項目", "林帶復育的呢", "3 個"),
    ],
)
def test_counts_are_over_what_was_told(coast: Pipeline, first: str, then: str, number: str) -> None:
    assert number in said(coast, first, then)


def test_two_that_were_counted_are_compared(coast: Pipeline) -> None:
    answer = reply(coast, "林帶復育有幾個項目", "那海岸巡護呢", "哪個比較多")
    assert cited(answer) == ["2.1", "2.2"]
    assert "多 1 個重要計畫項目" in "".join(answer.sentences)


def test_after_a_complete_list_there_is_nothing_more(coast: Pipeline) -> None:
    assert "共有 3 個重要計畫項目" in said(coast, FOREST, "還有嗎")


def test_each_of_what_was_told_is_counted(coast: Pipeline) -> None:
    assert "有 3 項策略" in said(coast, GOALS, "各有幾個策略")
    assert cited(reply(coast, FOREST, "前兩項各有幾點")) == ["2.1.1", "2.1.2"]


@pytest.mark.parametrize(
    ("first", "then", "nodes"),
    [
        (FOREST, "哪一個內容最多", ["2.1.1"]),
        ("哪個業務項目最多", "最少的呢", ["2.2"]),
        ("哪個業務項目最多", "列出來", ["2.1.1", "2.1.2", "2.1.3"]),
        ("整份計畫有幾個目標", "分別是哪些", ["1.1", "1.2", "1.3"]),
        ("計畫總共有幾個重要計畫項目", "列出來", ITEMS),
    ],
)
def test_what_was_counted_is_listed_and_compared(
    coast: Pipeline, first: str, then: str, nodes: list[str]
) -> None:
    assert cited(reply(coast, first, then)) == nodes


# -- conditions


@pytest.mark.parametrize(
    ("first", "then", "nodes"),
    [
        (FOREST, "其中提到飛砂的是哪一項", ["2.1.3"]),
        (FOREST, "屬於科技發展的是哪一個", ["2.1.2"]),
        (GOALS, "裡面有沒有提到教育的", ["1.3"]),
        ("里海學堂與步道解說有哪些內容", "哪幾點有「志工」兩個字", ["2.2.2.2"]),
        ("里海學堂與步道解說有哪些內容", "沒有提到志工的有哪些", ["2.2.2.1", "2.2.2.3"]),
        ("里海學堂與步道解說有哪些內容", "把有寫志工的拿掉，剩下哪些", ["2.2.2.1", "2.2.2.3"]),
        ("科技發展的項目有哪些", "屬於哪個業務", ["2.1"]),
        (FOREST, "只有一點內容的是哪一個", ["2.1.3"]),
        (FOREST, "超過兩點的有哪些", ["2.1.1"]),
        (FOREST, "不是科技發展的有哪幾個", ["2.1.1", "2.1.3"]),
        ("計畫有哪些業務", "哪些有科技發展的項目", ["2.1"]),
        ("海岸防風林更新造林有哪些內容", "最長的是哪一點", ["2.1.1.2"]),
    ],
)
def test_conditions_keep_to_the_list(coast: Pipeline, first: str, then: str, nodes: list[str]) -> None:
    assert cited(reply(coast, first, then)) == nodes


def test_a_whole_plan_is_still_asked_for_after_a_list(coast: Pipeline) -> None:
    assert cited(reply(coast, FOREST, "整份計畫提到里海的有哪些")) == ["1.3.1"]
    assert "7 項策略" in said(coast, FOREST, "計畫總共有幾項策略")


# -- the same question otherwise


@pytest.mark.parametrize(
    ("first", "then", "nodes"),
    [
        (FOREST, "海岸巡護呢", ["2.2.1", "2.2.2"]),
        (FOREST, "換海岸巡護", ["2.2.1", "2.2.2"]),
        (FOREST, "那第二個業務呢", ["2.2.1", "2.2.2"]),
        (GOALS, "那工作計畫呢", ["2.1", "2.2"]),
        (GOALS, "不是目標，是工作計畫", ["2.1", "2.2"]),
        ("科技發展的項目有哪些", "社會發展呢", ["2.1.1", "2.1.3", "2.2.1", "2.2.2"]),
        ("社會發展的項目有哪些", "林帶復育的是哪些", ["2.1.1", "2.1.3"]),
        ("社會發展的項目有哪些", "林帶復育的呢", ["2.1.1", "2.1.3"]),
        ("提到志工的內容有哪些", "那提到苗圃的呢", ["2.1.1.1"]),
        ("提到志工的內容有哪些", "換成「苗圃」呢", ["2.1.1.1"]),
    ],
)
def test_the_question_before_is_put_otherwise(
    coast: Pipeline, first: str, then: str, nodes: list[str]
) -> None:
    assert cited(reply(coast, first, then)) == nodes
