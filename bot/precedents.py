"""How claims like a question's turned out: those that are known about a passage, weighed by how alike they are worded."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from corpus.claims import Premise
from index.segmentation import grams

_NEAREST = 10  # claims that have a voice
_STEEP = 3  # power of the likeness with which they speak
_RESERVE = 0.02  # what stands against them all: few that are little alike say nothing
_KEPT = 256  # passages whose claims are kept prepared

_Grams = frozenset[str]


class Precedents:
    """The known claims about one plan's passages."""

    def __init__(self, premises: Iterable[Premise]) -> None:
        """Sort what is known by the passages that it speaks of."""
        known: dict[str, list[Premise]] = defaultdict(list)
        for premise in premises:
            for passage_id in premise.cites:
                known[passage_id].append(premise)
        self._known = dict(known)
        self._prepared = lru_cache(maxsize=_KEPT)(self._read)

    def tell_false(self, question: str, passage_id: str, *, without: str = "") -> float:
        """Return how much the known claims most like a question speak for its being false, in (-1, 1).

        The vote of the nearest neighbours, as of Cover and Hart, "Nearest neighbor pattern classification" (1967), each
        weighed by a power of its likeness: the cosine of the sets of single characters and pairs.

        Args:
            question: as it was asked.
            passage_id: the passage that it is held against.
            without: a hand whose claims do not count, since its writer asked the question.
        """
        asked = _grams(question)
        alike = heapq.nlargest(
            _NEAREST,
            (
                (_cosine(asked, said), false)
                for said, false, hand in self._prepared(passage_id)
                if not without or hand != without
            ),
        )
        weights = [(likeness**_STEEP, false) for likeness, false in alike]
        balance = sum(weight if false else -weight for weight, false in weights)
        return balance / (sum(weight for weight, _ in weights) + _RESERVE)

    def _read(self, passage_id: str) -> list[tuple[_Grams, bool, str]]:
        return [(_grams(one.text), not one.holds, one.hand) for one in self._known.get(passage_id, ())]


def _grams(text: str) -> _Grams:
    return frozenset(grams(text))


def _cosine(one: _Grams, other: _Grams) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0
