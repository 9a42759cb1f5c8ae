"""The test side's own renderer wraps as it says; a renderer that is wrong would prove nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering import COLUMNS, header, ordinal, wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("海岸林", ["海岸林"]),
        ("海岸防風林帶復育", ["海岸防風林", "帶復育"]),
        ("海岸防風，林帶", ["海岸防風，", "林帶"]),
        ("海岸防風林，林帶", ["海岸防風", "林，林帶"]),
        ("海岸林（區）內", ["海岸林", "（區）內"]),
        ("運用 LiDAR 測繪海岸", ["運", "用 LiDAR 測", "繪海岸"]),
        ("（二十一）「里海學堂」", ["（二十一）", "「里海學", "堂」"]),
        ("二十一、AI 判釋", ["二十一、AI 判", "釋"]),
    ],
)
def test_lines_are_cut_where_a_typesetter_would(text: str, lines: list[str]) -> None:
    assert wrap(text, 5) == lines


@settings(derandomize=True, deadline=None)
@given(st.text("海岸林，。（）A1 ", max_size=60), st.integers(5, 20))
def test_wrapping_loses_nothing_and_cuts_beside_no_blank(text: str, width: int) -> None:
    text = " ".join(text.split())
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(line == line.strip() for line in lines)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (103, "一百〇三"),
        (110, "一百一十"),
    ],
)
def test_ordinals_are_those_of_plans(number: int, written: str) -> None:
    assert ordinal(number) == written


def test_headers_are_written_as_a_page_repeats_them() -> None:
    assert header() == "工作計畫名稱 重要計畫項目 \n計畫\n\n類別 \n實施內容 \n\n"
    assert header(COLUMNS[3:]) == "實施內容 \n\n"
