"""The ranges of 民國 years that headings name, and what questions want of them: first, last, how many, or none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.cues import cues
from corpus import Node, Plan
from corpus.numerals import read_numeral
from corpus.text import compact

_RANGE = re.compile(r"(\d{2,3})年?[-－–—~至到](\d{2,3})年")
GIVEN = re.compile(r"(?<!\d)(1\d{2})年?[-－–—~至到](1\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """What of a range of years is wanted; any range, if nothing is said of it.

    Attributes:
        covers: the first and the last year that must lie in it.
        first: with which year it must begin.
        last: with which year it must end.
        length: how many years it must span.
        is_none: whether no range may be named instead.
    """

    covers: tuple[int, int] | None = None
    first: int | None = None
    last: int | None = None
    length: int | None = None
    is_none: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it says with which year a range begins or ends, or how long it is."""
        return any((self.first, self.last, self.length))

    def fits(self, node: Node, plan: Plan) -> bool:
        """Whether the node, or one above it, names such a range of years."""
        ranges = _ranges(node, plan)
        return not ranges if self.is_none else any(self._fits(*years) for years in ranges)

    def _fits(self, first: int, last: int) -> bool:
        covered = self.covers is None or (first <= self.covers[0] and self.covers[1] <= last)
        begun, ended = self.first in {None, first}, self.last in {None, last}
        return covered and begun and ended and self.length in {None, last - first + 1}

    def __str__(self) -> str:
        """The period in words: 期程涵蓋 108－112 年."""
        if self.is_none:
            return "沒有標明年期"
        told = [f"從 {self.first} 年開始"] if self.first else []
        told += [f"到 {self.last} 年結束"] if self.last else []
        told += [f"為期 {self.length} 年"] if self.length else []
        if self.covers:
            first, last = self.covers
            told.append(f"期程涵蓋 {first}{f'－{last}' if last != first else ''} 年")
        return "、".join(told) or "標明年期"


def years_of(node: Node, plan: Plan) -> tuple[int, int] | None:
    """The first range of 民國 years that the node or one above it names; None if none does."""
    return next(iter(_ranges(node, plan)), None)


def _ranges(node: Node, plan: Plan) -> list[tuple[int, int]]:
    texts = [node.text, *(above.text for above in plan.ancestors(node)[1:])]
    return [(int(a), int(b)) for text in texts for a, b in _RANGE.findall(compact(text))]


def read_period(said: str, own_year: int) -> tuple[Period, tuple[int, ...]] | None:
    """What a question wants of years, and where it says so; None if it says nothing of them.

    Plans tell of no beginning after `own_year`: that asks for another year's plan.
    """
    form = cues("structure")
    found = {
        name: form[f"years_{name}"].search(said) for name in ("none", "first", "last", "length", "within")
    }
    taken = tuple(at for match in found.values() if match for at in range(*match.span()))
    if found["none"]:
        return Period(is_none=True), taken
    years = {name: _year(match) for name, match in found.items() if match}
    if years.get("first", 0) > own_year:
        return None
    if years:
        within = years.get("within")
        covers = (within, within) if within else None
        return Period(covers, years.get("first"), years.get("last"), years.get("length")), taken
    return _covering(said)


def _year(match: re.Match[str]) -> int:
    return read_numeral(next(filter(None, match.groups()))) or 0


def _covering(said: str) -> tuple[Period, tuple[int, ...]] | None:
    """A range, a year that lies in one, or any range."""
    form, given = cues("structure"), GIVEN.search(said)
    dated = form["has_years"].search(said)
    if given:
        example = form["example"].search(said, 0, given.start())
        covers = None if example else (int(given[1]), int(given[2]))
        return Period(covers=covers), tuple(range(*given.span()))
    if dated is None:
        return None
    one = _YEAR.search(said, dated.start()) or _YEAR.search(said)
    return Period(covers=(int(one[1]), int(one[1])) if one else None), tuple(range(*dated.span()))
