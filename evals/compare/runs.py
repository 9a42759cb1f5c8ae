"""Two runs read back and laid side by side: differences by kind, questions won and lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.compare.stats import Difference, differences
from evals.errors import RunError
from evals.folder import CASES, read_report
from evals.summary import LABELS, Report

Row = Mapping[str, Any]
ALL = "全部"


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes:
        rows: lines of `cases.jsonl` by question, in the set's order.
    """

    path: Path
    report: Report
    rows: Mapping[str, Row]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name


@dataclass(frozen=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        kinds: measure differences by kind, first over all questions under `ALL`.
        won, lost: questions that became right, or ceased to be.
        only: questions that only one of the runs has; they are left out.
    """

    before: Run
    after: Run
    kinds: Mapping[str, Mapping[str, Difference]]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    only: tuple[str, ...]


def load_run(path: Path) -> Run:
    """Read a run folder; raises `RunError`."""
    try:
        lines = (path / CASES).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        return Run(path, read_report(path), {row["id"]: row for row in rows})
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"無法讀取 {path / CASES}：{error}。請指定 planbot eval 寫出的完整結果資料夾。"
        raise RunError(msg) from error


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs over the questions that both have.

    Raises:
        RunError: they share no question, or a shared question is not the same in both.
    """
    shared = [name for name in before.rows if name in after.rows]
    if not shared:
        msg = f"{before.path} 與 {after.path} 沒有相同的題目，無法比較。請用同一份題集各跑一次。"
        raise RunError(msg)
    _check_same(before, after, shared)
    kinds: dict[str, list[str]] = {ALL: shared}
    for name in shared:
        kinds.setdefault(str(after.rows[name]["kind"]), []).append(name)
    return Comparison(
        before,
        after,
        {kind: _differences(before, after, names) for kind, names in kinds.items()},
        tuple(n for n in shared if after.rows[n]["right"] and not before.rows[n]["right"]),
        tuple(n for n in shared if before.rows[n]["right"] and not after.rows[n]["right"]),
        tuple(sorted(before.rows.keys() ^ after.rows.keys())),
    )


def _check_same(before: Run, after: Run, shared: Sequence[str]) -> None:
    judged = ("turns", "gold", "acceptable", "must", "number", "outcome", "forbidden")
    for name in shared:
        if any(before.rows[name][field] != after.rows[name][field] for field in judged):
            msg = f"題目 {name} 在 {before.path} 與 {after.path} 裡不同，無法比較。請用同一份題集各跑一次。"
            raise RunError(msg)


def _differences(before: Run, after: Run, names: Sequence[str]) -> dict[str, Difference]:
    found = differences(_matrix(before, names), _matrix(after, names))
    return {measure: one for measure, one in zip(LABELS, found, strict=True) if one}


def _matrix(run: Run, names: Sequence[str]) -> NDArray[np.float64]:
    return np.array(
        [[run.rows[n]["scores"].get(measure, np.nan) for measure in LABELS] for n in names], np.float64
    )
