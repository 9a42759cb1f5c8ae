"""What searching finds for one question: every node's score, and the best passages and inner nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.own_plan import OwnPlan
from bot.query import INNER
from corpus import Node, Plan
from index import PlanIndex
from index.segmentation import runs


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node and its score in [0, 1]."""

    node: Node
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What searching finds for a question.

    Attributes:
        inner: the goals, work plans and items that fit best, by falling score.
        passage: the best passage's score.
        look_up: gives each node's score, by id, for other words than the question's; for the question itself if there
            are none.
    """

    inner: tuple[Candidate, ...] = ()
    passage: float = 0.0
    look_up: Callable[[str], Mapping[str, float]] = field(default=lambda _: {}, compare=False, repr=False)


class Finder:
    """Scores all nodes of a plan for a question."""

    def __init__(self, plan_index: PlanIndex) -> None:
        self.plan: Plan = plan_index.plan
        self.version = plan_index.version
        self._index = plan_index.index
        self._own_plan = OwnPlan(self.plan)
        self._expand = plan_index.expansion.expand
        nodes = [self.plan.nodes[document.document_id] for document in self._index.documents]
        self._nodes = nodes
        self._passages = np.flatnonzero([node.is_leaf for node in nodes])
        self._inner = np.flatnonzero([node.level in INNER for node in nodes])
        self._vectors = self._index.vectors()
        self._tops = np.asarray([(*self.plan.ancestors(node), node)[0].number for node in nodes])
        self._silent = np.zeros(len(nodes), np.float32)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Every node's score, float32 `(n_nodes,)` in the index's order; all 0 for a question without any word."""
        asked = self._own_plan.without(question)
        return self._index.score(self._expand(asked))[0] if runs(asked) else self._silent

    def passages(
        self, scores: NDArray[np.float32], k: int = 10, *, under: Node | None = None
    ) -> list[Candidate]:
        """The best passages by falling score, ties in reading order; only those below `under` if it is given."""
        if under is None:
            return self._best(self._passages, scores, k)
        numbers = [self._index.numbers[leaf.passage_id] for leaf in self.plan.leaves(under)]
        return self._best(np.asarray(numbers), scores, k)

    def node(self, number: int) -> Node:
        """The node with a number of the index's order."""
        return self._nodes[number]

    def ranked(self, scores: NDArray[np.float32]) -> NDArray[np.int64]:
        """The passages' numbers by falling score, ties in reading order."""
        order: NDArray[np.int64] = self._passages[np.argsort(-scores[self._passages], kind="stable")]
        return order

    def first(self, scores: NDArray[np.float32]) -> int:
        """The best passage's number, the first of `ranked`."""
        return int(self._passages[np.argmax(scores[self._passages])])

    def first_elsewhere(self, scores: NDArray[np.float32], number: int) -> int | None:
        """The best passage's number in another part of the plan than a node's; None if there is none."""
        among = self._passages[self._tops[self._passages] != self._tops[number]]
        return int(among[np.argmax(scores[among])]) if among.size else None

    def top(self, scores: NDArray[np.float32]) -> float:
        """The best passage's score."""
        return float(scores[self._passages].max())

    def fit(self, question: str, scores: NDArray[np.float32]) -> float:
        """How likely the best passage answers, by its score alone, in [0, 1]; 1 where scores do not tell."""
        if not self._index.is_calibrated:
            return 1.0
        return self._index.told_best(self._expand(self._own_plan.without(question)), scores)

    def likeness(self, number: int, other: int) -> float:
        """Cosine of two nodes' vectors, in [-1, 1]."""
        return float(self._vectors[number] @ self._vectors[other])

    def inner(self, scores: NDArray[np.float32], k: int = 3) -> list[Candidate]:
        """The best goals, work plans and items by falling score, ties in reading order."""
        return self._best(self._inner, scores, k)

    def found(self, scores: NDArray[np.float32], k: int) -> Found:
        """The best `k` inner nodes, how well the best passage fits, and a way to look other words up."""

        def look_up(words: str) -> dict[str, float]:
            every = (self.scores(words) if words else scores).tolist()
            return {node.passage_id: score for node, score in zip(self._nodes, every, strict=True)}

        return Found(tuple(self.inner(scores, k)), self.top(scores), look_up)

    def score_of(self, scores: NDArray[np.float32], node: Node) -> float:
        """One node's score."""
        return float(scores[self._index.numbers[node.passage_id]])

    def below(self, node: Node) -> NDArray[np.float32]:
        """1 for every node below `node`, 0 for others, float32 `(n_nodes,)`."""
        inside = [node in self.plan.ancestors(other) for other in self._nodes]
        return np.asarray(inside, np.float32)

    def _best(self, among: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> list[Candidate]:
        order = among[np.argsort(-scores[among], kind="stable")][:k]
        return [Candidate(self._nodes[n], float(scores[n])) for n in order if scores[n] > 0]

    @cached_property
    def size(self) -> int:
        """How many nodes are scored."""
        return len(self._nodes)
