"""A file is replaced whole: neither an error nor a kill in the middle of writing touches what was there."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.whole_files import replace_file

ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.whole_files import replace_file

def lines():
    yield "new\\n" * 100_000
    os.kill(os.getpid(), signal.SIGKILL)

replace_file(Path(sys.argv[1]), lines())
"""


def test_lines_replace_a_file_and_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("old\n", encoding="utf-8")
    assert replace_file(path, ["一\n", "二\n"]) == 2
    assert path.read_text(encoding="utf-8") == "一\n二\n"


def test_an_error_leaves_the_file_and_nothing_else(tmp_path: Path) -> None:
    def failing() -> Iterator[str]:
        yield "new\n"
        raise ValueError("no more lines")

    path = tmp_path / "rows.jsonl"
    path.write_text("old\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no more"):
        replace_file(path, failing())
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [
        ("rows.jsonl", "old\n")
    ]


def test_a_kill_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("old\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [one for one in tmp_path.glob("*.jsonl")] == [path]
