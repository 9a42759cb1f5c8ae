"""Questions that leave something out, over the invented plan: places, categories, words, and differences of size."""

from __future__ import annotations

import pytest

from bot.query import Operation
from bot.reading import Reader
from bot.structure import answer_query
from tests.bot.coast_reading import COAST, query, selected


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("有提到「隊員」、但不在第二個目標的內容有哪些", ["2.2.1.1", "2.2.1.2"]),
        ("不是林帶復育的，但內容有寫「解說」的是哪幾點", ["2.2.2.1", "2.2.2.2"]),
        ("內容提到「雲林」的，扣掉林帶復育，其餘還有哪些", ["1.1.1"]),
        ("把林帶復育排除，還有哪些地方寫到「沿海」", ["0.1", "1.3.2"]),
        ("林帶復育以外，提到「每年」的內容有哪些", []),
        ("除了飛砂防治，林帶復育其他項目有哪些", ["2.1.1", "2.1.2"]),
        ("扣掉第一點，里海學堂與步道解說還剩哪幾點", ["2.2.2.2", "2.2.2.3"]),
        ("Apart from goal 2, which strategies mention 「補植」?", ["1.1.1"]),
    ],
)
def test_what_lies_in_a_place_left_out_is_not_selected(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("林帶復育扣掉科技發展那個，還有幾個項目？", ["2.1.1", "2.1.3"]),
        ("林帶復育裡不屬於社會發展的是哪一項", ["2.1.2"]),
        ("提到「樹」、可是類別不是社會發展的是哪一點", ["2.1.2.1"]),
        ("哪些業務底下完全沒有科技發展的項目", ["2.2"]),
        ("Which items are not classified as social development?", ["2.1.2"]),
        ("Which work plans have no 科技發展 items?", ["2.2"]),
    ],
)
def test_a_category_left_out_leaves_the_others(coast: Reader, question: str, expected: list[str]) -> None:
    assert selected(coast, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("目標一的策略，沒提到「補植」的有哪些", ["1.1.2", "1.1.3"]),
        ("目標一的策略，不含「樹」字的是哪些", ["1.1.1", "1.1.3"]),
        ("里海學堂與步道解說裡，跟「解說」無關、沒寫這兩個字的有哪幾點", ["2.2.2.3"]),
        ("寫到「新植」而沒寫「撫育」的是哪條策略", ["1.1.1"]),
        ("Which strategies under goal 1 do not mention 補植?", ["1.1.2", "1.1.3"]),
        ("哪些项目没有提到“树”", ["2.1.3", "2.2.2"]),
    ],
)
def test_words_that_must_not_be_mentioned_are_told_by_the_query(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected
    assert "not mentioning" in str(query(coast, question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("名稱沒有「林」字的業務有哪些", ["2.2"]),
        ("三個目標的名稱，哪些沒有「海岸」兩個字", ["1.1"]),
        ("林帶復育的項目，名稱沒寫到「防」的是哪些", ["2.1.2"]),
        ("Which goals do NOT have the word 海岸 in their titles?", ["1.1"]),
    ],
)
def test_words_that_no_heading_may_hold_are_told_by_the_query(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected
    assert "not titled" in str(query(coast, question))


@pytest.mark.parametrize(
    "question",
    [
        "計畫有沒有提到「解說」",
        "計畫是不是沒有提到解說志工？",
        "最後一個目標不是講海岸教育嗎，底下分哪幾點",
        "為什麼沒有寫給付租金的辦法",
    ],
)
def test_a_question_that_denies_nothing_leaves_nothing_out(coast: Reader, question: str) -> None:
    found = coast.read(question).query
    assert found is None or not (found.lacking or found.outside or found.untitled)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("林帶復育的項目比海岸巡護與自然教育推展多幾項", "多 1 個重要計畫項目"),
        ("第一個目標的策略比第二個目標多幾條", "多 1 項策略"),
        ("目標二跟目標三的策略數一樣多嗎", "一樣多"),
        ("林帶復育那項跟海岸巡護與自然教育推展，點數差多少？我記得差兩點", "多 1 點實施內容"),
        ("壹有幾個目標、貳有幾個業務，差多少", "多 1 個"),
        ("How many more strategies does the first goal have than the third goal?", "多 1 項策略"),
    ],
)
def test_a_difference_is_told_as_a_number(coast: Reader, question: str, expected: str) -> None:
    found = query(coast, question)
    assert found.operation is Operation.COMPARE
    draft = answer_query(found, COAST)
    assert draft is not None
    assert expected in "".join(piece.text for statement in draft.statements for piece in statement)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("兩個業務裡頭，哪一個的項目最多，有幾項？", ["2.1"]),
        ("最多策略的是第幾個目標？它有幾條", ["1.1"]),
        ("112到115年那個四年期計畫，實施內容有哪些？", ["2.1.1.1", "2.1.1.2", "2.1.1.3"]),
        ("我種樹的，哪幾點明確寫「苗圃」", ["2.1.1.1"]),
        ("學堂那項，哪些點有「解說」", ["2.2.2.1", "2.2.2.2"]),
        ("「沿岸」兩個字在哪兩處", ["1.1.1", "2.1.3.1"]),
        ("找「沿岸」。壹、貳都要。", ["1.1.1", "2.1.3.1"]),
        ("Which items have just a single point under them?", ["2.1.3"]),
    ],
)
def test_what_restates_or_tells_a_story_is_no_condition(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected


@pytest.mark.parametrize("question", ["「珊瑚」兩個字出現在幾段", "提到「珊瑚」的內容有哪些"])
def test_a_quoted_word_that_the_plan_lacks_is_said_to_be_nowhere(coast: Reader, question: str) -> None:
    draft = answer_query(query(coast, question), COAST)
    assert draft is not None
    assert "共有 0 段" in draft.statements[0][0].text
