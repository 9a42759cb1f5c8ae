"""The words that belong to the form of an annual plan, whoever wrote it, read from one data file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.text import compact, tidy

_FORM = Path(__file__).parent / "forms" / "annual_plan.json"


class Form(BaseModel):
    """Part marks, column heads and category names of the form 「年度施政計畫」."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    preface: str
    paragraph: str
    parts: tuple[str, str]
    columns: tuple[str, ...]
    categories: tuple[str, ...]
    sentence_ends: str

    @cached_property
    def header(self) -> str:
        """The header a table begins with: all column heads, run together."""
        return compact("".join(self.columns))

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header a page can repeat: the column heads or some of them, in order, run together."""
        chosen = (c for n in range(1, len(self.columns) + 1) for c in combinations(self.columns, n))
        return frozenset(compact("".join(columns)) for columns in chosen)

    def shares_a_head(self, text: str) -> bool:
        """Whether `text` holds a column head or is a piece of one, like the rest of a damaged header."""
        text = compact(text)
        return any(head in text or text in head for head in map(compact, self.columns))

    def holds_a_header(self, lines: Iterable[str]) -> bool:
        """Whether one or more whole lines of a cell spell a header, which a damaged page left there."""
        return self._header_pattern.search("\n".join(map(compact, lines))) is not None

    def read_title(self, title: str) -> tuple[str, int] | None:
        """Return a title's publisher as printed and its 民國 year; None when it is no title of this form."""
        known = self._title_pattern.fullmatch(compact(title))
        if known is None:
            return None
        printed = (title[:end] for end in range(1, len(title)))
        publisher = next((name for name in printed if compact(name) == known["publisher"]), None)
        return (tidy(publisher), int(known["year"])) if publisher else None

    @cached_property
    def _header_pattern(self) -> re.Pattern[str]:
        spelled = ("\n?".join(map(re.escape, header)) for header in self.headers)
        return re.compile(f"^(?:{'|'.join(spelled)})$", re.MULTILINE)

    @cached_property
    def _title_pattern(self) -> re.Pattern[str]:
        """Publisher (at least one letter of it) and 民國 year out of a compacted title."""
        publisher = r"(?P<publisher>.*[^\W\d_].*(?<!\d))"
        return re.compile(rf"{publisher}(?P<year>\d{{1,3}}){re.escape(compact(self.title))}")


def load_form(path: Path = _FORM) -> Form:
    """Read a form's words; raises `pydantic.ValidationError` when the file lacks one."""
    return Form.model_validate_json(path.read_text(encoding="utf-8"))
