"""A file larger than any plan is refused, or read whole when it is one; no size is a reason to crash."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from corpus.errors import CorpusError, ParseError
from tests.corpus.changed_text import MESSAGE, SMALL, read, small_plan_with, written
from tests.rendering import Item, Widths, render

SIZE = 1_000_000
TOP = f" {SMALL.title} \n"
ROW = "林帶復育 擴大海岸巡護 \n\n社會\n\n發展 \n\n"
TABLE_TOP = written().split(ROW[:4])[0]


def _filled(top: str, piece: str) -> str:
    return top + piece * (SIZE // len(piece))


def _read_or_refuse(text: str) -> None:
    """Read the text, or refuse it with an error of this project; any other error fails the test."""
    with suppress(CorpusError):
        read(text)


def _marks(count: int) -> list[str]:
    """The ordinals from one to `count`, at most 9,999 of them written as the form does."""
    digits = "〇一二三四五六七八九"
    marks = []
    for number in range(1, min(count, 9_999) + 1):
        padded = [int(digit) for digit in f"{number:04}"]
        mark = "".join(
            digits[d] + unit if d else "〇" for d, unit in zip(padded, ("千", "百", "十", ""), strict=True)
        )
        mark = re.sub("〇+", "〇", mark).strip("〇")
        marks.append(mark.removeprefix("一") if mark.startswith("一十") else mark)
    return marks


@pytest.mark.parametrize(
    ("top", "piece"),
    [
        ("", "林"),
        ("", "林 "),
        ("", "林\n"),
        ("", " 林 \n"),
        ("", "1"),
        ("", "A 林"),
        ("", f"{SMALL.title} "),
        (TOP, "林。\n"),
        (TOP, " 林 \n"),
        (TOP, "林" * 40 + "。 \n"),
        (TOP, "壹、林 \n"),
        (TABLE_TOP, "林 \n"),
        (TABLE_TOP, " 林 林"),
        (TABLE_TOP, " 工作計畫名稱 \n"),
        (TABLE_TOP, " 工作計畫名稱\n"),
        (TABLE_TOP, "A" + " " * 99),
        (TABLE_TOP + ROW, "一、林。 \n"),
        (TABLE_TOP + ROW, "一、林\n\n"),
        (TABLE_TOP + ROW, "社會\n\n發展 \n"),
        (TABLE_TOP + ROW + "一、", "林 "),
    ],
)
def test_large_garbage_is_refused(top: str, piece: str) -> None:
    with pytest.raises(ParseError, match=MESSAGE):
        read(_filled(top, piece))


def test_large_plan_is_read() -> None:
    sentence = "維護海岸保安林，補植木麻黃及黃槿，並辦理社區巡護與教育推廣。" * 8
    items = tuple(Item(f"擴大巡護{'甲乙丙丁'[n % 4]}區", "社會發展", (sentence,) * 60) for n in range(60))
    document = small_plan_with(*items)
    text = render(document, widths=Widths(), page_length=50, seed=2)
    assert len(text) > 900_000
    plan = read(text)
    assert len(plan.passages) == 1 + 2 + 60 * 60
    assert {node.text for node in plan.passages[3:]} == {sentence}


def test_more_nodes_than_any_plan_has_are_refused() -> None:
    row = "護林 \n\n社會\n\n發展 \n\n" + "".join(f"{mark}、巡護。 \n" for mark in _marks(9_000))
    with pytest.raises(ParseError, match="全文至多 100000 項"):
        read(TABLE_TOP + ROW + "一、巡護。 \n" + row * 12)


@pytest.mark.parametrize("count", [9_998, 10_000])
def test_ten_thousand_paragraphs_are_read_or_refused(count: int) -> None:
    _read_or_refuse(written().replace("本署護林。 \n\n", "本署護林。 \n\n" * count))


def test_ten_thousand_contents_are_read_or_refused() -> None:
    marks = _marks(10_000)
    contents = "".join(f"{mark}、巡護。 \n\n" for mark in marks)
    _read_or_refuse(TABLE_TOP + ROW + contents)
