"""What an importer brings: questions in our form and, where the file holds them, the passages to index."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.cases import Case, explain, to_case
from evals.errors import SetError
from evals.exports import set_row
from evals.schema import CaseRow


@dataclass(frozen=True)
class Imported:
    """Questions and passages.

    Attributes:
        passages: `{"id", "title", "text"}`, as `planbot build --passages` takes them; empty if the file has
            none.
        skipped: questions left out because nothing was marked relevant to them.
    """

    cases: tuple[Case, ...]
    passages: tuple[Mapping[str, str], ...] = ()
    skipped: int = 0


def make_case(where: str, row: Mapping[str, Any]) -> Case:
    """Check a row as a set's line is checked; raises `SetError` beginning with `where` (file and line)."""
    dated = {"author": "import", "date": datetime.date.today().isoformat(), **row}
    try:
        return to_case(CaseRow.model_validate(dated))
    except ValidationError as error:
        msg = f"{where}：{explain(error)}"
        raise SetError(msg) from error


def safe_id(text: str) -> str:
    """An id without blanks."""
    return "_".join(text.split())


def write_imported(imported: Imported, out: Path) -> tuple[Path, Path | None]:
    """Write the set, and its passages beside it as `NAME.passages.jsonl`.

    Returns:
        Both paths; None for passages if there are none.

    Raises:
        SetError: nothing was imported, an id is doubled, or the file exists.
    """
    ids = [case.case_id for case in imported.cases]
    doubled = next((name for name in ids if ids.count(name) > 1), None) if len(set(ids)) < len(ids) else None
    problem = (
        "沒有匯入任何題目"
        if not ids
        else f"編號「{doubled}」重複"
        if doubled
        else "檔案已存在"
        if out.exists()
        else ""
    )
    if problem:
        msg = f"{out}：{problem}。請檢查來源檔，或改用別的輸出檔名。"
        raise SetError(msg)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(_json(set_row(case)) for case in imported.cases), encoding="utf-8")
    if not imported.passages:
        return out, None
    beside = out.with_suffix(".passages.jsonl")
    beside.write_text("".join(_json(passage) for passage in imported.passages), encoding="utf-8")
    return out, beside


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
