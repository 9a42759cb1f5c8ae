"""The file that a run is resumed from: the model's reply to each finished request, kept as soon as it is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ProposalsError
from bot.expanding.tasks import Task
from corpus.appended_file import AppendedFile

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


class Journal(AppendedFile):
    """Appends replies and checksums of written files; one process at a time."""

    def __init__(self, folder: Path) -> None:
        """Open, lock and read the folder's file; raises `ProposalsError` when another process writes it."""
        path = folder / JOURNAL
        self._replies: dict[Key, Reply] = {}
        self._written: set[tuple[str, str]] = set()
        try:
            super().__init__(path)
        except BlockingIOError as error:
            msg = f"{folder} 正由另一個 planbot expand 寫入。請等它結束，或以 --out 指定別的資料夾。"
            raise ProposalsError(msg) from error
        try:
            self._read(path)
        except ProposalsError:
            self.close()
            raise

    def reply(self, task: Task) -> Reply | None:
        """What the model said to a request; None while it is open."""
        return self._replies.get(_key(task))

    def finish(self, task: Task, reply: Reply) -> None:
        """Keep the reply to a request."""
        kind, passage, text = _key(task)
        row = {"kind": kind, "passage": passage, "text": text, "hand": reply.hand}
        self._keep({**row, "elements": list(reply.elements)})

    def was_written(self, name: str, sha256: str) -> bool:
        """Whether a file's content is one of those that were written here."""
        return (name, sha256) in self._written

    def will_write(self, name: str, sha256: str) -> None:
        """Keep what a file is about to hold; told before writing, or a kill between both would disown it."""
        self._keep({"file": name, "sha256": sha256})

    def _keep(self, row: Mapping[str, Any]) -> None:
        self.append_line(json.dumps(row).encode())  # ASCII: a model can say what UTF-8 cannot
        self._take(row)

    def _take(self, row: Mapping[str, Any]) -> None:
        if "file" in row:
            self._written.add((row["file"], row["sha256"]))
        else:
            key = (row["kind"], row["passage"], row["text"])
            self._replies[key] = Reply(tuple(row["elements"]), row["hand"])

    def _read(self, path: Path) -> None:
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                msg = f"{path} 第 {number} 行已損壞。請刪去這一行，或以 --out 指定別的資料夾。"
                raise ProposalsError(msg) from error


def _key(task: Task) -> Key:
    return task.kind.value, task.node.passage_id, task.node.text
