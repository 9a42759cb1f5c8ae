"""The file a run is resumed from: a finished question a line, written at once, a torn end dropped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.appended_file import AppendedFile
from evals.errors import Failing, RunError
from evals.responders.base import Exchange, Hit


def to_json(exchange: Exchange) -> dict[str, Any]:
    """An exchange as a line holds it."""
    hits = exchange.ranking
    return {
        "id": exchange.case_id,
        "reply": exchange.reply,
        "failing": exchange.failing,
        "detail": exchange.detail,
        "latency_ms": exchange.latency_ms,
        "first_ms": exchange.first_ms,
        "ranking": None if hits is None else [[h.passage_id, h.score, h.read_to] for h in hits],
    }


def from_json(row: dict[str, Any]) -> Exchange:
    """The exchange of a line; raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    hits = row["ranking"]
    return Exchange(
        case_id=str(row["id"]),
        reply=row["reply"],
        failing=None if row["failing"] is None else Failing(row["failing"]),
        detail=str(row["detail"]),
        latency_ms=row["latency_ms"],
        first_ms=row.get("first_ms"),
        ranking=None if hits is None else tuple(Hit(*hit) for hit in hits),
    )


def write_exchanges(path: Path, exchanges: Iterable[Exchange]) -> None:
    """Write one line each."""
    lines = (json.dumps(to_json(exchange), ensure_ascii=False) + "\n" for exchange in exchanges)
    path.write_text("".join(lines), encoding="utf-8")


def read_exchanges(path: Path) -> dict[str, Exchange]:
    """Return a file's exchanges by question; a last line without its end is left out.

    Raises:
        RunError: a whole line is malformed.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        msg = f"無法讀取 {path}：{error.strerror}。請指定 planbot eval 寫出的結果資料夾。"
        raise RunError(msg) from error
    found: dict[str, Exchange] = {}
    for number, line in enumerate(raw.split(b"\n")[:-1], 1):
        try:
            exchange = from_json(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            msg = f"{path} 第 {number} 行已損壞。請加 --force 重新執行。"
            raise RunError(msg) from error
        found[exchange.case_id] = exchange
    return found


class Journal(AppendedFile):
    """Appends exchanges; one process at a time."""

    def __init__(self, path: Path) -> None:
        """Open, lock and read the file; raises `RunError` when another process writes it."""
        try:
            super().__init__(path)
        except BlockingIOError as error:
            msg = f"{path.parent} 正由另一個評測行程寫入。請等它結束，或以 --out 指定別的資料夾。"
            raise RunError(msg) from error
        try:
            self.known = read_exchanges(path)
        except RunError:
            self.close()
            raise

    def append(self, exchange: Exchange) -> None:
        """Keep one exchange."""
        self.append_line(json.dumps(to_json(exchange), ensure_ascii=False).encode())
        self.known[exchange.case_id] = exchange
