"""What every rival shares: its chunks' ranking as passages, and its top chunk verbatim as the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Outcome
from evals.responders.base import Hit, Turn
from evals.rivals.chunks import Chunk, Overlap, SourceText

ANSWER_CHARS = 300
"""What an answer may hold; the same for all, so that a chunk of the whole plan is no answer to everything."""
CHUNKS_K = 10  # ranked chunks; more than any budget holds

RankChunks = Callable[[str, int], Sequence[tuple[Chunk, float]]]
"""Returns the best k chunks of a query with their scores, best first."""


@dataclass(frozen=True)
class Rival:
    """A retriever without a language model: it answers with its best chunk, cut, and never declines.

    Attributes:
        name: in the table.
        handicap: what it lacks and why, in people's words.
    """

    name: str
    handicap: str
    source: SourceText
    rank: RankChunks
    settings: Mapping[str, str]

    @property
    def about(self) -> Mapping[str, str]:
        """Name and settings."""
        return {"kind": "rival", "name": self.name, "answer_chars": str(ANSWER_CHARS), **self.settings}

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """The best chunk for the last message, with a mark where each of its passages ends."""
        ranked = self.rank(messages[-1]["content"], 1)
        chunk = self._cut(ranked[0][0]) if ranked else Chunk(0, 0)
        overlaps = self.source.overlaps(chunk)
        return {
            "answer": self._marked(chunk, overlaps),
            "outcome": Outcome.ANSWERED,
            "citations": [
                {"n": n, "passage_id": o.passage_id, "quote": o.quote} for n, o in enumerate(overlaps, 1)
            ],
            "composer": "verbatim",
        }

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The passages of the ranked chunks in reading order within each chunk, the first `k`."""
        hits: list[Hit] = []
        read = 0
        for chunk, score in self.rank(query, CHUNKS_K):
            for overlap in self.source.overlaps(chunk):
                hits.append(Hit(overlap.passage_id, score, read + self.source.read(chunk.start, overlap.end)))
            read += self.source.read(chunk.start, chunk.end)
        return hits[:k]

    def _cut(self, chunk: Chunk) -> Chunk:
        read = 0
        for at in range(chunk.start, chunk.end):
            read += not self.source.text[at].isspace()
            if read == ANSWER_CHARS:
                return Chunk(chunk.start, at + 1)
        return chunk

    def _marked(self, chunk: Chunk, overlaps: Sequence[Overlap]) -> str:
        # Line ends of the source fall within words; a reader would see running text.
        pieces, at = [], chunk.start
        order = {overlap.end: n for n, overlap in enumerate(overlaps, 1)}
        for end in sorted(order):
            pieces.append("".join(self.source.text[at:end].split()) + f"[{order[end]}]")
            at = end
        return "".join(pieces) + "".join(self.source.text[at : chunk.end].split())
