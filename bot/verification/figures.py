"""Figures in a text: amounts, years, counts and ordinals, whatever numerals they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.cues import words
from corpus.numerals import read_numeral

REPUBLIC = 1911  # the year before the Republic's first
_HAN = "〇零一二兩三四五六七八九十百千"
_LONGEST = 12  # characters of a numeral
_SAME_UNIT = {
    **{"年度": "年", "度": "", "趴": "%", "週": "周", "個月": "月份", "日": "天", "號": "天"},
    **{
        "名": "人",
        "位": "人",
        "塊錢": "元",
        "場次": "場",
        "梯次": "梯",
        "個據點": "處",
        "所": "處",
    },
}
_FORMAL = str.maketrans("壹貳參肆伍陸柒捌玖拾", "一二三四五六七八九十")
_BIG = {"萬": 10_000, "億": 100_000_000}


_NO_NUMBER = r"(?<![一二三四五六七八九十兩幾\d])"  # 三個月 and 十一月 are no rates
_ONCE = re.compile(rf"(?:每隔?|{_NO_NUMBER}一|每一)個?([月季年週周日天])([^,。?!;:]{{0,8}}?)一次")
_EACH = re.compile(rf"(?:每個|逐)([月季年週周日])|{_NO_NUMBER}([月季年週周日])\2")


class Weight(StrEnum):
    """How much a figure claims."""

    HARD = "hard"  # an amount, date, share or any figure in digits
    SOFT = "soft"  # a small count of things that the sentence itself may list
    ORDINAL = "ordinal"  # a place among others


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, the word that follows it, how it is meant and where it stands.

    Of an ordinal, `unit` is all that follows: it may name a level of the plan.
    """

    value: float
    unit: str
    weight: Weight
    written: str
    at: int

    def same(self, other: Figure) -> bool:
        """Whether both give the same value of the same thing; a figure without a unit fits any."""
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


def _either(cue: str) -> str:
    return "|".join(map(re.escape, words("figures")[cue]))


_HARD, _SOFT = _either("hard_units"), _either("soft_units")
_IDIOM = re.compile(
    rf"寫的不是\s*\d+\s*[項點個段處]|{_either('idioms')}"
)  # a denied count is no figure of the claim's
_ORDINAL = re.compile(
    rf"第\s*(\d+|[{_HAN}壹貳參肆伍陸柒捌玖拾]+)\s*(?=(.{{0,10}}))|(?<![\w)])\(\s*(\d{{1,2}}|[{_HAN}]{{1,3}})\s*\)"
)
_RANGE = re.compile(r"(\d+)\s*年?\s*(?:[-–—~至到]|起至)\s*(\d+)\s*(年)")
_PERCENT = re.compile(rf"百分之\s*(\d+(?:\.\d+)?|[{_HAN}點]+)")
_FIGURE = re.compile(
    rf"(?<![a-z\d])(\d[\d,]*(?:\.\d+)?)\s*([萬億千百]*)\s*({_HARD}|{_SOFT}|度)?"
    rf"|([{_HAN}]{{1,{_LONGEST}}})([萬億]{{0,2}})\s*({_HARD}|{_SOFT})"  # bounded, or long input takes long
)


def fold_rates(text: str, told: str) -> str:
    """A normalised text with the rates that `told` gives put as it puts them: 「一個月開一次」, 「月月開」 as 「每月開」."""
    text = _ONCE.sub(lambda match: f"每{match[1]}{match[2]}" if f"每{match[1]}" in told else match[0], text)
    return _EACH.sub(lambda match: rate if (rate := f"每{match[1] or match[2]}") in told else match[0], text)


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a normalised text, in order of kind: ordinals, ranges, percentages, all others."""
    text = _IDIOM.sub(lambda match: "□" * len(match[0]), text)
    for search, read in (
        (_ORDINAL, _ordinals),
        (_RANGE, _ranges),
        (_PERCENT, _percents),
        (_FIGURE, _amounts),
    ):
        for match in search.finditer(text):
            yield from read(match)
        text = search.sub(lambda match: "□" * len(match[0]), text)


def _ordinals(match: re.Match[str]) -> Iterator[Figure]:
    value = read_numeral((match[1] or match[3]).translate(_FORMAL))
    if value is not None:
        yield Figure(value, match[2] or "", Weight.ORDINAL, match[0].strip(), match.start())


def _ranges(match: re.Match[str]) -> Iterator[Figure]:
    for year in (match[1], match[2]):
        yield Figure(_republican(float(year)), match[3], Weight.HARD, match[0], match.start())


def _percents(match: re.Match[str]) -> Iterator[Figure]:
    yield Figure(_decimal(match[1]), "%", Weight.HARD, match[0], match.start())


def _amounts(match: re.Match[str]) -> Iterator[Figure]:
    digits, big, unit, han, han_big, han_unit = match.groups()
    value = float(digits.replace(",", "")) if digits else float(read_numeral(han) or 0)
    for char in big or han_big or "":
        value *= {"千": 1000, "百": 100, **_BIG}[char]
    unit = unit or han_unit or ""
    unit = _SAME_UNIT.get(unit, unit)
    soft = digits is None and unit in words("figures")["soft_units"] and value < 10
    if unit == "年":
        value = _republican(value)
    if soft and value == 1:
        return
    yield Figure(value, unit, Weight.SOFT if soft else Weight.HARD, match[0].strip(), match.start())


def _republican(year: float) -> float:
    return year - REPUBLIC if year > REPUBLIC else year


def _decimal(text: str) -> float:
    if text[0].isdigit():
        return float(text)
    whole, _, part = text.partition("點")
    decimals = "".join(str(read_numeral(char) or 0) for char in part)
    return float(f"{read_numeral(whole) or 0}.{decimals or 0}")
