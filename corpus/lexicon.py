"""A plan's lexicon: what people say, and what the plan calls it; data beside the plan."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.bank import Review
from corpus.errors import SourceError

LEXICON = "lexicon.jsonl"


class Kind(StrEnum):
    """How a term differs from the plan's word."""

    EVERYDAY = "everyday"
    ABBREVIATION = "abbreviation"
    AGENCY = "agency"
    LAW = "law"
    PROGRAMME = "programme"
    VARIANT = "variant"
    TYPO = "typo"
    ENGLISH = "english"
    SIMPLIFIED = "simplified"
    TAIWANESE = "taiwanese"
    GROUP = "group"


class Entry(BaseModel):
    """One term.

    Attributes:
        term: what people say.
        means: the plan's words for it, nearest first.
        kind: how it differs from them.
        note: what the plan leaves out; empty where the term says no more than the plan's words do.
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: str
    means: tuple[str, ...]
    kind: Kind
    note: str = ""
    hand: str
    review: Review


def read_lexicon(folder: Path) -> tuple[Entry, ...]:
    """Return the lexicon of a plan folder, in the order of its file; empty if it has none.

    Raises:
        SourceError: naming the line that is not an entry.
    """
    path = folder / LEXICON
    if not path.is_file():
        return ()
    entries: list[Entry] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            entries.append(Entry.model_validate(json.loads(line)))
        except (ValueError, ValidationError) as error:
            msg = f"{path} 第 {number} 行不是詞庫的一條：{error}"
            raise SourceError(msg) from error
    return tuple(entries)
