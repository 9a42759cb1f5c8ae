"""Answers made elsewhere: a JSON Lines file with a reply per question id, perhaps with its ranking."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.cases import Case, read_bytes, read_rows
from evals.errors import AskError, Failing, TargetError
from evals.reply import UNSTABLE_FIELDS, parse_reply
from evals.responders.base import Exchange, Hit

RANKING, LATENCY = "ranking", "latency_ms"


class AnswersFileAsker:
    """Looks each question's reply up by its id.

    A line is the contract's reply with `id` (the question's), and perhaps `ranking` (passage ids, best first)
    and `latency_ms`.

    Raises:
        SetError: a line is no JSON.
        TargetError: a line has no id, or one that was given before.
    """

    def __init__(self, path: Path) -> None:
        """Read the file."""
        raw = read_bytes(path)
        self._about = {"kind": "answers", "file": path.name, "sha256": hashlib.sha256(raw).hexdigest()}
        self._rows: dict[str, Mapping[str, Any]] = {}
        for number, row in read_rows(path, raw):
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or row["id"] in self._rows:
                msg = f"{path} 第 {number} 行：應為帶有 id 的 JSON 物件，且 id（題目編號）不可重複。"
                raise TargetError(msg)
            self._rows[row["id"]] = row

    @property
    def about(self) -> Mapping[str, str]:
        """File name and checksum."""
        return self._about

    def ask(self, case: Case) -> Exchange:
        """The line of this question; a missing one is a failure."""
        row = self._rows.get(case.case_id)
        if row is None:
            return Exchange(case.case_id, failing=Failing.MISSING, detail="答案檔沒有這一題")
        ranking = row.get(RANKING)
        hits = (
            tuple(Hit(str(passage), 1 / rank) for rank, passage in enumerate(ranking, 1)) if ranking else None
        )
        body = {
            name: value for name, value in row.items() if name not in {*UNSTABLE_FIELDS, RANKING, LATENCY}
        }
        try:
            parse_reply(body)
        except AskError as error:
            return Exchange(case.case_id, failing=error.failing, detail=error.detail, ranking=hits)
        latency = row.get(LATENCY)
        known = float(latency) if isinstance(latency, int | float) else None
        return Exchange(case.case_id, reply=body, latency_ms=known, ranking=hits)
