"""Human review: a blinded sheet, verdicts read back, agreement between raters and with `right`."""

from __future__ import annotations

import csv
import hashlib
import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.agreement import cohen
from evals.compare.runs import Run
from evals.errors import ReviewError
from evals.folder import json_text, read_json

COLUMNS = ("item", "question", "answer", "cited", "verdict", "comment")
VERDICTS = {"對": True, "不對": False, "right": True, "wrong": False}
KEY_SUFFIX = ".key.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Item:
    """A reply to review, known to the reviewer by its code alone."""

    code: str
    run: str
    case_id: str
    row: Mapping[str, Any]


def export_review(
    runs: Sequence[Run], out: Path, *, sample: int | None = None, seed: int = 0
) -> tuple[Path, Path]:
    """Write a sheet that tells neither run nor verdict, and a key to keep from the reviewers.

    Args:
        runs: their replies are mixed; failed questions are left out.
        out: the CSV; UTF-8 with a mark, as spreadsheets want it. The key lies beside it as `NAME.key.json`.
        sample: how many items at most, drawn at random; all if None.
        seed: of order and sample.

    Returns:
        Both paths.
    """
    items = [_item(run, name, seed) for run in runs for name, row in run.rows.items() if row["reply"]]
    random.Random(seed).shuffle(items)
    items = items[:sample]
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([*map(_guarded, _cells(item)), "", ""] for item in items)
    key = out.with_suffix(KEY_SUFFIX)
    held = {i.code: {"run": i.run, "id": i.case_id, "right": i.row["right"]} for i in items}
    key.write_text(json_text({"items": held}), encoding="utf-8")
    return out, key


def import_reviews(sheets: Sequence[Path], key: Path) -> dict[str, Any]:
    """Return verdicts by reviewer (the sheet's name), and agreement: of any two, and of each with `right`.

    Rows without a verdict are not counted.

    Raises:
        ReviewError: a sheet does not fit the key, or holds a verdict that is not allowed; names file and
        line.
    """
    items = read_json(key).get("items")
    if not isinstance(items, dict):
        msg = f"{key} 不是複核的對照檔。請指定 export-review 寫出的 {KEY_SUFFIX} 檔。"
        raise ReviewError(msg)
    verdicts = {sheet.stem: _read_sheet(sheet, items) for sheet in sheets}
    strict = {code: bool(item["right"]) for code, item in items.items()}
    return {
        "verdicts": {name: {c: v for c, v in sorted(held.items())} for name, held in verdicts.items()},
        "with_right": {name: _agree(held, strict) for name, held in verdicts.items()},
        "between": {
            f"{one}／{two}": _agree(verdicts[one], verdicts[two])
            for one, two in itertools.combinations(verdicts, 2)
        },
        "right_by_run": {name: _by_run(held, items) for name, held in verdicts.items()},
    }


def _item(run: Run, case_id: str, seed: int) -> Item:
    code = hashlib.sha256(f"{seed}\0{run.path.resolve()}\0{case_id}".encode()).hexdigest()[:10]
    return Item(code, run.name, case_id, run.rows[case_id])


def _cells(item: Item) -> list[str]:
    turns = [turn["content"] if isinstance(turn, dict) else turn for turn in item.row["turns"]]
    cited = (f"[{c['n']}] {c.get('quote', '')}" for c in item.row["reply"].get("citations", ()))
    return [item.code, "\n".join(turns), item.row["reply"]["answer"], "\n".join(cited)]


def _guarded(cell: str) -> str:
    # A spreadsheet runs what begins like a formula; an answer may come from anywhere.
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _read_sheet(path: Path, items: Mapping[str, Any]) -> dict[str, bool]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            return dict(
                found
                for row in reader
                if (found := _verdict(f"{path} 第 {reader.line_num} 行", row, items)) is not None
            )
    except (OSError, UnicodeDecodeError) as error:
        msg = f"無法讀取 {path}：{error}。請存成「CSV UTF-8」。"
        raise ReviewError(msg) from error


def _verdict(where: str, row: Mapping[str, Any], items: Mapping[str, Any]) -> tuple[str, bool] | None:
    code, told = str(row.get("item") or "").strip(), str(row.get("verdict") or "").strip().lower()
    if code not in items:
        msg = f"{where}：代號「{code}」不在對照檔裡。請用同一次 export-review 寫出的表與對照檔。"
        raise ReviewError(msg)
    if not told:
        return None
    if told not in VERDICTS:
        msg = f"{where}：verdict 是「{told}」，應為 {'、'.join(VERDICTS)} 或留白。"
        raise ReviewError(msg)
    return code, VERDICTS[told]


def _agree(one: Mapping[str, bool], two: Mapping[str, bool]) -> dict[str, Any]:
    return asdict(cohen([(one[code], two[code]) for code in sorted(one.keys() & two.keys())]))


def _by_run(held: Mapping[str, bool], items: Mapping[str, Any]) -> dict[str, str]:
    runs: dict[str, list[bool]] = {}
    for code, verdict in sorted(held.items()):
        runs.setdefault(items[code]["run"], []).append(verdict)
    return {run: f"{sum(verdicts)}/{len(verdicts)}" for run, verdicts in sorted(runs.items())}
