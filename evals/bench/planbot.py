"""`planbot` as a user runs it: each command a process of its own, over a home of the benchmark's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from evals.errors import TargetError

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "api.cli")
_LIMIT_S = 600
_PAUSE_S = 0.005
_ADDRESS = re.compile(r"http://[\d.]+:(\d+)")


@dataclass(frozen=True, slots=True)
class Running:
    """A server process.

    Attributes:
        ready_s: seconds from starting the process until questions could be answered.
    """

    process: subprocess.Popen[str]
    port: int
    ready_s: float

    def memory_mib(self) -> float:
        """Resident memory in MiB."""
        held = Path(f"/proc/{self.process.pid}/status")
        if held.is_file() and (found := re.search(r"VmRSS:\s*(\d+) kB", held.read_text(encoding="ascii"))):
            return int(found[1]) / 1024
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)],
            capture_output=True,
            encoding="ascii",
            check=True,
        )
        return int(told.stdout) / 1024


def environment(home: Path) -> dict[str, str]:
    """The environment of a command: nothing of the caller's own settings, and a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOT_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PLANBOT_HOME": str(home)}


def run(arguments: Sequence[str], home: Path) -> str:
    """Run a command to its end and return what it wrote; raises `TargetError` when it fails."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=home,
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        timeout=_LIMIT_S,
        check=False,
    )
    if done.returncode != 0:
        msg = f"planbot {' '.join(arguments)} 失敗（結束碼 {done.returncode}）：{done.stderr.strip()[-500:]}"
        raise TargetError(msg)
    return done.stdout


@contextmanager
def serving(home: Path) -> Iterator[Running]:
    """Run `planbot serve` on a free port until the block ends."""
    with started((*COMMAND, "serve", "--port", "0"), environment(home), home, "/readyz") as running:
        yield running


@contextmanager
def started(
    command: Sequence[str], variables: Mapping[str, str], cwd: Path, ready_path: str
) -> Iterator[Running]:
    """Run a server that prints its address first; gives it once `ready_path` answers 200.

    Raises:
        TargetError: it ended, or was not ready in time.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=variables, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        line = process.stdout.readline() if process.stdout else ""
        if (found := _ADDRESS.search(line)) is None:
            msg = f"服務沒有啟動：{line.strip() or '沒有輸出'}。請先試 planbot serve。"
            raise TargetError(msg)
        _wait(process, found[0] + ready_path)
        yield Running(process, int(found[1]), time.perf_counter() - begun)
    finally:
        process.terminate()
        process.communicate(timeout=_LIMIT_S)


def _wait(process: subprocess.Popen[str], address: str) -> None:
    deadline = time.monotonic() + _LIMIT_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=_LIMIT_S):
                return
        except URLError:  # not there yet, or 503
            time.sleep(_PAUSE_S)
    msg = f"服務在 {_LIMIT_S} 秒內沒有備妥。請先試 planbot serve。"
    raise TargetError(msg)
