"""A plan that lost a line, or the blank that ends a cell, is refused wherever its form shows the loss."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.errors import ParseError
from tests.corpus.changed_text import (
    GOALS,
    HEADER,
    ITEM,
    LAST,
    LINES,
    MARK,
    MENDED,
    MESSAGE,
    TABLE,
    accepted,
    read,
    refusal,
    small_plan_with,
    texts,
    without,
    without_blank,
    written,
)


def _has_a_successor(at: int) -> bool:
    """Whether line `at` begins a numbered text, and the next mark is of its kind and not the first again."""
    own = MARK.match(LINES[at])
    marks = (found.group() for line in LINES[at + 1 :] if (found := MARK.match(line)))
    following = next(marks, "一、")
    same_kind = own is not None and own.group().startswith("（") == following.startswith("（")
    return same_kind and following not in ("一、", "（一）")


def test_lost_category_line_is_refused() -> None:
    category = ("社會", "科技", "發展 ")
    assert accepted(without(at) for at in range(TABLE, LAST) if LINES[at] in category) == []


def test_lost_beginning_of_a_numbered_text_is_refused() -> None:
    begins = [at for at in range(GOALS, LAST) if _has_a_successor(at) or LINES[at].startswith("（一）")]
    assert len(begins) > 80
    assert accepted(map(without, begins)) == []


def test_lost_end_of_a_content_is_refused() -> None:
    ends = [at for at in range(TABLE, LAST + 1) if LINES[at].endswith("。 ") and not MARK.match(LINES[at])]
    assert accepted(map(without, ends)) == []


def test_lost_end_of_a_strategy_is_refused() -> None:
    ends = [at for at in range(GOALS, TABLE) if LINES[at].endswith("。 ") and not MARK.match(LINES[at])]
    assert accepted(map(without, ends)) == []


def test_lost_blank_between_two_numbered_texts_is_refused() -> None:
    following = [at for at in range(GOALS, LAST) if MARK.match(LINES[at + 1] or LINES[at + 2])]
    ends = [at for at in following if LINES[at].endswith("。 ")]
    assert len(ends) > 50
    assert accepted(map(without_blank, ends)) == []


def test_lost_blank_behind_the_title_is_refused() -> None:
    assert accepted([without_blank(0)]) == []


def test_lost_blank_behind_a_part_is_refused() -> None:
    assert accepted(map(without_blank, (GOALS, TABLE))) == []


@pytest.mark.parametrize("damage", [without, without_blank])
def test_damaged_header_is_refused_or_does_no_harm(damage: Callable[[int], tuple[int, str]]) -> None:
    whole = texts(read(MENDED))
    for at in (at for at in range(TABLE, LAST) if LINES[at].strip() in HEADER):
        text = damage(at)[1]
        assert refusal(text) or texts(read(text)) == whole, f"line {at + 1}"


@pytest.mark.parametrize(
    "damaged", ["計畫\n類別 \n", " 計畫\n類別\n", "實施內容\n", "計畫\n類別\n實施內容\n"]
)
def test_damaged_header_within_a_text_is_refused(damaged: str) -> None:
    with pytest.raises(ParseError, match=MESSAGE):
        read(written().replace("二、補植苗木。", f"二、補植\n{damaged}苗木。"))


@pytest.mark.parametrize(
    "damaged", ["類別 \n", "實施內容 \n", "計畫\n類別 \n", "計畫實施內容 \n", "工作計畫名稱\n"]
)
def test_damaged_header_between_rows_is_refused(damaged: str) -> None:
    text = written(small_plan_with(ITEM, ITEM))
    assert text.count("通報盜伐。 \n\n擴大") == 1
    with pytest.raises(ParseError, match=MESSAGE):
        read(text.replace("通報盜伐。 \n\n擴大", f"通報盜伐。 \n\n{damaged}擴大"))


def test_all_line_ends_stripped_is_refused() -> None:
    with pytest.raises(ParseError, match=MESSAGE):
        read("\n".join(map(str.rstrip, LINES)))


def test_all_empty_lines_dropped_is_harmless() -> None:
    assert texts(read("\n".join(line for line in LINES if line.strip()))) == texts(read(MENDED))


def test_windows_line_ends_are_refused() -> None:
    with pytest.raises(ParseError, match=MESSAGE):
        read(MENDED.replace("\n", "\r\n"))
