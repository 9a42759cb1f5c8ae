"""From a question to its query, over the carried plan and the invented one."""

from __future__ import annotations

import pytest

from bot.query import Extreme, Operation, Query, run_query
from bot.reading import Reader, Reading
from bot.search import Candidate, Found
from corpus import PLANS, Level, load_plan
from tests.plans.coast_forest import FOLDER

LABOUR, COAST = load_plan(PLANS / "mol-111"), load_plan(FOLDER)


@pytest.fixture(scope="module")
def labour() -> Reader:
    return Reader(LABOUR)


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST)


def query(reading: Reading) -> Query:
    """The query of a reading that must have one."""
    assert reading.query is not None
    return reading.query


def selected(reading: Reading, plan_id: str = "mol-111") -> list[str]:
    """Numbers of what a reading's query selects."""
    plan = LABOUR if plan_id == LABOUR.plan_id else COAST
    return [node.number for node in run_query(query(reading), plan)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("年度施政目標有哪些", ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]),
        ("第四目標有哪些策略", ["1.4.1", "1.4.2", "1.4.3"]),
        ("研究業務有哪兩個項目", ["2.9.1", "2.9.2"]),
        ("勞動關係第三項", ["2.1.3.1", "2.1.3.2", "2.1.3.3", "2.1.3.4"]),
        ("合理工資那項的所有內容", ["2.2.2.1", "2.2.2.2", "2.2.2.3", "2.2.2.4"]),
        ("業務10有什麼", ["2.10.1"]),
        ("托兒措施那項的兩點", ["2.3.1.1", "2.3.1.2"]),
        ("計畫的大綱", ["0", "1", "2"]),
        ("計畫的兩大部分是什麼", ["1", "2"]),
        ("貳的目錄", [f"2.{n}" for n in range(1, 11)]),
        ("list the ten work plans", [f"2.{n}" for n in range(1, 11)]),
        ("列出贰的业务", [f"2.{n}" for n in range(1, 11)]),
    ],
)
def test_lists_are_complete_and_in_order(labour: Reader, question: str, expected: list[str]) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.LIST
    assert selected(reading) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("計畫有幾個目標", 6),
        ("第一部分共幾條策略", 31),
        ("年度計畫項目總數多少", 37),
        ("貳全部有幾點具體內容", 119),
        ("勞發業務一共幾點內容", 19),
        ("職安業務有幾個項目", 7),
        ("第九個業務的第二個項目有幾點", 5),
        ("最後一個目標有幾點", 3),
        ("How many goals are there?", 6),
    ],
)
def test_counts_count_what_is_asked_for(labour: Reader, question: str, expected: int) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.COUNT
    assert len(selected(reading)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("勞保政策二之二", ["2.4.2.2"]),
        ("職安業務最後一項最後一點", ["2.7.7.5"]),
        ("躍升計畫的頭兩點給我看", ["2.5.2.1", "2.5.2.2"]),
        ("青年職涯那項第二和第四點", ["2.6.3.2", "2.6.3.4"]),
        ("職業安全衛生業務裡，優化檢查第一點", ["2.7.2.1"]),
        ("third goal, second strategy", ["1.3.2"]),
    ],
)
def test_ordinals_below_short_forms_lead_to_passages(
    labour: Reader, question: str, expected: list[str]
) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.QUOTE
    assert selected(reading) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第2個業務叫什麼", "2.2"),
        ("倒數第二個業務", "2.9"),
        ("中間那個（第五個）業務是什麼", "2.5"),
        ("貳的標題", "2"),
        ("勞發第四項標題", "2.6.4"),
        ("最後一個項目是什麼", "2.10.1"),
    ],
)
def test_a_title_is_asked_for_and_not_what_lies_below(labour: Reader, question: str, expected: str) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.NAME
    assert selected(reading) == [expected]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("科技發展類的項目有哪些", ["2.7.5", "2.9.1", "2.9.2"]),
        ("哪些項目不是社會發展類", ["2.7.5", "2.9.1", "2.9.2"]),
        ("職安業務裡屬於科技發展的是哪一項", ["2.7.5"]),
        ("有年期的項目有哪些", ["2.7.4", "2.7.5"]),
        ("有年份（108－112）的項目名", ["2.7.4"]),
        ("只寫一點的項目是哪幾個", ["2.6.6", "2.8.1", "2.8.2"]),
        ("職安業務裡三點以下的項目", ["2.7.4", "2.7.5"]),
        ("哪些項目超過五點", ["2.7.1", "2.7.6"]),
        ("項目數四個的業務有哪幾個", ["2.2", "2.3", "2.4"]),
        ("項目名稱以「健全」開頭的", ["2.1.4", "2.4.1", "2.7.1"]),
        ("名稱裡有「保險」的業務是哪些", ["2.4", "2.5"]),
        ("標題有「退休」的項目", ["2.3.3"]),
        ("職安業務裡講營造業的點", ["2.7.1.5", "2.7.6.5"]),
        ("提到定期或每月的點", ["2.3.4.1", "2.4.4.1", "2.6.2.2"]),
        ("哪幾個業務跟勞動保險有關", ["2.4", "2.5"]),
        ("提到「中長程」的是", ["2.7.4"]),
        ("勞動關係裡四點的項目有哪些", ["2.1.3", "2.1.5"]),
        ("提到企業的壹部分策略", ["1.2.2", "1.4.3"]),
    ],
)
def test_conditions_select_within_what_is_named(labour: Reader, question: str, expected: list[str]) -> None:
    assert selected(labour.read(question)) == expected


def test_siblings_of_what_is_left_out_are_listed(labour: Reader) -> None:
    assert selected(labour.read("職安業務扣掉第一項還有哪些項目")) == [f"2.7.{n}" for n in range(2, 8)]


def test_most_and_fewest_measure_what_is_named(labour: Reader) -> None:
    reading = labour.read("點數最多的業務是哪個")
    assert (query(reading).extreme, query(reading).measured) == (Extreme.MOST, Level.PARAGRAPH)
    assert selected(labour.read("內容最少的業務")) == ["2.8"]
    assert selected(labour.read("哪個目標策略最多")) == ["1.1"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("母性保護在哪一點", ["2.2.2.4"]),
        ("托兒設施寫在哪個業務", ["2.3.1"]),
        ("法律扶助兩處位置", ["1.3.3", "2.1.3.4"]),
        ("退休在第幾目標", ["1.6"]),
        ("就業平等在勞動條件業務第幾項", ["2.2.4"]),
        ("勞動力發展業務是第幾個", ["2.6"]),
        ("where is SDGs mentioned", ["2.8.2.1"]),
    ],
)
def test_places_are_found_by_the_plans_own_words(labour: Reader, question: str, expected: list[str]) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.WHERE
    assert selected(reading) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("目標一跟目標二哪個點數多", ["1.1", "1.2"]),
        ("勞動關係跟勞動條件業務項目數比一比", ["2.1", "2.2"]),
        ("勞研兩個項目哪個點數多", ["2.9.1", "2.9.2"]),
    ],
)
def test_two_branches_are_compared(labour: Reader, question: str, expected: list[str]) -> None:
    reading = labour.read(question)
    assert query(reading).operation is Operation.COMPARE
    assert selected(reading) == expected


def test_two_passages_are_compared_by_their_texts(labour: Reader) -> None:
    assert query(labour.read("目標六第二點和第三點有何不同")).operation is Operation.QUOTE


def test_an_ambiguous_short_form_is_read_in_each_way(labour: Reader) -> None:
    assert set(query(labour.read("監理功能有幾點")).under) == {"mol-111/2.3.4", "mol-111/2.4.4"}


def test_a_number_taken_for_granted_is_kept(labour: Reader) -> None:
    reading = labour.read("職安業務底下有八個項目，對嗎")
    assert (query(reading).operation, query(reading).claimed) == (Operation.COUNT, 8)


@pytest.mark.parametrize(
    "question", ["第七個目標是什麼", "職安業務第八項", "第十二個業務", "前言第三段", "壹、五、（九）"]
)
def test_an_ordinal_too_large_is_missing(labour: Reader, question: str) -> None:
    assert labour.read(question).missing


@pytest.mark.parametrize(
    "question",
    [
        "智能雲包含哪些系統",
        "永續目標有幾個",
        "青年就業領航計畫在第幾年了",
        "最低工資法第幾條",
        "勞動部在哪裡",
        "職災給付在哪裡申請",
        "雇主有哪些義務",
        "訓練單位有哪些",
        "第一線勞工有什麼保障",
        "工會可以有幾個",
        "第三目標的工資和工時",
        "為什麼第五目標要談勞工健康服務",
    ],
)
def test_a_question_that_only_looks_structural_is_left_to_searching(labour: Reader, question: str) -> None:
    assert not labour.read(question).is_settled


def test_what_searching_finds_serves_where_an_ordinal_needs_a_node(labour: Reader) -> None:
    likely = Candidate(LABOUR.nodes["mol-111/2.1.4"], 0.5)
    assert selected(labour.read("那個裁判機制的第一點", Found((likely,), 0.4))) == ["2.1.4.1"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("林帶復育有哪些項目", ["2.1.1", "2.1.2", "2.1.3"]),
        ("LiDAR那項第一點", ["2.1.2.1"]),
        ("飛砂防治在哪個業務", ["2.1.3"]),
        ("提到樹種的有哪幾點", ["1.1.2", "2.1.1.2"]),
        ("112－115年的是哪一項", ["2.1.1"]),
        ("海岸巡護業務第二項最後一點", ["2.2.2.3"]),
    ],
)
def test_the_next_plan_is_read_likewise(coast: Reader, question: str, expected: list[str]) -> None:
    assert selected(coast.read(question), "ccf-113") == expected


@pytest.mark.parametrize(
    ("question", "operation", "false", "told"),
    [
        ("飛砂防治是科技發展類的吧", Operation.CLASSIFY, True, ["2.1.3"]),
        ("飛砂防治是社會發展類的吧", Operation.CLASSIFY, False, ["2.1.3"]),
        ("海岸防風林更新造林做到 116 年，對嗎？", Operation.NAME, True, ["2.1.1"]),
        ("海岸防風林更新造林做到 115 年，對嗎？", Operation.NAME, False, ["2.1.1"]),
        ("海岸防風林更新造林是三年期的計畫吧", Operation.NAME, True, ["2.1.1"]),
        ("海岸防風林更新造林是四年期的計畫吧", Operation.NAME, False, ["2.1.1"]),
        ("目標三是「推廣山林教育」對嗎", Operation.NAME, True, ["1.3"]),
    ],
)
def test_a_claim_about_a_node_itself_is_held_against_the_tree(
    coast: Reader, question: str, operation: Operation, *, false: bool, told: list[str]
) -> None:
    """Its category, its years and its name."""
    reading = coast.read(question)
    assert query(reading).operation is operation
    assert query(reading).is_false is false
    assert selected(reading, "ccf-113") == told


@pytest.mark.parametrize("question", ["林帶復育只有兩個重要計畫項目，對吧？", "林帶復育是不是有兩個項目"])
def test_a_claimed_number_is_read_however_it_is_put(coast: Reader, question: str) -> None:
    """It is counted, and compared when told."""
    assert query(coast.read(question)) == Query(Operation.COUNT, ("ccf-113/2.1",), claimed=2)


@pytest.mark.parametrize("question", ["目標三是「推廣海岸教育」對嗎", "飛砂防治怎麼做，對農田有幫助吧"])
def test_what_claims_nothing_of_a_node_is_left_to_searching(coast: Reader, question: str) -> None:
    """Or what it claims is so."""
    reading = coast.read(question)
    assert reading.query is None or not reading.query.is_false
