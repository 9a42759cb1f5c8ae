"""Queries for what has to do with something: those of a place's nodes that fit a question's other words best, or all but those.

Words tell nothing certain of a matter, so where to cut is proposed here for each number of nodes and weighed in
`bot/weighing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.query import Operation, Query
from corpus import Node

_MOST = 5  # nodes that are proposed together
_LONGEST = 12  # nodes of which all but a few are proposed


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a ranking of nodes is cut.

    Attributes:
        top, last, next: the scores, in [0, 1], of the first node, of the last above the cut and of the first below it.
        size: how many are above.
        share: which part of all that is.
        kept: how many are meant.
        is_rest: whether those below are meant.
    """

    top: float
    last: float
    next: float
    size: int
    share: float
    kept: int
    is_rest: bool = False


def related(
    base: Query, nodes: Sequence[Node], fits: Mapping[str, float], *, denied: bool
) -> Iterator[tuple[Query, Cut]]:
    """Yield `base` for the best of its nodes, and for all but those, however many they are.

    Args:
        base: selects by place alone.
        nodes: what it selects, in reading order.
        fits: each node's score for what is said besides the place, by id.
        denied: whether the question denies something, and so may mean all but those.
    """
    ranked = sorted(nodes, key=lambda node: -fits.get(node.passage_id, 0.0))
    scores = [fits.get(node.passage_id, 0.0) for node in ranked]
    for size in range(1, min(_MOST, len(nodes) - 1) + 1):
        above = set(ranked[:size])
        for is_rest in (False, True) if denied and len(nodes) <= _LONGEST else (False,):
            kept = tuple(node.passage_id for node in nodes if (node in above) is not is_rest)
            cut = Cut(scores[0], scores[size - 1], scores[size], size, size / len(nodes), len(kept), is_rest)
            yield Query(Operation.LIST, base.under, base.level, nodes=kept, is_related=True), cut
