"""The words that belong to the form of an annual plan, whoever wrote it, read from one data file."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.text import compact

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
    def headers(self) -> frozenset[str]:
        """Every header a page can repeat: the column heads or some of them, in order, run together."""
        chosen = (c for n in range(1, len(self.columns) + 1) for c in combinations(self.columns, n))
        return frozenset("".join(columns) for columns in chosen)

    @cached_property
    def title_pattern(self) -> re.Pattern[str]:
        """Publisher and 民國 year out of a (compacted) title."""
        return re.compile(rf"(?P<publisher>.+?)(?P<year>\d+){re.escape(compact(self.title))}")


def load_form(path: Path = _FORM) -> Form:
    """Read a form's words; raises `pydantic.ValidationError` when the file lacks one."""
    return Form.model_validate_json(path.read_text(encoding="utf-8"))
