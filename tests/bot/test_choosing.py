"""What conditions select, over the invented plan: words, headings, categories, years and sizes, alone and together."""

from __future__ import annotations

import pytest

from bot.query import Operation, run_query
from bot.reading import Reader
from tests.bot.coast_reading import COAST, query, selected


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("提到「沿海」的項目有哪些", ["2.1.1"]),
        ("哪些業務提到「樹」", ["2.1", "2.2"]),
        ("有寫到「隊員」的工作計畫", ["2.2"]),
        ("完全沒提到「隊員」的業務有哪些", ["2.1"]),
        ("哪些目標寫到「巡守」", ["1.2"]),
        ("沒有寫到「巡守」的施政目標有幾個", ["1.1", "1.3"]),
        ("目標裡完全沒寫到「巡守」的有幾個", ["1.1", "1.3"]),
    ],
)
def test_inner_nodes_mention_what_anything_below_them_says(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("三個目標的標題裡，帶有「海岸」字樣的是哪幾個", ["1.2", "1.3"]),
        ("項目名稱有「隊員」的是哪些", []),
        ("標題有「里海」又有「步道」的項目", ["2.2.2"]),
        ("標題有「里海」或「飛砂」的項目", ["2.1.3", "2.2.2"]),
        ("標題有「里海」和「步道」的項目", ["2.2.2"]),
        ("標題有「里海」和「飛砂」的項目", ["2.1.3", "2.2.2"]),
    ],
)
def test_titles_are_the_nodes_own(coast: Reader, question: str, expected: list[str]) -> None:
    assert expected == (selected(coast, question) if expected else [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("提到「枯死」且提到「模型」的內容", ["2.1.2.2"]),
        ("既提到「隊員」也提到「志工」的業務", ["2.2"]),
        ("提到「枯死」或「馬鞍藤」的實施內容有幾點", ["2.1.2.2", "2.1.3.1"]),
        ("提到樹種而且屬於社會發展的內容", ["2.1.1.2"]),
        ("提到「樹」但不是樹種的實施內容", ["2.1.1.1", "2.1.2.1", "2.2.1.1"]),
        ("社會發展類且有標年度的項目", ["2.1.1"]),
        ("沒有標年度的林帶復育項目", ["2.1.2", "2.1.3"]),
        ("標成社會發展，可是名稱沒有括號年份的項目", ["2.1.3", "2.2.1", "2.2.2"]),
        ("內容有三點而且屬於社會發展的項目", ["2.1.1", "2.2.2"]),
        ("有三點內容的項目裡，提到「樹種」的是哪些", ["2.1.1"]),
        ("哪些業務只有社會發展類", ["2.2"]),
        ("有提到「海廢」的自然教育推展內容幾點", ["2.2.2.3"]),
    ],
)
def test_conditions_hold_together(coast: Reader, question: str, expected: list[str]) -> None:
    assert selected(coast, question) == expected


def test_a_place_named_short_behind_a_condition_narrows(coast: Reader) -> None:
    assert query(coast, "沒有標年度的林帶復育項目").under == ("ccf-113/2.1",)
    assert query(coast, "提到「樹」的海岸巡護與自然教育推展內容有幾點").under == ("ccf-113/2.2",)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("112年開始的計畫是哪一個", ["2.1.1"]),
        ("從113年開始的項目有哪些", []),
        ("哪些項目到115年結束", ["2.1.1"]),
        ("哪個項目到114年就結束", []),
        ("四年期的計畫有哪個", ["2.1.1"]),
        ("為期五年的項目有哪些", []),
        ("有跨年度的計畫嗎", ["2.1.1"]),
        ("114年還會繼續的項目有哪些", ["2.1.1"]),
        ("Which items run until 2026?", ["2.1.1"]),
        ("Which multi-year projects are in the plan?", ["2.1.1"]),
    ],
)
def test_years_are_read_by_beginning_end_and_length(
    coast: Reader, question: str, expected: list[str]
) -> None:
    found = query(coast, question)
    assert found.years is not None
    assert [node.number for node in run_query(found, COAST)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "115年的計畫有哪些",
        "112年起飛砂災害減少多少",
        "114年起要補植哪些樹",
        "從112年開始巡守隊辦了哪些講習活動",
        "飛砂防治的竹編定砂籬到113年還停在紙上談兵，根本沒蓋，計畫是這麼寫的",
    ],
)
def test_what_else_is_asked_of_other_years_is_no_condition(coast: Reader, question: str) -> None:
    found = coast.read(question).query
    assert found is None or found.years is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("內容第二多的項目有哪些", ["2.1.2", "2.2.1"]),
        ("策略第二多的目標", ["1.2", "1.3"]),
        ("內容最多的前三個項目", ["2.1.1", "2.2.2", "2.1.2", "2.2.1"]),
        ("策略比目標二多的目標有哪些", ["1.1"]),
        ("哪個業務的項目比林帶復育少", ["2.2"]),
    ],
)
def test_ranks_are_by_what_nodes_hold(coast: Reader, question: str, expected: list[str]) -> None:
    assert selected(coast, question) == expected


def test_words_in_quotation_marks_that_name_a_part_are_no_term(coast: Reader) -> None:
    found = query(coast, "把「年度計畫內容」裡寫到「沿海」的實施內容列出來")
    assert (found.under, found.mentions) == (("ccf-113/2",), ("沿海",))
    assert found.operation is Operation.LIST


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("113年的計畫裡，有沒有哪項造林工作是一路做到115年的計畫？", ["2.1.1"]),
        ("Which item runs from 2023 to 2026?", ["2.1.1"]),
        ("Which social development item has 112–115 in its title?", ["2.1.1"]),
        ("Which items carry years in their heading?", ["2.1.1"]),
    ],
)
def test_years_of_a_matter_and_years_in_english_select(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast, question) == expected


def test_items_of_a_title_are_meant_where_their_work_plan_is_asked_for_as_well(coast: Reader) -> None:
    assert selected(coast, "標題含「海岸」的項目，連同它們在哪個業務") == ["2.1.1"]


def test_what_is_neither_of_a_category_nor_in_a_place_is_left(coast: Reader) -> None:
    assert selected(coast, "哪些項目既不是科技發展類又沒有在林帶復育") == ["2.2.1", "2.2.2"]
