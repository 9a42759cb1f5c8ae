"""A run folder: written whole or not at all, resumed from the journal beside it.

RUN.partial/   header.json and journal.jsonl while questions are asked
RUN.new/       the finished folder until it is renamed
RUN/           header.json  answers.jsonl  cases.jsonl  report.json  report.html
               run.trec  qrels.trec  trec_rag.jsonl  ragas.jsonl
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import RunError
from evals.journal import Journal, read_exchanges, write_exchanges

HEADER, JOURNAL, ANSWERS, REPORT, CASES = (
    "header.json",
    "journal.jsonl",
    "answers.jsonl",
    "report.json",
    "cases.jsonl",
)


@dataclass(frozen=True)
class RunFolder:
    """Where a run lies, finished or not."""

    path: Path

    @property
    def partial(self) -> Path:
        """Holds what is known so far."""
        return self.path.with_name(self.path.name + ".partial")

    @property
    def new(self) -> Path:
        """Holds the finished files until they are moved into place."""
        return self.path.with_name(self.path.name + ".new")

    def begin(self, header: Mapping[str, Any], *, force: bool = False, retry: bool = False) -> None:
        """Prepare the partial folder: a new one, or the one that a killed run left.

        Args:
            header: must equal that of the run to be resumed.
            force: forget a finished or partial run of the same name.
            retry: keep a finished run's replies and ask its failed questions again.

        Raises:
            RunError: there is a finished run and neither is set, or the partial run has another header.
        """
        if force:
            forget(self.partial)
        if self.partial.exists():
            self._check_header(self.partial, header)
            return
        if self.path.exists() and not (force or retry):
            msg = (
                f"{self.path} 已有完成的結果。"
                "請加 --retry 重問失敗的題目、--force 重新執行，或以 --out 指定別處。"
            )
            raise RunError(msg)
        if retry and self.path.exists():
            self._check_header(self.path, header)
        self._create(header, retry=retry and self.path.exists())

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        """The partial run's journal, locked."""
        with Journal(self.partial / JOURNAL) as journal:
            yield journal

    def finish(self, write: Callable[[Path], None]) -> None:
        """Let `write` fill a new folder, put it in the place of `path`, then forget the journal."""
        forget(self.new)
        self.new.mkdir(parents=True)
        write(self.new)
        replace(self.path, self.new)
        forget(self.partial)

    def _create(self, header: Mapping[str, Any], *, retry: bool) -> None:
        beginning = self.path.with_name(self.path.name + ".begin")
        forget(beginning)
        beginning.mkdir(parents=True)
        (beginning / HEADER).write_text(json_text(header), encoding="utf-8")
        kept = read_exchanges(self.path / ANSWERS).values() if retry else ()
        write_exchanges(beginning / JOURNAL, (exchange for exchange in kept if exchange.reply is not None))
        beginning.rename(self.partial)

    def _check_header(self, folder: Path, header: Mapping[str, Any]) -> None:
        stored = read_json(folder / HEADER)
        wanted = json.loads(json_text(header))
        differing = [name for name in wanted.keys() | stored.keys() if wanted.get(name) != stored.get(name)]
        if differing:
            shown = "；".join(f"{n}：{stored.get(n)} → {wanted.get(n)}" for n in sorted(differing))
            msg = (
                f"{folder} 是以別的設定執行的（{shown}）。"
                "請以原設定續跑、加 --force 重新執行，或以 --out 指定別處。"
            )
            raise RunError(msg)


def replace(path: Path, new: Path) -> None:
    """Put a finished folder in the place of `path`; a kill in between leaves the partial run to resume."""
    old = path.with_name(path.name + ".old")
    forget(old)
    if path.exists():
        path.rename(old)
    new.rename(path)
    forget(old)


def forget(folder: Path) -> None:
    """Remove a folder that is no longer needed, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def json_text(value: Mapping[str, Any]) -> str:
    """JSON as run folders hold it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object of a run; raises `RunError` naming the file."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"無法讀取 {path}：{error}。請指定 planbot eval 寫出的結果資料夾（或其 report.json）。"
        raise RunError(msg) from error
    if not isinstance(body, dict):
        msg = f"{path} 不是 JSON 物件。請指定 planbot eval 寫出的 report.json。"
        raise RunError(msg)
    return body


def read_report(path: Path) -> dict[str, Any]:
    """The report of a run folder, or of a report file kept by itself (a baseline)."""
    return read_json(path / REPORT if path.is_dir() else path)
