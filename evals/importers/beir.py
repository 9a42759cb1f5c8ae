"""BEIR folders: `corpus.jsonl`, `queries.jsonl` and `qrels/SPLIT.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.cases import Case, read_bytes, read_rows
from evals.errors import SetError
from evals.importers.imported import Imported, make_case, safe_id

Grades = dict[str, dict[str, int]]


def import_beir(folder: Path, *, split: str = "test") -> Imported:
    """Return a folder's judged queries.

    Gold are a query's passages of the highest grade, acceptable its other positive ones.

    Raises:
        SetError: a file is missing or malformed; names file and line.
    """
    grades = _read_qrels(folder / "qrels" / f"{split}.tsv")
    queries = _texts(folder / "queries.jsonl")
    cases = [
        _case(folder, name, queries, held)
        for name, held in grades.items()
        if any(g > 0 for g in held.values())
    ]
    passages = tuple(
        {"id": name, "title": row["title"], "text": row["text"]}
        for name, row in _texts(folder / "corpus.jsonl").items()
    )
    return Imported(tuple(cases), passages, skipped=len(queries.keys() - {case.case_id for case in cases}))


def _case(folder: Path, name: str, queries: Mapping[str, Mapping[str, str]], held: Mapping[str, int]) -> Case:
    if name not in queries:
        msg = f"{folder / 'qrels'} 提到查詢「{name}」，但 queries.jsonl 沒有。請檢查資料夾是否完整。"
        raise SetError(msg)
    best = max(held.values())
    row = {
        "id": name,
        "kind": "beir",
        "turns": [queries[name]["text"]],
        "gold": [passage for passage, grade in held.items() if grade == best],
        "acceptable": [passage for passage, grade in held.items() if 0 < grade < best],
        "outcome": "answered",
    }
    return make_case(f"{folder / 'queries.jsonl'}（{name}）", row)


def _texts(path: Path) -> dict[str, dict[str, str]]:
    found = {}
    for number, row in read_rows(path, read_bytes(path)):
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("_id"), str)
            or not isinstance(row.get("text"), str)
        ):
            msg = f'{path} 第 {number} 行：應為 {{"_id": …, "text": …}}。'
            raise SetError(msg)
        found[safe_id(row["_id"])] = {"title": str(row.get("title") or ""), "text": row["text"]}
    return found


def _read_qrels(path: Path) -> Grades:
    grades: Grades = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8", "replace").splitlines(), 1):
        columns = line.split("\t")
        if (number == 1 and columns[-1].strip().lower() == "score") or not line.strip():
            continue
        if len(columns) != 3 or not columns[2].strip().lstrip("-").isdigit():
            msg = f"{path} 第 {number} 行：應為「查詢 TAB 段落 TAB 整數」。"
            raise SetError(msg)
        grades.setdefault(safe_id(columns[0]), {})[safe_id(columns[1])] = int(columns[2])
    return grades
