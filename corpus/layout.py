"""From the extraction's lines to whole cells, by the traces that the extraction left.

A cell's last line ends with a blank; a line that opens a page begins with one, and what a page repeats of the
table's header follows at once; two cells on one line are split by a blank between Han characters; a justified
line is single characters split by blanks. So a line may never be stripped before it was read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from corpus.errors import END, ParseError
from corpus.form import Form
from corpus.text import LOOSE_BLANK, compact, tidy

MAX_HEADER_LINES = 12  # a header of four columns, each wrapped into three lines
MAX_CELL_LINES = 400  # ten pages of one cell: the blank that ends it was lost
MAX_LINE = 10_000  # code points; a line is as wide as a page, and a cell of one line some hundreds
MAX_EMPTY_PAGES = 10  # headers on end; a table may break behind its header, but not again and again


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
    """A whole cell or paragraph, put together from its lines.

    Attributes:
        line: number of the first line.
        lines: its part of each line, as it stands.
        ranges: where these parts stand in the text (half-open).
        text: the parts run together, without justifying blanks.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    text: str = ""


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold anything; numbers are 1-based lines of the file.

    Raises:
        ParseError: a line is longer than any line of a page.
    """
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if body := raw.strip():
            if len(body) > MAX_LINE:
                raise ParseError(number, body, f"一行至多 {MAX_LINE} 字")
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
    """Yield a table's cells in the order they were written; raises `ParseError` when the last one is cut."""
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


def without_headers(
    lines: Iterator[Line], form: Form, above: int, dropped: Callable[[Line], None]
) -> Iterator[Line]:
    """Yield a table's lines but for its headers, whose lines are told to `dropped`.

    The whole header must stand behind line `above`; some or all of it may again where a page opens.

    Raises:
        ParseError: the table does not begin with its header, or has headers without end.
    """
    ahead: deque[Line] = deque()
    length, empty_pages = _header_length(ahead, lines, {form.header}), 0
    if not length:
        at = (ahead[0].number, ahead[0].text) if ahead else (above, END)
        raise ParseError(*at, f"表頭「{'、'.join(form.columns)}」")
    while ahead:
        empty_pages = empty_pages + 1 if length else 0
        if empty_pages > MAX_EMPTY_PAGES:
            raise ParseError(ahead[0].number, ahead[0].text, "表頭之後有表格的內容")
        for _ in range(length):
            dropped(ahead.popleft())
        yield from () if length else (ahead.popleft(),)
        ahead.extend(islice(lines, 0 if ahead else 1))
        length = _header_length(ahead, lines, form.headers) if ahead and ahead[0].opens_page else 0


def _header_length(ahead: deque[Line], lines: Iterator[Line], headers: Collection[str]) -> int:
    """How many lines from `ahead`, filled from `lines` as needed, are the longest run that spells a header.

    A header ends a cell.
    """
    spelled, best = "", 0
    for count in range(1, MAX_HEADER_LINES + 1):
        ahead.extend(islice(lines, max(0, count - len(ahead))))
        if len(ahead) < count:
            break
        spelled += compact(ahead[count - 1].text)
        if spelled in headers and ahead[count - 1].closes_cell:
            best = count
        if not any(header.startswith(spelled) for header in headers):
            break
    return best


def _cells_on(text: str) -> list[tuple[int, int]]:
    """Where the cells on one line stand; a run of single characters is one justified cell."""
    cells: list[tuple[int, int]] = []
    justified = False
    start = 0
    for end, resume in [*(m.span() for m in LOOSE_BLANK.finditer(text)), (len(text), len(text))]:
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
    cell.text += tidy(cell.lines[-1])
    cell.ranges.append((line.start + start, line.start + end))


def _require_closed(cell: Cell | None) -> None:
    if cell is not None:
        raise ParseError(cell.line + 1, cell.lines[-1], "這一格的結尾（行尾空白），文字卻在格中斷了")
