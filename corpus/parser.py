"""The parser: an annual plan's text to its tree, by the rules of the form and no word of any one plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from corpus.errors import END, ParseError
from corpus.form import Form, load_form
from corpus.layout import Cell, Line, read_cells, read_paragraphs, split_lines, without_headers
from corpus.numerals import DIGITS, MAX_NUMERAL, han_numeral
from corpus.plan import Level, Plan, Span
from corpus.source import Source
from corpus.text import compact, tidy
from corpus.tree import Draft, Path, grow

ROC_EPOCH = 1911
MAX_TITLE = 200  # code points; a longer first line is no title
MAX_SIBLINGS = MAX_NUMERAL - 1  # the ordinal behind the last one is looked for as well
MAX_NODES = 100_000  # a ministry's plan has some two hundred; so many are garbage that looks like one
_ORDINAL = re.compile(rf"[{DIGITS}十百千]+、")


@dataclass(frozen=True)
class Parse:
    """A plan, and the stretches of its source that are not text of a node but declared parts of the form."""

    plan: Plan
    furniture: tuple[tuple[str, Span], ...]  # (the form's word or mark as read, where it stands)


@dataclass
class _Parser:
    """Reads one source in one pass; collects drafts of nodes in reading order, and the furniture between."""

    source: Source
    form: Form
    drafts: list[Draft] = field(default_factory=list)
    furniture: list[tuple[str, Span]] = field(default_factory=list)
    line: int = 1  # the last one read that holds anything

    def read(self) -> tuple[str, str, int]:
        """Read the whole source; return title, publisher and 民國 year."""
        lines = self._lines()
        head = next(lines, Line("", 0, self.line, opens_page=False, closes_cell=False))
        publisher, year = self._title(head)
        opening = self._preface(head, lines)
        opening = self._goals(opening, lines)
        self._table(opening, lines)
        return head.text, publisher, year

    def _lines(self) -> Iterator[Line]:
        for line in split_lines(self.source.text):
            self.line = line.number
            yield line

    def _title(self, head: Line) -> tuple[str, int]:
        known = self.form.read_title(head.text) if len(head.text) <= MAX_TITLE else None
        if known is None or not head.closes_cell:
            raise ParseError(head.number, head.text, f"標題「（機關名稱）（民國年）{self.form.title}」")
        self.add_furniture(head.text, head.start, head.start + len(head.text))
        return known

    def _until_part(self, part: int, lines: Iterator[Line], opening: list[Line]) -> Iterator[Line]:
        """Yield the lines before the part's heading, which is put into `opening`."""
        mark = self.form.parts[part]
        for line in lines:
            if line.text.startswith(mark):
                opening.append(line)
                return
            yield line
        raise ParseError(self.line, END, f"以「{mark}」開頭的標題")

    def _preface(self, title: Line, lines: Iterator[Line]) -> Line:
        span = self.source.place(title.start, title.start + len(title.text))
        self.drafts.append(Draft((0,), Level.PREFACE, title.text, tuple(span)))
        opening: list[Line] = []
        for number, cell in enumerate(read_paragraphs(self._until_part(0, lines, opening)), 1):
            self.require_sentence(cell)
            self.add_node((0, number), Level.PARAGRAPH, cell, None)
        if len(self.drafts) == 1:
            raise ParseError(opening[0].number, opening[0].text, "標題之後有前言")
        return opening[0]

    def _goals(self, heading: Line, lines: Iterator[Line]) -> Line:
        opening: list[Line] = []
        cells = read_paragraphs(chain((heading,), self._until_part(1, lines, opening)))
        self.add_node((1,), Level.PART, next(cells), self.form.parts[0])
        goal = strategy = 0
        for cell in cells:
            next_goal, next_strategy = f"{han_numeral(goal + 1)}、", f"（{han_numeral(strategy + 1)}）"
            if goal and cell.text.startswith(next_strategy):
                strategy += 1
                self.require_sentence(cell)
                self.add_node((1, goal, strategy), Level.STRATEGY, cell, next_strategy)
                self.require_unbroken(cell, f"（{han_numeral(strategy + 1)}）", next_goal)
            elif cell.text.startswith(next_goal) and (strategy or not goal):
                goal, strategy = goal + 1, 0
                self.add_node((1, goal), Level.GOAL, cell, next_goal)
            else:
                wanted = [next_strategy] if goal else []
                wanted += [next_goal] if strategy or not goal else []
                raise ParseError(cell.line, cell.text, f"以「{'」或「'.join(wanted)}」開頭的一段")
        if not strategy:
            raise ParseError(opening[0].number, opening[0].text, "每個目標之下至少有一項策略「（一）」")
        return opening[0]

    def _table(self, heading: Line, lines: Iterator[Line]) -> None:
        cell = next(read_paragraphs(chain((heading,), lines)))
        if self.form.shares_a_head(cell.text):
            raise ParseError(cell.line, cell.text, "標題自成一格（行尾空白），之後才是表頭")
        self.add_node((2,), Level.PART, cell, self.form.parts[1])
        rows = _Rows(self)
        for cell in read_cells(without_headers(lines, self.form, self.line, self._take_header)):
            rows.take(cell)
        rows.close()

    def _take_header(self, line: Line) -> None:
        self.add_furniture(line.text, line.start, line.start + len(line.text))

    def require_sentence(self, cell: Cell) -> None:
        """Refuse a passage whose end was cut off."""
        if cell.text[-1] not in self.form.sentence_ends:
            wanted = f"以「{self.form.sentence_ends}」結尾的一段"
            raise ParseError(cell.line + len(cell.lines), cell.lines[-1], wanted)

    def require_unbroken(self, cell: Cell, *behind: str) -> None:
        """Refuse a passage that runs on into the next one: a line of it begins with a mark of `behind`."""
        for above, line in pairwise(cell.lines):
            if tidy(line).startswith(behind):
                raise ParseError(cell.line, above, f"這一格的結尾（行尾空白），下一格以「{line[:8]}」開頭")

    def add_node(
        self, path: Path, level: Level, cell: Cell, mark: str | None, *, category: str | None = None
    ) -> None:
        """Add the node of a cell.

        Raises:
            ParseError: nothing stands behind the mark, or there are more nodes than any plan has.
        """
        if path[-1] > MAX_SIBLINGS or len(self.drafts) == MAX_NODES:
            wanted = f"同一層至多 {MAX_SIBLINGS} 項，全文至多 {MAX_NODES} 項"
            raise ParseError(cell.line, cell.text, wanted)
        ranges = list(cell.ranges)
        if mark:
            start, end = ranges[0]
            self.add_furniture(mark, start, start + len(mark))
            ranges[0] = (start + len(mark), end)
        spans = [span for start, end in ranges for span in self.source.place(start, end)]
        text = cell.text[len(mark or "") :]
        if not text:
            raise ParseError(cell.line, mark or "", "標號之後有文字")
        self.drafts.append(Draft(path, level, text, tuple(self._unbroken(spans)), mark, category))

    def _unbroken(self, spans: list[Span]) -> list[Span]:
        """Join ranges with only blanks between them, so that one unbroken run of lines is one range."""
        joined: list[Span] = []
        for start, end in spans:
            if joined and joined[-1][1] <= start and not self.source.published[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], end)
            elif start < end:
                joined.append((start, end))
        return joined

    def add_furniture(self, word: str, start: int, end: int) -> None:
        self.furniture.extend((word, span) for span in self.source.place(start, end))


@dataclass
class _Rows:
    """The table's grammar: (work plan?, item, category, contents) again and again, one cell at a time."""

    parser: _Parser
    names: list[Cell] = field(default_factory=list)  # read since the last row: (work plan and) item
    path: tuple[int, int, int] = (2, 0, 0)
    contents: int | None = None  # how many the current item has; None before any category
    numbered: bool = True

    def take(self, cell: Cell) -> None:
        """Take the next cell in reading order; raises `ParseError` when it cannot stand here."""
        if self._continues(cell):
            self._content(cell)
        elif compact(cell.text) in self.parser.form.categories:
            self._open_row(cell)
        else:
            self._name(cell)

    def close(self) -> None:
        """Tell the end of the text; raises `ParseError` when a row is not complete."""
        columns = self.parser.form.columns
        if self.names or self.contents is None:
            raise ParseError(self.parser.line, END, f"「{columns[2]}」一格，文字卻在列中斷了")
        if not self.contents:
            raise ParseError(self.parser.line, END, f"「{columns[3]}」至少一項，文字卻在列中斷了")

    def _continues(self, cell: Cell) -> bool:
        """Whether `cell` is the next content of the current item."""
        if self.contents is None or self.names:
            return False
        if not self.contents:
            self.numbered = bool(_ORDINAL.match(cell.text))
            return not self.numbered or cell.text.startswith(f"{han_numeral(1)}、")
        return self.numbered and cell.text.startswith(f"{han_numeral(self.contents + 1)}、")

    def _content(self, cell: Cell) -> None:
        form = self.parser.form
        self.contents = (self.contents or 0) + 1
        mark = f"{han_numeral(self.contents)}、" if self.numbered else None
        self.parser.require_sentence(cell)
        self.parser.add_node((*self.path, self.contents), Level.CONTENT, cell, mark)
        if mark:
            self.parser.require_unbroken(cell, f"{han_numeral(self.contents + 1)}、")
        if form.holds_a_header(cell.lines):
            raise ParseError(cell.line, cell.text, f"「{form.columns[3]}」的文字，而非缺損的表頭")

    def _name(self, cell: Cell) -> None:
        form = self.parser.form
        if len(self.names) == 2:
            wanted = f"「{form.columns[2]}」一格（{'或'.join(form.categories)}）"
            raise ParseError(cell.line, cell.text, wanted)
        if _ORDINAL.match(cell.text) or cell.text[-1] in form.sentence_ends:
            raise ParseError(cell.line, cell.text, f"依序的下一個標號，或「{form.columns[1]}」的名稱")
        if form.shares_a_head(cell.text):
            raise ParseError(cell.line, cell.text, f"「{form.columns[1]}」的名稱，而非缺損的表頭")
        self.names.append(cell)

    def _open_row(self, category: Cell) -> None:
        _, work_plan, item = self.path
        if not self.names or (len(self.names) == 1 and not work_plan):
            wanted = self.parser.form.columns[1 if work_plan else 0]
            raise ParseError(category.line, category.text, f"這一格之前有「{wanted}」")
        if len(self.names) == 2:
            work_plan, item = work_plan + 1, 0
            self.parser.add_node((2, work_plan), Level.WORK_PLAN, self.names[0], None)
        self.path = (2, work_plan, item + 1)
        self.parser.add_node(self.path, Level.ITEM, self.names[-1], None, category=compact(category.text))
        for (start, end), line in zip(category.ranges, category.lines, strict=True):
            self.parser.add_furniture(line, start, end)
        self.names, self.contents = [], 0


def parse(source: Source, plan_id: str, form: Form | None = None) -> Parse:
    """Return the tree of `source`.

    Raises:
        ParseError: the text breaks the form; the message names the line and what was expected.
    """
    form = form or load_form()
    parser = _Parser(source, form)
    title, publisher, year = parser.read()
    plan = Plan(plan_id, title, publisher, year, year + ROC_EPOCH, grow(plan_id, parser.drafts, form))
    return Parse(plan, tuple(parser.furniture))
