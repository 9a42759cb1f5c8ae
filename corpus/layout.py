"""From the extraction's lines to whole cells, by the traces that the extraction left.

A cell's last line ends with a blank; a line that opens a page begins with one, and what a page repeats of the
table's header follows at once; two cells on one line are split by a blank between Han characters; a justified
line is single characters split by blanks. So a line may never be stripped before it was read.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from corpus.errors import ParseError
from corpus.form import Form
from corpus.text import LATIN, compact, tidy

MAX_HEADER_LINES = 12  # a header of four columns, each wrapped into three lines
MAX_CELL_LINES = 400  # ten pages of one cell: the blank that ends it was lost

_BOUNDARY = re.compile(rf"(?<![{LATIN}])[ \u3000]+(?![{LATIN}])")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: its text without outer blanks, where that begins, and what the blanks meant."""

    text: str
    start: int
    number: int
    opens_page: bool
    closes_cell: bool


@dataclass(slots=True)
class Cell:
    """A whole cell or paragraph, put together from its lines; `ranges` are half-open ranges of the text."""

    line: int
    lines: list[str] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines run together, without justifying blanks."""
        return "".join(tidy(line) for line in self.lines)


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold anything; numbers are 1-based lines of the file."""
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if body := raw.strip():
            lead = len(raw) - len(raw.lstrip())
            yield Line(body, start + lead, number, lead > 0, raw[-1].isspace())
        start += len(raw) + 1


def read_paragraphs(lines: Iterable[Line]) -> Iterator[Cell]:
    """Yield the paragraphs of running text; raises `ParseError` when the last one is cut."""
    cell: Cell | None = None
    for line in lines:
        cell = cell or Cell(line.number)
        _add(cell, line, 0, len(line.text))
        if line.closes_cell:
            yield cell
            cell = None
    _require_closed(cell)


def read_cells(lines: Iterable[Line]) -> Iterator[Cell]:
    """Yield the cells of a table in the order they were written; raises `ParseError` when the last one is cut."""
    cell: Cell | None = None
    for line in lines:
        parts = _cells_on(line.text)
        for part, (start, end) in enumerate(parts, 1):
            cell = cell or Cell(line.number)
            _add(cell, line, start, end)
            if part < len(parts) or line.closes_cell:
                yield cell
                cell = None
    _require_closed(cell)


def without_headers(lines: Iterator[Line], form: Form, dropped: Callable[[Line], None]) -> Iterator[Line]:
    """Yield a table's lines but for its headers, whose lines are told to `dropped`.

    A header must stand first, and may again wherever a page opens; a page may repeat some of the columns only.

    Raises:
        ParseError: the table does not begin with its header.
    """
    waiting: deque[Line] = deque()
    first = True
    while line := (waiting.popleft() if waiting else next(lines, None)):
        length = 0
        if first or line.opens_page:
            waiting.extendleft((line,))
            waiting.extend(islice(lines, max(0, MAX_HEADER_LINES - len(waiting))))
            length = _header_length(waiting, form)
            for _ in range(length):
                dropped(waiting.popleft())
            line = None if length else waiting.popleft()
        if first and not length:
            wanted = f"表頭「{'、'.join(form.columns)}」"
            raise ParseError(line.number if line else 0, line.text if line else "", wanted)
        first = False
        if line:
            yield line


def _header_length(lines: Iterable[Line], form: Form) -> int:
    """How many of `lines` are a header: the longest run that spells one and ends a cell."""
    spelled, best = "", 0
    for count, line in enumerate(lines, 1):
        spelled += compact(line.text)
        if spelled in form.headers and line.closes_cell:
            best = count
    return best


def _cells_on(text: str) -> list[tuple[int, int]]:
    """Where the cells on one line stand; a run of single characters is one justified cell."""
    cells: list[tuple[int, int]] = []
    justified = False
    start = 0
    for end, resume in [*(m.span() for m in _BOUNDARY.finditer(text)), (len(text), len(text))]:
        single = end - start == 1
        if single and justified:
            cells[-1] = (cells[-1][0], end)
        else:
            cells.append((start, end))
        justified, start = single, resume
    return cells


def _add(cell: Cell, line: Line, start: int, end: int) -> None:
    if len(cell.lines) == MAX_CELL_LINES:
        _require_closed(cell)
    cell.lines.append(line.text[start:end])
    cell.ranges.append((line.start + start, line.start + end))


def _require_closed(cell: Cell | None) -> None:
    if cell is not None:
        raise ParseError(cell.line + 1, cell.lines[-1], "這一格的結尾（行尾空白），文字卻在格中斷了")
