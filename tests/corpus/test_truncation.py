"""A plan that ends too early is refused with its line, unless it ends where a shorter plan could."""

from __future__ import annotations

import re

import pytest

from corpus.errors import ParseError
from tests.corpus.changed_text import (
    GOALS,
    HEADER,
    LAST,
    LINES,
    MENDED,
    MESSAGE,
    SMALL,
    TABLE,
    accepted,
    read,
    refusal,
    texts,
)
from tests.rendering import Widths, render


def _ends_a_row(at: int) -> bool:
    """Whether the text up to line `at` may be a whole, shorter plan: its last content is complete."""
    closed = [line for line in LINES[: at + 1] if line.strip()]
    if at <= TABLE or not closed[-1].endswith(" "):
        return False
    while closed[-1].strip() in HEADER:
        closed.pop()
    return closed[-1].endswith("。 ")


def test_every_cut_that_leaves_a_row_or_the_goals_unfinished_is_refused() -> None:
    cuts = [at for at in range(GOALS + 1, LAST) if not _ends_a_row(at)]
    assert len(cuts) > 500
    assert accepted((at, "\n".join(LINES[: at + 1])) for at in cuts) == []


def test_cut_behind_a_whole_content_keeps_what_stands_before() -> None:
    whole = texts(read(MENDED))
    cuts = [at for at in range(TABLE, LAST) if _ends_a_row(at)]
    assert len(cuts) > 100
    for at in cuts[::10]:
        assert set(texts(read("\n".join(LINES[: at + 1])))) < set(whole)


def test_cut_in_the_middle_of_a_line_is_refused() -> None:
    start = MENDED.index("壹、")
    for end in range(start, len(MENDED.rstrip()), 29):
        if not MENDED[end - 1].isspace():
            with pytest.raises(ParseError, match=MESSAGE):
                read(MENDED[:end])


def test_cut_in_a_cell_names_the_line_and_the_blank_that_is_missing() -> None:
    at = next(at for at, line in enumerate(LINES) if line.startswith("一、每月召開"))
    with pytest.raises(
        ParseError, match=rf"^第 {at + 2} 行：讀到「一、每月召開.*」，預期這一格的結尾（行尾空白）"
    ):
        read("\n".join(LINES[: at + 1]))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("擴大海岸巡", "這一格的結尾"),
        ("護 ", "「計畫類別」一格"),
        ("社會", "這一格的結尾"),
        ("發展 ", "「實施內容」至少一項"),
        ("類別 ", "表頭「工作計畫名稱、重要計畫項目、計畫類別、實施內容」"),
        ("壹、年度施政目標及策略 ", "以「貳、」開頭的標題"),
        ("（二）撫育。 ", "以「貳、」開頭的標題"),
        ("本署護林。 ", "以「壹、」開頭的標題"),
    ],
)
def test_cut_tells_what_was_expected(last: str, expected: str) -> None:
    text = render(SMALL, widths=Widths(item=5), page_length=10_000, seed=0)
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if line == last or line.endswith(f" {last}"))
    with pytest.raises(ParseError, match=re.escape(expected)):
        read("\n".join(lines[: at + 1]))


def test_every_refused_cut_names_a_line_of_the_text_or_the_one_behind_it() -> None:
    refusals = ((at + 1, refusal("\n".join(LINES[: at + 1]))) for at in range(LAST))
    lines = [(kept, error.line) for kept, error in refusals if error]
    assert len(lines) > 600
    assert [(kept, line) for kept, line in lines if not 1 <= line <= kept + 1] == []
