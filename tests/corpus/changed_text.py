"""What the tests of refusals share: the carried plan's lines, a small plan, and reading a changed text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import PLANS, Plan
from corpus.conservation import check_conservation
from corpus.errors import ParseError
from corpus.form import load_form
from corpus.parser import parse
from corpus.source import mend, read_errata, read_source
from tests.rendering import Document, Goal, Item, Widths, WorkPlan, render

FORM = load_form()
FOLDER = PLANS / "mol-111"
MENDED = mend(read_source(FOLDER / "source.txt"), read_errata(FOLDER / "errata.json")).text
LINES = MENDED.split("\n")
GOALS = next(at for at, line in enumerate(LINES) if line.startswith("壹、"))
TABLE = next(at for at, line in enumerate(LINES) if line.startswith(" 貳、"))
LAST = max(at for at, line in enumerate(LINES) if line.strip())
HEADER = frozenset({"工作計畫名稱 重要計畫項目", "計畫", "類別", "實施內容"})
MARK = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")
MESSAGE = r"(?s)^第 [1-9]\d* 行：讀到「.*」，預期.+。請檢查原始文字是否完整、行尾空白是否保留。$"
ITEM = Item("擴大海岸巡護", "社會發展", ("巡護林帶。", "補植苗木。", "通報盜伐。"))
SMALL = Document(
    "海岸林務署",
    113,
    ("本署護林。",),
    (Goal("護林", ("造林。", "撫育。")),),
    (WorkPlan("林帶復育", (ITEM,)),),
)


def read(text: str) -> Plan:
    """Parse and prove a text for which there is no manifest."""
    parsed = parse(mend(text), "x", FORM)
    check_conservation(parsed, text, FORM)
    return parsed.plan


def texts(plan: Plan) -> list[str]:
    """The plan's texts in reading order."""
    return [node.heading for node in plan.nodes.values()]


def written(document: Document = SMALL) -> str:
    """The document on one page."""
    return render(document, widths=Widths(), page_length=10_000, seed=1)


def small_plan_with(*items: Item) -> Document:
    """The small plan with other items in its table."""
    return Document(SMALL.publisher, SMALL.year, SMALL.preface, SMALL.goals, (WorkPlan("林帶復育", items),))


def refusal(text: str) -> ParseError | None:
    """The error that the text is refused with, if it is."""
    try:
        read(text)
    except ParseError as error:
        return error
    return None


def accepted(changed: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Which lines of the (index of a line, text) were no reason to refuse the text."""
    return [(at + 1, LINES[at]) for at, text in changed if refusal(text) is None]


def without(at: int) -> tuple[int, str]:
    """The text without one line."""
    return at, "\n".join([*LINES[:at], *LINES[at + 1 :]])


def without_blank(at: int) -> tuple[int, str]:
    """The text with the blanks at the end of one line lost."""
    return at, "\n".join([*LINES[:at], LINES[at].rstrip(), *LINES[at + 1 :]])
