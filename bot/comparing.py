"""Comparisons: how much each of several branches holds, by how much they differ, or their texts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, blank, levels_in
from bot.cues import cues
from bot.names import Names
from bot.query import Operation, Query, run_query
from bot.scopes import Scopes
from bot.telling import LITTLE, number_in
from corpus import Level, Node, Plan

_SEVERAL = 2


class Comparing:
    """Reads questions that set nodes of one plan side by side."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes

    def difference(self, asked: Asked, operation: Operation | None) -> Query | None:
        """By how much nodes differ in what they hold: 「甲比乙多幾項」."""
        del operation
        if not asked.says("difference"):
            return None
        # A number told is the difference, and what searching finds is one side at most.
        shape = cues("structure")["exactly_n"].sub(lambda match: BLANK * len(match[0]), asked.shape)
        scope = self._scopes.of(replace(asked, shape=shape, likely=None), several=True)
        nodes = self._compared(scope.nodes, asked)
        if len(nodes) < _SEVERAL or self._names.topical(scope.shape) > LITTLE:
            return None
        return None if any(node.is_leaf for node in nodes) else side_by_side(nodes, asked)

    def read(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Nodes side by side: how much each holds, or their texts."""
        del operation
        if each := self._each(asked):
            return each
        if not asked.says("compare"):
            return None
        scope = self._scopes.of(asked, several=True)
        nodes = self._compared(scope.nodes, asked)
        if len(nodes) < _SEVERAL or scope.left > LITTLE or any(node.level is Level.PART for node in nodes):
            return None
        return side_by_side(nodes, asked)

    def _each(self, asked: Asked) -> Query | None:
        """How much each node of a kind holds: 「每個目標各有幾項」."""
        said = cues("structure")["each_one"].search(asked.shape)
        if said is None:
            return None
        scope = self._scopes.of(replace(asked, shape=blank(asked.shape, range(*said.span()))))
        under = tuple(node.passage_id for node in scope.nodes if not node.is_leaf)
        nodes = run_query(Query(Operation.LIST, under, levels_in(said["kind"])[0][1]), self._plan)
        fits = len(nodes) >= _SEVERAL and scope.left <= LITTLE and all(node.children for node in nodes)
        return side_by_side(nodes, asked) if fits else None

    def _compared(self, nodes: Sequence[Node], asked: Asked) -> Sequence[Node]:
        """What is compared: the nodes named, or the parts of the one that is."""
        if len(nodes) == 1 and len(nodes[0].children) == (number_in(asked) or _SEVERAL):
            return self._plan.children(nodes[0])
        return nodes


def side_by_side(nodes: Sequence[Node], asked: Asked) -> Query:
    """The query that tells how much each node holds, or, of passages, their texts."""
    ids = tuple(node.passage_id for node in nodes)
    if any(node.is_leaf for node in nodes):
        return Query(Operation.QUOTE, nodes=ids)
    in_points = asked.says("in_points") and nodes[0].level is Level.WORK_PLAN
    return Query(Operation.COMPARE, nodes=ids, measured=Level.PARAGRAPH if in_points else None)
