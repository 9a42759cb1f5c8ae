"""Writes an invented plan as the text layer of a published one looks, without a line of the parser's code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

COLUMNS = ("工作計畫名稱", "重要計畫項目", "計畫類別", "實施內容")
PART_MARKS = ("壹、", "貳、")
_DIGITS = "〇一二三四五六七八九"
_MARK = re.compile(rf"（?[{_DIGITS}十百]+[、）]")
_LATIN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]")
_NEVER_FIRST = frozenset("、，；：。！？）」%")
_NEVER_LAST = frozenset("（「")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the first part."""

    heading: str
    strategies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table; contents that are not numbered are a single one."""

    name: str
    category: str
    contents: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """Rows under one work plan name."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole plan, as its author had it before anything was wrapped or cut into pages."""

    publisher: str
    year: int
    preface: tuple[str, ...]
    goals: tuple[Goal, ...]
    work_plans: tuple[WorkPlan, ...]
    parts: tuple[str, str] = ("年度施政目標及策略", "年度重要計畫")

    @property
    def title(self) -> str:
        """The title as printed."""
        return f"{self.publisher} {self.year} 年度施政計畫"


@dataclass(frozen=True, slots=True)
class Widths:
    """How many characters fit a line of running text and of the three columns that vary."""

    text: int = 41
    work_plan: int = 6
    item: int = 6
    content: int = 27


def ordinal(number: int) -> str:
    """Return a Chinese ordinal from 1 to 999: 十、二十一、一百〇三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        written += _DIGITS[0]
    return written + (_DIGITS[ones] if ones else "")


def wrap(text: str, width: int) -> list[str]:
    """Cut `text` into lines of at most `width`, longer only where no place to cut is left.

    No cut falls beside a blank, in a Latin word or ordinal, before a closing mark or behind an opening one.
    """
    mark = _MARK.match(text)
    first = mark.end() if mark else 1
    lines, start, last = [], 0, 0
    for place in range(first, len(text)):
        if not _may_break(text[place - 1], text[place]):
            continue
        if place - start > width and last > start:
            lines.append(text[start:last])
            start = last
        last = place
    if len(text) - start > width and last > start:
        lines.append(text[start:last])
        start = last
    return [*lines, text[start:]]


def _may_break(before: str, behind: str) -> bool:
    if " " in (before, behind) or behind in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return not (_LATIN.match(before) or _LATIN.match(behind))


@dataclass
class _Page:
    """The output so far, and how many lines the current page holds."""

    length: int
    chance: Random
    pieces: list[str] = field(default_factory=list)
    used: int = 0
    in_table: bool = False

    def put(self, line: str, gap: str = "\n\n") -> None:
        """Write a line behind `gap`, or on a new page when this one is full."""
        if self.used >= self.length:
            self.used = 0
            gap = "\n "
            if self.in_table:
                gap += header(self._columns())
        self.used += 1
        self.pieces.append((gap if self.pieces else " ") + line)

    def put_cell(self, lines: Sequence[str], gap: str = "\n\n") -> None:
        """Write a cell or a paragraph: its last line ends with a blank."""
        for line in lines[:-1]:
            self.put(line, gap)
            gap = "\n\n"
        self.put(lines[-1] + " ", gap)

    def _columns(self) -> tuple[str, ...]:
        """All columns as a rule, or some: a page on which only contents go on repeats their head alone."""
        if self.chance.random() < 0.5:
            return COLUMNS
        return tuple(column for column in COLUMNS if self.chance.random() < 0.4) or COLUMNS[3:]

    def justify(self, lines: Sequence[str]) -> list[str]:
        """Spread some full lines over their column: single characters split by blanks; never the last."""
        return [*(self._spread(line) for line in lines[:-1]), lines[-1]]

    def _spread(self, line: str) -> str:
        spread = not _LATIN.search(line) and " " not in line and self.chance.random() < 0.3
        return " ".join(line) if spread else line


def header(columns: Sequence[str] = COLUMNS) -> str:
    """Return a page's table header, up to where the next line begins."""
    names = " ".join(column for column in columns if column in COLUMNS[:2])
    rows = [f"{names} \n"] if names else []
    if COLUMNS[2] in columns:
        rows.append("計畫\n\n類別 \n")
    if COLUMNS[3] in columns:
        rows.append("實施內容 \n")
    return "".join(rows) + "\n"


def numbered(texts: Iterable[str], mark: str = "{}、") -> Iterator[str]:
    """Yield the texts with their marks."""
    for number, text in enumerate(texts, 1):
        yield mark.format(ordinal(number)) + text


def render(document: Document, *, widths: Widths, page_length: int, seed: int) -> str:
    """Return the document's text layer; the same arguments always give the same text."""
    page = _Page(page_length, Random(seed))
    page.put(f"{document.title} ")
    gap = "\n \n\n"
    for paragraph in document.preface:
        page.put_cell(wrap(paragraph, widths.text), gap)
        gap = "\n\n"
    page.put_cell([PART_MARKS[0] + document.parts[0]], "\n\n \n\n")
    gap = "\n"
    for heading, goal in zip(numbered(g.heading for g in document.goals), document.goals, strict=True):
        page.put_cell(wrap(heading, widths.text), gap)
        gap = "\n\n"
        for strategy in numbered(goal.strategies, "（{}）"):
            page.put_cell(wrap(strategy, widths.text))
    page.put_cell([PART_MARKS[1] + document.parts[1]])
    _render_table(page, document.work_plans, widths)
    return "".join(page.pieces) + "\n\n \n\n \n\n\n"


def _render_table(page: _Page, work_plans: Iterable[WorkPlan], widths: Widths) -> None:
    gap = "\n\n" + header()
    page.in_table = True
    page.used = min(page.used, page.length - 1)  # the first header stands on the page of its first row
    for work_plan in work_plans:
        above = page.justify(wrap(work_plan.name, widths.work_plan))
        for item in work_plan.items:
            name = page.justify(wrap(item.name, widths.item))
            if len(above) == 1:
                name[0] = f"{above[0]} {name[0]}"
            elif above:
                page.put_cell(above, gap)
                gap = "\n\n"
            above = []
            page.put_cell(name, gap)
            gap = "\n\n"
            page.put_cell([item.category[:2], item.category[2:]])
            for content in numbered(item.contents) if item.numbered else item.contents:
                page.put_cell(wrap(content, widths.content))
