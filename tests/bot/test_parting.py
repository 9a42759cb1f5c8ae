"""Several questions of the plan's structure in one message: each is answered."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from tests.bot.conversation import cited, reply


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("計畫列了多少個目標，又有多少條策略？", ("6 項施政目標", "31 項策略")),
        ("請問業務有幾項？重要計畫項目共幾項？", ("10 項工作計畫", "37 個重要計畫項目")),
        ("勞動福祉退休業務底下幾個項目、幾點內容？", ("4 個重要計畫項目", "9 點實施內容")),
        ("目標五有幾條策略？倒數第二條是什麼？", ("6 項策略", "強化職業衛生", "營造安全健康")[::2]),
        ("職業安全衛生業務有幾個項目，其中科技發展的有幾個？", ("7 個重要計畫項目", "共有 1 個")),
        ("目標和策略各有幾個", ("6 項施政目標", "31 項策略")),
        ("How many goals and how many strategies does the plan have?", ("6 項施政目標", "31 項策略")),
    ],
)
def test_each_question_of_a_message_is_answered(text: str, told: tuple[str, ...], labour: Pipeline) -> None:
    """A question that leaves out its place is asked of the place before it."""
    answer = reply(labour, text)
    assert answer.outcome is Outcome.ANSWERED
    assert all(part in "".join(answer.sentences) for part in told)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("哪個業務的項目最多？哪個最少？", {"2.7", "2.10"}),
        ("策略最少和最多的是哪些目標", {"1.1", "1.3", "1.4", "1.6"}),
        ("目標四的策略和勞動基金運用業務的項目都要", {"1.4.1", "1.4.2", "1.4.3", "2.8.1", "2.8.2"}),
        ("勞動關係業務第一項第二點、第三項第四點", {"2.1.1.2", "2.1.3.4"}),
        ("108－112年的中長程計畫跟109－112年的科發計畫叫什麼名稱", {"2.7.4", "2.7.5"}),
    ],
)
def test_several_places_are_told(text: str, needed: set[str], labour: Pipeline) -> None:
    """Both sides of a pair, and ordinals that go back to an outer step."""
    assert set(cited(reply(labour, text))) == needed


def test_ordinals_of_two_places_in_another_plan(coast: Pipeline) -> None:
    """Nothing was learned about it."""
    answer = reply(coast, "目標一第一項作法、目標三第二項作法")
    assert {"1.1.1", "1.3.2"} <= set(cited(answer))


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("項目最少的業務有哪些項目", {"2.10.1"}),
        ("請列出項目最多的業務底下的項目", {f"2.7.{number}" for number in range(1, 8)}),
        ("只有一點內容的項目，內容是什麼", {"2.6.6.1", "2.8.1.1", "2.8.2.1"}),
        ("項目最少的業務叫什麼？內容寫什麼？", {"2.10", "2.10.1.1", "2.10.1.2", "2.10.1.3"}),
    ],
)
def test_what_lies_below_nodes_of_a_property_is_listed(text: str, needed: set[str], labour: Pipeline) -> None:
    """And not only the nodes themselves."""
    assert set(cited(reply(labour, text))) == needed


def test_contents_of_each_item_of_a_category_are_counted(labour: Pipeline) -> None:
    """Their sum was not asked for."""
    answer = reply(labour, "科技發展類的項目各有幾點內容？")
    assert cited(answer) == ["2.7.5", "2.9.1", "2.9.2"]


@pytest.mark.parametrize(
    "text",
    ["全部的項目裡，科技發展類有幾項？", "提到「創業」的策略跟內容有哪些？", "把目標三的策略數一數，共幾條"],
)
def test_one_question_in_several_clauses_stays_one(text: str, labour: Pipeline) -> None:
    """A clause that bounds or restates what is asked for is no question of its own."""
    assert len(cited(reply(labour, text))) < 5


@pytest.mark.parametrize(
    ("text", "nodes"), [("哪個目標策略最多，有幾項？", ["1.1"]), ("請引用壹、一、（三）全文", ["1.1.3"])]
)
def test_what_is_told_anyhow_and_a_label_are_no_question_of_their_own(
    text: str, nodes: list[str], coast: Pipeline
) -> None:
    assert cited(reply(coast, text)) == nodes
