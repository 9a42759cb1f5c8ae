"""What the checker can find wrong with a plan's knowledge, and one thing that it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Rule(StrEnum):
    """What must hold; `docs/knowledge.md` gives the reasons."""

    SCHEMA = "schema"
    """Every row has the form of its file, and names nodes of the plan only."""

    PROVENANCE = "provenance"
    """Every row says something, and says who wrote it."""

    DUPLICATES = "duplicates"
    """No two rows of one kind of file say the same."""

    LIKENESS = "likeness"
    """No two questions of one node are worded alike."""

    LEAKS = "leaks"
    """No question is worded like one of an evaluation set."""

    NUMBERS = "numbers"
    """Every passage has questions enough, and every inner node that people ask for."""

    OWN_WORDS = "own_words"
    """Questions enough of every passage use none of its words."""

    VOICES = "voices"
    """Every passage is asked for in voices enough."""

    TEMPLATES = "templates"
    """Few questions of a passage begin or end like many others of the same hand."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach of a rule.

    Attributes:
        path: the file, or the folder of the bank where there is no question of a node.
        line: counted from 1, of the row or of a node's first question; None where there is no row.
        text: the row's wording, or the node's id.
        message: what is wrong and what to do, in Traditional Chinese.
    """

    rule: Rule
    path: Path
    line: int | None
    text: str
    message: str
