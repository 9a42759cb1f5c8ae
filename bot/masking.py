"""A question with the plan's own words masked: what is left tells how it is put, whatever it is about.

A classifier of wordings that saw the words themselves would learn which subjects its training questions were
about, and judge by those.
"""

from __future__ import annotations

from corpus import Plan
from corpus.text import compact
from index.script import normalise

MASK = "□"
_SHORTEST = 2  # characters of a stretch that is masked


class Masking:
    """Masks stretches of one plan's text."""

    def __init__(self, plan: Plan) -> None:
        self._source = " ".join(compact(normalise(node.text)) for node in plan.nodes.values())
        self._pairs = {
            pair
            for at in range(len(self._source) - 1)
            if not (pair := self._source[at : at + _SHORTEST]).isascii()
        }

    def mask(self, text: str) -> str:
        """Return the text, folded, each longest stretch that stands in the plan replaced by one mask, from the left."""
        said, kept, at = normalise(text), list[str](), 0
        while at < len(said):
            end = self._end(said, at)
            kept.append(MASK if end > at else said[at])
            at = max(end, at + 1)
        return "".join(kept)

    def _end(self, said: str, at: int) -> int:
        """Where the longest stretch of the plan's that begins here ends; `at` if none does."""
        end = at + _SHORTEST
        if said[at:end] not in self._pairs:
            return at
        while end < len(said) and said[at : end + 1] in self._source:
            end += 1
        return end
