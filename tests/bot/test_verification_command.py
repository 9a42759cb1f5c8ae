"""`planbot verify` over a real process: one verdict a line, in order, whatever the line holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.plans.coast_forest import FOLDER

ROOT = Path(__file__).parents[2]
LINES = (
    '{"sentence": "設置編籬定砂，降低飛砂掩埋農田與道路的情形。", "cites": ["ccf-113/1.1.3"]}',
    '{"sentence": "設置編籬 500 公里。", "cites": ["ccf-113/1.1.3"]}',
    "{not json",
    "",
    '{"sentence": "設置編籬。", "cites": []}',
    '{"sentence": "設置編籬。", "cites": ["ccf-113/7.7"]}',
    '{"sentence": 5, "cites": ["ccf-113/1.1.3"]}',
    '{"sentence": "汰換枯死老樹。", "cites": ["ccf-113/1.1.2"]}',
)


def planbot(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "PLANBOT_PLAN": str(FOLDER), "PLANBOT_HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_each_line_gets_its_verdict_in_order(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    run = planbot(tmp_path, "verify", str(path), "--json")
    verdicts = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, run.stderr
    assert [verdict["supported"] for verdict in verdicts] == [True, *[False] * 6, True]
    assert all(set(verdict) == {"supported", "score", "reasons"} for verdict in verdicts)
    assert all(bool(verdict["reasons"]) != verdict["supported"] for verdict in verdicts)


def test_a_missing_file_is_told_in_one_line(tmp_path: Path) -> None:
    run = planbot(tmp_path, "verify", str(tmp_path / "none.jsonl"))
    assert run.returncode == 1
    assert len(run.stderr.strip().splitlines()) == 1
