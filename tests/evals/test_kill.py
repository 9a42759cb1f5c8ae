"""Killing a run at any moment and starting it again gives the report of a run that was left alone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.evals.servers import Handler, our_api, serving
from tests.evals.test_runs import content

ROOT = Path(__file__).parents[2]
ROWS = 30
RUN = """
import sys
from evals.cli import app
app()
"""


def write_set(folder: Path) -> Path:
    row = '{{"id": "q{n}", "kind": "plain", "turns": ["{n}？"], "gold": ["p/1.1"], "outcome": "answered"}}\n'
    path = folder / "set.jsonl"
    path.write_text("".join(row.format(n=n) for n in range(ROWS)), encoding="utf-8")
    return path


def start(url: str, questions: Path, out: Path) -> subprocess.Popen[bytes]:
    options = ["--url", url, "--out", str(out), "--jobs", "2", "--json"]
    command = [sys.executable, "-c", RUN, str(questions), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killed_runs_resume_to_the_same_report(tmp_path: Path) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.01)
        our_api(handler)

    questions, chance = write_set(tmp_path), random.Random(7)
    with serving(slow) as (url, server):
        assert start(url, questions, tmp_path / "whole").wait(60) == 0
        server.asked.clear()
        killed = 0
        while not (tmp_path / "run").exists():
            run = start(url, questions, tmp_path / "run")
            seen = len(server.asked)
            wanted = seen + chance.randint(1, 12)
            while run.poll() is None and len(server.asked) < min(wanted, ROWS):
                time.sleep(0.005)
            if len(server.asked) >= ROWS or killed >= 3:
                run.wait(60)
            run.send_signal(signal.SIGKILL)
            run.wait(60)
            killed += 1
        asked = Counter(row["messages"][-1]["content"] for row in server.asked)
    assert killed >= 2
    assert content(tmp_path / "run") == content(tmp_path / "whole")
    # Only what was under way when the process was killed can have been asked again.
    assert sum(asked.values()) <= ROWS + 2 * killed
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("run")] == ["run"]
