"""Chunks of a plan's published text, mapped to passages by the overlap of their spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import PLANS, Plan, load_plan
from corpus.library import SOURCE
from corpus.source import read_source

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Chunk:
    """A half-open range of code points in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a chunk holds of a passage.

    Attributes:
        start, end: the first and last place of it in the text, half-open.
        quote: the passage's characters in the chunk.
    """

    passage_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class SourceText:
    """A plan with the text its spans count in."""

    plan: Plan
    text: str

    def overlaps(self, chunk: Chunk) -> tuple[Overlap, ...]:
        """The passages a chunk stands for, in reading order.

        A passage is one of them if at least half of its characters lie in the chunk, or at least half of the
        chunk's in it (a chunk shorter than the passage).
        """
        return tuple(self._fitting(chunk))

    def read(self, start: int, end: int) -> int:
        """How many characters a reader sees between two places: blanks and line ends do not count."""
        return sum(not char.isspace() for char in self.text[start:end])

    def _fitting(self, chunk: Chunk) -> Iterator[Overlap]:
        for node in self.plan.passages:
            held = [(max(a, chunk.start), min(b, chunk.end)) for a, b in node.span]
            held = [(a, b) for a, b in held if a < b]
            common, whole = sum(b - a for a, b in held), sum(b - a for a, b in node.span)
            if common and (common >= HALF * whole or common >= HALF * (chunk.end - chunk.start)):
                quote = "".join(self.text[a:b] for a, b in held)
                yield Overlap(node.passage_id, held[0][0], held[-1][1], "".join(quote.split()))


def load_source(folder: Path = PLANS / "mol-111") -> SourceText:
    """A plan with its text as published."""
    return SourceText(load_plan(folder), read_source(folder / SOURCE))
