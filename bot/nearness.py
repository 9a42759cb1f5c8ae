"""Which nodes stand beside, below or near others, as arrays over all nodes of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.search import Finder
from corpus import Node, Plan

_PLANS = 8  # plans whose nodes are kept in order
_ROWS = 1024  # nodes whose likeness to all others is kept


class Nearness:
    """Knows where each node of a finder's plan stands; all arrays are in the order of the finder's scores."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._nodes = [finder.node(number) for number in range(finder.size)]
        self._numbers = {node.passage_id: number for number, node in enumerate(self._nodes)}
        self._branches = np.asarray([branch(node, finder.plan) for node in self._nodes])
        self._row = lru_cache(maxsize=_ROWS)(self._likeness)

    def among(self, nodes: Sequence[Node]) -> NDArray[np.float64]:
        """1 for the nodes themselves, 0 for others, float64 `(n_nodes,)`."""
        found = np.zeros(len(self._nodes))
        found[[self._numbers[node.passage_id] for node in nodes]] = 1
        return found

    def beside(self, nodes: Sequence[Node]) -> NDArray[np.float64]:
        """1 for all that stands in the same goal or work plan as one of `nodes`, float64 `(n_nodes,)`."""
        branches = [branch(node, self._finder.plan) for node in nodes]
        return np.asarray(np.isin(self._branches, branches), np.float64)

    def within(self, part: Node) -> NDArray[np.float64]:
        """1 for a node and all that stands below it, float64 `(n_nodes,)`."""
        return self._finder.below(part).astype(np.float64) + self.among([part])

    def like(self, nodes: Sequence[Node]) -> NDArray[np.float64]:
        """Each node's likeness to the one of `nodes` that it is most like, less the mean; float64 `(n_nodes,)`."""
        rows = np.max([self._row(self._numbers[node.passage_id]) for node in nodes], axis=0)
        return np.asarray(rows - rows.mean(), np.float64)

    def _likeness(self, number: int) -> NDArray[np.float64]:
        return np.asarray([self._finder.likeness(other, number) for other in range(len(self._nodes))])


@lru_cache(maxsize=_PLANS)
def nearness(finder: Finder) -> Nearness:
    """The nearness of a finder's nodes, worked out once."""
    return Nearness(finder)


def branch(node: Node, plan: Plan) -> str:
    """The id of the goal or work plan that a node stands in, or its own if it stands above them."""
    chain = [*plan.ancestors(node), node]
    return chain[min(1, len(chain) - 1)].passage_id
