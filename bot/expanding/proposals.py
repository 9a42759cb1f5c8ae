"""The folder that reviewers read: proposals in the files' own form, never written over what a person changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.errors import ProposalsError
from bot.expanding.forms import Proposal
from bot.expanding.journal import Journal
from bot.expanding.tasks import Kind
from corpus.bank import BANK
from corpus.lexicon import LEXICON
from corpus.library import MANIFEST
from corpus.near_misses import NEAR_MISSES
from corpus.whole_files import replace_file

FILES: Mapping[Kind, str] = {
    Kind.QUESTIONS: f"{BANK}/proposed.jsonl",  # a name of its own: copied beside a bank it replaces no file
    Kind.LEXICON: LEXICON,
    Kind.NEAR_MISSES: NEAR_MISSES,
}


def prepare(folder: Path) -> None:
    """Make the folder if it is missing.

    Raises:
        ProposalsError: it is a plan's, whose rows are reviewed ones.
        OSError: it cannot be made.
    """
    if (folder / MANIFEST).exists():
        msg = f"{folder} 是計畫的資料夾，提案不會寫進已審閱的資料。請以 --out 指定別的資料夾。"
        raise ProposalsError(msg)
    (folder / BANK).mkdir(parents=True, exist_ok=True)


def require_unchanged(folder: Path, journal: Journal) -> None:
    """Refuse a folder where somebody has begun to review, before anything is asked.

    Raises:
        ProposalsError: a file is not as it was written.
    """
    for name in FILES.values():
        path = folder / name
        if path.is_file() and not journal.was_written(name, _sha256(path.read_bytes())):
            msg = (
                f"{path} 不是上次寫出的樣子，可能有人正在審閱，所以不會覆寫。"
                "請先把審閱好的列移到計畫資料夾再刪去這個檔案，或以 --out 指定別的資料夾。"
            )
            raise ProposalsError(msg)


def write_proposals(folder: Path, journal: Journal, rows: Mapping[Kind, Sequence[Proposal]]) -> None:
    """Write each kind's file whole; a kind of which there was never a proposal gets none."""
    for kind, name in FILES.items():
        lines = [json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n" for row in rows[kind]]
        if not lines and not (folder / name).exists():
            continue
        journal.will_write(name, _sha256("".join(lines).encode()))
        replace_file(folder / name, lines)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
