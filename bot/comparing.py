"""Comparisons: how much each of several branches holds, by how much they differ, or their texts side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, blank, levels_in, only
from bot.cues import cues
from bot.names import Names
from bot.query import MANY, Operation, Query, run_query, size_of
from bot.scopes import Scopes, above
from bot.sizes import outermost
from bot.telling import LITTLE, number_in
from corpus import Level, Node, Plan

_SEVERAL = 2
_TOLD = 4  # characters of a short form that no matter is called by
_EACH = re.compile("[每各]一?[個項條]?")
_BRANCHES = {Level.GOAL, Level.WORK_PLAN, Level.PART}
_RISING = re.compile("[少小][^,]{0,2}[到至]")


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
        # A number told is the difference.
        shape = cues("structure")["exactly_n"].sub(_hidden, asked.shape)
        said = replace(asked, shape=shape, likely=None)
        nodes = self._compared(self._sides(said), asked)
        if len(nodes) < _SEVERAL:
            scope = self._scopes.of(said, several=True)
            nodes = self._compared(scope.nodes, asked) if self._names.topical(scope.shape) <= LITTLE else ()
        if len(nodes) < _SEVERAL:
            return None
        return None if any(node.is_leaf for node in nodes) else side_by_side(nodes, asked)

    def read(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Nodes side by side: how much each holds, or what; or the nodes of a kind that hold more than another."""
        for way in (self._beyond, self._each, self._ordered):
            if query := way(asked, operation):
                return query
        if not asked.says("compare"):
            return None
        nodes = self._compared(self._sides(asked), asked)
        if len(nodes) < _SEVERAL or any(node.level is Level.PART for node in nodes):
            return None
        if not asked.says("amount") and not self._are_named(asked):
            return None
        return compared(nodes, asked)

    def _are_named(self, asked: Asked) -> bool:
        """Whether a question names its nodes as such, or says so much of each that it can mean nothing else."""
        if asked.steps or asked.mentions or levels_in(asked.shape):
            return True
        said = cues("structure")["comparing"].sub(_hidden, asked.shape)
        return len(self._names.rest(said)) >= _SEVERAL * _TOLD

    def _sides(self, asked: Asked) -> Sequence[Node]:
        """The nodes that are compared: of one kind, such as has what is counted below it, if they can be."""
        # What searching finds is one side at most, and decides on none.
        said = replace(asked, shape=cues("structure")["comparing"].sub(_hidden, asked.shape), likely=None)
        counted = next((level for _, level in levels_in(asked.shape) if level not in _BRANCHES), None)
        for level in above(counted) if counted else (Level.WORK_PLAN, Level.GOAL):
            scope = self._scopes.of(said, several=True, beside=True, among=(level,))
            alike = len({node.level for node in scope.nodes}) == 1
            if len(scope.nodes) >= _SEVERAL and alike and scope.left <= LITTLE:
                return scope.nodes
        scope = self._scopes.of(said, several=True, beside=True)
        return scope.nodes if scope.left <= LITTLE else ()

    def _beyond(self, asked: Asked, operation: Operation | None) -> Query | None:
        """The nodes of a kind that hold more or less than one that is named: 「哪些業務的項目比某業務多」."""
        found = (cues("structure")[cue].search(asked.shape) for cue in ("beyond_node", "beyond_of"))
        said = next((match for match in found if match), None)
        if said is None or not asked.says("which"):
            return None
        kind = levels_in(said["kind"])[0][1]
        other = self._scopes.of(only(asked, *said.span("other")), among=(kind,))
        if [node.level for node in other.nodes] != [kind] or other.left > LITTLE:
            return None
        measured = side_by_side(other.nodes, replace(asked, shape=said["what"] or "")).measured
        size = size_of(other.nodes[0], measured, self._plan)
        wanted = Operation.COUNT if operation is Operation.COUNT else Operation.LIST
        bounds = (size + 1, MANY) if said["way"] == "多" else (1, size - 1)
        return Query(wanted, level=kind, children=bounds, measured=measured)

    def _each(self, asked: Asked, operation: Operation | None) -> Query | None:
        """How much each node of a kind holds: 「每個目標各有幾項」, 「甲、乙兩個業務各有幾項」."""
        del operation
        found = (cues("structure")[cue].search(asked.shape) for cue in ("each_one", "each_of", "each_behind"))
        if (said := next((match for match in found if match), None)) is None:
            return None
        if len(self._names.rest(_EACH.sub("", said[0]))) > LITTLE:
            return None  # something else of each is asked for
        kind = levels_in(said["kind"])[0][1]
        rest = replace(asked, shape=blank(asked.shape, range(*said.span())))
        named = self._scopes.of(rest, several=True, beside=True, among=(kind,))
        if len(named.nodes) >= _SEVERAL and {node.level for node in named.nodes} == {kind}:
            return side_by_side(named.nodes, asked) if named.left <= LITTLE else None
        nodes = self._all(rest, kind)
        query = replace(side_by_side(nodes, asked), is_counted=asked.says("summed"))
        return query if len(nodes) >= _SEVERAL else None

    def _ordered(self, asked: Asked, operation: Operation | None) -> Query | None:
        """The nodes of a kind in the order of how much they hold: 「業務依項目數由多到少排列」."""
        del operation
        said, kind = cues("structure")["ordered"].search(asked.shape), outermost(asked.shape)
        if said is None or kind is None:
            return None
        rest = replace(asked, shape=blank(asked.shape, range(*said.span())))
        query = side_by_side(self._all(rest, kind), asked)
        sign = 1 if _RISING.search(said[0]) else -1
        sizes = {name: size_of(self._plan.nodes[name], query.measured, self._plan) for name in query.nodes}
        nodes = sorted(query.nodes, key=lambda name: sign * sizes[name])
        return replace(query, nodes=tuple(nodes)) if len(nodes) >= _SEVERAL else None

    def _all(self, asked: Asked, kind: Level) -> Sequence[Node]:
        """All nodes of a kind below what a question names, or in the plan; none if it says anything else."""
        scope = self._scopes.of(asked, among=above(kind))
        under = tuple(node.passage_id for node in scope.nodes if not node.is_leaf)
        nodes = run_query(Query(Operation.LIST, under, kind), self._plan)
        return nodes if scope.left <= LITTLE and all(node.children for node in nodes) else ()

    def _compared(self, nodes: Sequence[Node], asked: Asked) -> Sequence[Node]:
        """What is compared: the nodes named, or the parts of the one that is."""
        if len(nodes) == 1 and len(nodes[0].children) == (number_in(asked) or _SEVERAL):
            return self._plan.children(nodes[0])
        return nodes


def compared(nodes: Sequence[Node], asked: Asked) -> Query:
    """The query that tells how much each node holds, if amounts are compared, or else what it holds."""
    if asked.says("amount") or any(node.is_leaf for node in nodes):
        return side_by_side(nodes, asked)
    return Query(Operation.LIST, tuple(node.passage_id for node in nodes))


def _hidden(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def side_by_side(nodes: Sequence[Node], asked: Asked) -> Query:
    """The query that tells how much each node holds, or, of passages, their texts."""
    ids = tuple(node.passage_id for node in nodes)
    if any(node.is_leaf for node in nodes):
        return Query(Operation.QUOTE, nodes=ids)
    in_points = bool(nodes) and asked.says("in_points") and nodes[0].level is Level.WORK_PLAN
    return Query(Operation.COMPARE, nodes=ids, measured=Level.PARAGRAPH if in_points else None)
