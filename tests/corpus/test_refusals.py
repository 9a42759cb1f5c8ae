"""A text whose parts are mixed up, missing or misnumbered is refused, with its line and what was wanted."""

from __future__ import annotations

import re
from random import Random

import pytest

from corpus.errors import ParseError
from tests.corpus.changed_text import (
    GOALS,
    ITEM,
    LAST,
    LINES,
    MESSAGE,
    SMALL,
    TABLE,
    read,
    refusal,
    small_plan_with,
    texts,
    written,
)
from tests.rendering import COLUMNS, Document, Item, Widths, header, render


@pytest.mark.parametrize("seed", range(25))
def test_shuffled_lines_are_refused(seed: int) -> None:
    lines = Random(seed).sample(LINES, len(LINES))
    with pytest.raises(ParseError, match=MESSAGE):
        read("\n".join(lines))


@pytest.mark.parametrize("seed", range(25))
def test_shuffled_table_is_refused(seed: int) -> None:
    head, table = LINES[: TABLE + 1], LINES[TABLE + 1 :]
    with pytest.raises(ParseError, match=MESSAGE):
        read("\n".join([*head, *Random(seed).sample(table, len(table))]))


def test_swapped_parts_are_refused() -> None:
    swapped = [*LINES[:GOALS], *LINES[TABLE : LAST + 1], *LINES[GOALS:TABLE]]
    with pytest.raises(ParseError, match=MESSAGE):
        read("\n".join(swapped))


@pytest.mark.parametrize(
    ("start", "stop", "expected"),
    [
        (0, 1, "標題「（機關名稱）（民國年）年度施政計畫」"),
        (1, GOALS, "標題之後有前言"),
        (GOALS, GOALS + 1, "以「。！？」結尾的一段"),
        (GOALS, TABLE, "以「。！？」結尾的一段"),
        (GOALS + 1, TABLE, "每個目標之下至少有一項策略"),
        (TABLE, TABLE + 1, "以「（四）」或「七、」開頭的一段"),
        (TABLE, LAST + 1, "以「貳、」開頭的標題"),
        (TABLE + 1, TABLE + 7, "表頭「工作計畫名稱、重要計畫項目、計畫類別、實施內容」"),
    ],
)
def test_missing_part_is_told(start: int, stop: int, expected: str) -> None:
    with pytest.raises(ParseError, match=re.escape(expected)) as refused:
        read("\n".join([*LINES[:start], *LINES[stop:]]))
    assert refused.value.line >= 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("（二）撫育", "（三）撫育", "以「（二）」或「二、」開頭的一段"),
        ("一、護林", "二、護林", "以「一、」開頭的一段"),
        ("（一）造林", "（二）造林", "以「（一）」開頭的一段"),
        ("（二）撫育", "撫育", "以「（二）」或「二、」開頭的一段"),
        ("二、補植", "三、補植", "依序的下一個標號"),
        ("一、巡護", "二、巡護", "依序的下一個標號"),
        ("三、通報", "通報", "依序的下一個標號"),
        ("二、補植", "一、補植", "依序的下一個標號"),
        ("二、補植苗木。", "二、", "以「。！？」結尾的一段"),
        ("（二）撫育。", "（二）", "以「。！？」結尾的一段"),
        ("一、護林", "一、", "標號之後有文字"),
        ("苗木。", "苗木", "以「。！？」結尾的一段"),
        ("造林。", "造林；", "以「。！？」結尾的一段"),
        ("本署護林。", "本署護林", "以「。！？」結尾的一段"),
        ("社會\n", "經濟\n", "「計畫類別」一格"),
    ],
)
def test_break_of_the_form_is_told(old: str, new: str, expected: str) -> None:
    text = written()
    assert text.count(old) == 1
    with pytest.raises(ParseError, match=re.escape(expected)):
        read(text.replace(old, new))


def test_unnumbered_second_paragraph_is_refused() -> None:
    text = written().replace("一、巡護", "巡護").replace("二、補植", "補植").replace("三、通報", "通報")
    with pytest.raises(ParseError, match="讀到「補植苗木。」"):
        read(text)


def test_row_without_work_plan_is_refused() -> None:
    with pytest.raises(ParseError, match="這一格之前有「工作計畫名稱」"):
        read(written().replace("林帶復育 ", ""))


def test_text_behind_the_table_is_refused() -> None:
    with pytest.raises(ParseError, match="文字卻在列中斷了"):
        read(written().rstrip() + " \n\n附註 \n")


def test_page_number_in_the_text_is_refused() -> None:
    with pytest.raises(ParseError, match="- 3 -社會發展"):
        read(written().replace("社會\n", "- 3 -\n 社會\n"))


@pytest.mark.parametrize("heads", [COLUMNS[:1], COLUMNS[2:], COLUMNS[3:]])
def test_other_plan_with_part_of_a_page_header_is_read(heads: tuple[str, ...]) -> None:
    text = written().replace("二、補植苗木。 \n\n", f"二、補植\n {header(heads)}苗木。 \n\n")
    assert texts(read(text)) == texts(read(written()))


@pytest.mark.parametrize("name", ["達成 80% 覆蓋目標", "推動 C++ 程式教育"])
def test_blank_beside_a_sign_that_follows_latin_does_not_split_a_name(name: str) -> None:
    document = small_plan_with(ITEM, Item(name, "社會發展", ("巡護。",)))
    text = render(document, widths=Widths(item=30), page_length=10_000, seed=1)
    assert refusal(text) or "".join(name.split()) in ["".join(found.split()) for found in texts(read(text))]


def test_publisher_is_shown_as_printed() -> None:
    publisher = "海岸林務署（AI 中心）"
    document = Document(publisher, 113, SMALL.preface, SMALL.goals, SMALL.work_plans)
    assert read(written(document)).publisher == publisher


def test_title_spread_over_its_line_is_read() -> None:
    plan = read(written().replace(SMALL.title, "海 岸 林 務 署 １１３ 年 度 施 政 計 畫"))
    assert (plan.publisher, plan.year_roc) == ("海岸林務署", 113)


def test_header_repeated_before_the_first_row_is_read() -> None:
    text = written().replace(header(), f"{header()} {header()}")
    assert texts(read(text)) == texts(read(written()))


def test_text_that_names_its_own_columns_is_read() -> None:
    contents = ("檢討本表「工作計畫名稱」及「實施內容」。", "社會發展與科技發展並重。")
    document = small_plan_with(Item("推動社會發展", "科技發展", contents))
    for page_length in range(1, 20):
        text = render(document, widths=Widths(), page_length=page_length, seed=page_length)
        assert [node.text for node in read(text).passages[-2:]] == list(contents)
