"""What there is to ask a language model about a plan: one kind of proposals for one node each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.plan import Node, Plan

INNER_SHARE = 3  # an inner node, and every kind but questions, is asked for a third as many


class Kind(StrEnum):
    """What can be proposed; the value is what the command line calls it."""

    QUESTIONS = "questions"
    """Questions that the node answers, for the bank."""

    LEXICON = "lexicon"
    """What people say instead of the passage's words."""

    NEAR_MISSES = "near-misses"
    """Questions that sound like the passage and that the plan does not answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """One request to the model."""

    kind: Kind
    node: Node

    def count(self, per_passage: int) -> int:
        """How many proposals are asked for."""
        whole = self.kind is Kind.QUESTIONS and self.node.is_leaf
        return per_passage if whole else max(1, per_passage // INNER_SHARE)


def tasks_of(plan: Plan, kinds: Collection[Kind], nodes: Iterable[Node] = ()) -> tuple[Task, ...]:
    """Return the requests for these nodes and all below them, or for the whole plan, in reading order by kind.

    Questions are asked of inner nodes as well; the other kinds of passages only, which hold the words.
    """
    within = {one.passage_id for node in nodes for one in _with_descendants(plan, node)}
    chosen = [node for node in plan.nodes.values() if not within or node.passage_id in within]
    return tuple(
        Task(kind, node)
        for kind in Kind
        if kind in kinds
        for node in chosen
        if node.is_leaf or kind is Kind.QUESTIONS
    )


def _with_descendants(plan: Plan, node: Node) -> Iterable[Node]:
    yield node
    for child in plan.children(node):
        yield from _with_descendants(plan, child)
