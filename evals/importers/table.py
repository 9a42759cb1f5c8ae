"""CSV as people write it in a spreadsheet: one question a row, several values divided by semicolons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cases import Case, read_bytes
from evals.errors import SetError
from evals.importers.imported import Imported, make_case, safe_id

COLUMNS = (
    "id",
    "kind",
    "question",
    "gold",
    "acceptable",
    "must",
    "number",
    "outcome",
    "reason",
    "forbidden",
    "author",
    "date",
)
_SEVERAL = re.compile(r"[;；]")
_EITHER = re.compile(r"[|｜]")


def import_csv(path: Path) -> Imported:
    """Return a UTF-8 file's questions.

    Columns: `question` is required; its lines are the user's turns. `gold`, `acceptable`, `forbidden` and
    `must` hold several values divided by `;`, a must phrase its alternatives divided by `|`. Without
    `outcome` a question with gold is to be answered and one without to be declined.

    Raises:
        SetError: naming file and line.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path} 不是 UTF-8 文字。請另存為「CSV UTF-8」。"
        raise SetError(msg) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    unknown = sorted(set(reader.fieldnames or ()) - set(COLUMNS))
    if unknown or "question" not in (reader.fieldnames or ()):
        allowed, extra = "、".join(COLUMNS), "、".join(unknown) or "無"
        msg = f"{path} 第 1 行：欄位應有 question，其餘限於 {allowed}（多出：{extra}）。"
        raise SetError(msg)
    return Imported(tuple(_case(path, reader.line_num, number, row) for number, row in enumerate(reader, 1)))


def _case(path: Path, line: int, number: int, row: Mapping[str, Any]) -> Case:
    where = f"{path} 第 {line} 行"
    if None in row or None in row.values():
        msg = f"{where}：欄數與標題列不符。請檢查引號與逗號。"
        raise SetError(msg)
    cells = {name: value.strip() for name, value in row.items()}
    gold = _several(cells.get("gold", ""))
    count = cells.get("number", "")
    body: dict[str, Any] = {
        "id": safe_id(cells.get("id", "")) or f"{safe_id(path.stem)}-{number:03d}",
        "kind": cells.get("kind") or "csv",
        "turns": [turn.strip() for turn in cells["question"].splitlines() if turn.strip()],
        "gold": gold,
        "acceptable": _several(cells.get("acceptable", "")),
        "must": [_EITHER.split(phrase) for phrase in _several(cells.get("must", ""))],
        "number": int(count) if count.isdecimal() else count or None,
        "outcome": cells.get("outcome") or ("answered" if gold else "declined"),
        "reason": cells.get("reason") or None,
        "forbidden": _several(cells.get("forbidden", "")),
    }
    told = {name: cells[name] for name in ("author", "date") if cells.get(name)}
    return make_case(where, {**body, **told})


def _several(cell: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(cell) if part.strip()]
