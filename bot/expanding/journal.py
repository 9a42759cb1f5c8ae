"""The file that a run is resumed from: the model's reply to each finished request, kept as soon as it is there."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.errors import ProposalsError
from bot.expanding.tasks import Task

JOURNAL = "journal.jsonl"

Key = tuple[str, str, str]  # kind, id and text of the node: a node that was reworded is asked about again


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model proposed.

    Attributes:
        elements: of its list, as it said them; they are screened anew whenever the proposals are written.
        hand: the model and the version of the prompt.
    """

    elements: tuple[Any, ...]
    hand: str


class Journal:
    """Appends replies and checksums of written files; one process at a time.

    A line goes to the operating system as soon as it is known, so that it outlives the process being killed.
    """

    def __init__(self, folder: Path) -> None:
        """Open, lock and read the folder's file; raises `ProposalsError` when another process writes it."""
        self._path = folder / JOURNAL
        self._file = self._path.open("ab")
        self._replies: dict[Key, Reply] = {}
        self._written: set[tuple[str, str]] = set()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._read()
        except BlockingIOError as error:
            self._file.close()
            msg = f"{folder} 正由另一個 planbot expand 寫入。請等它結束，或以 --out 指定別的資料夾。"
            raise ProposalsError(msg) from error
        except ProposalsError:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file, which ends the lock."""
        self._file.close()

    def reply(self, task: Task) -> Reply | None:
        """What the model said to a request; None while it is open."""
        return self._replies.get(_key(task))

    def finish(self, task: Task, reply: Reply) -> None:
        """Keep the reply to a request."""
        kind, passage, text = _key(task)
        row = {"kind": kind, "passage": passage, "text": text, "hand": reply.hand}
        self._append({**row, "elements": list(reply.elements)})

    def was_written(self, name: str, sha256: str) -> bool:
        """Whether a file's content is one of those that were written here."""
        return (name, sha256) in self._written

    def will_write(self, name: str, sha256: str) -> None:
        """Keep what a file is about to hold; told before writing, or a kill between both would disown it."""
        self._append({"file": name, "sha256": sha256})

    def _append(self, row: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(row).encode() + b"\n")  # ASCII: a model can say what UTF-8 cannot
        self._file.flush()
        self._take(row)

    def _take(self, row: Mapping[str, Any]) -> None:
        if "file" in row:
            self._written.add((row["file"], row["sha256"]))
        else:
            key = (row["kind"], row["passage"], row["text"])
            self._replies[key] = Reply(tuple(row["elements"]), row["hand"])

    def _read(self) -> None:
        """Take every whole line; a last one that was torn by a kill is cut off."""
        raw = self._path.read_bytes()
        self._file.truncate(raw.rfind(b"\n") + 1)
        for number, line in _lines(raw):
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                msg = f"{self._path} 第 {number} 行已損壞。請刪去這一行，或以 --out 指定別的資料夾。"
                raise ProposalsError(msg) from error


def _lines(raw: bytes) -> Iterator[tuple[int, bytes]]:
    return enumerate(raw.split(b"\n")[:-1], 1)


def _key(task: Task) -> Key:
    return task.kind.value, task.node.passage_id, task.node.text
