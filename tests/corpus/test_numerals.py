"""Chinese numerals are written as plans write their ordinals, and only within their range."""

from __future__ import annotations

import pytest

from corpus.numerals import han_numeral
from tests.rendering import ordinal

WRITTEN = {
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "一百",
    101: "一百〇一",
    105: "一百〇五",
    110: "一百一十",
    111: "一百一十一",
    1000: "一千",
    1001: "一千〇一",
    1010: "一千〇一十",
    1100: "一千一百",
    2024: "二千〇二十四",
    9999: "九千九百九十九",
}


@pytest.mark.parametrize(("number", "written"), WRITTEN.items())
def test_numerals_are_written_in_full(number: int, written: str) -> None:
    assert han_numeral(number) == written


def test_numerals_agree_with_the_renderer_of_the_tests() -> None:
    assert [han_numeral(number) for number in range(1, 1000)] == [
        ordinal(number) for number in range(1, 1000)
    ]


def test_no_two_numbers_are_written_alike() -> None:
    assert len({han_numeral(number) for number in range(1, 10_000)}) == 9_999


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} 不在 1 到 9999 之間"):
        han_numeral(number)
