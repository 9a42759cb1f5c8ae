"""What to tell of the places that a question names: text, heading, or a list or count of what lies below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.asking import Asked, level_of
from bot.cues import cues
from bot.names import Names
from bot.query import COUNTED, Operation, Query
from bot.references import Missing, References
from bot.scopes import Scope, Scopes
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral

LITTLE = 1  # characters that may be left of a question about a place
_MARKS = " 、,。?!()的之"
MUCH = 8  # characters beyond a passage's place from which on a question is not about the place itself
_LOWER = frozenset({Level.CONTENT, Level.STRATEGY})
_ABOVE_ITEMS = frozenset({Level.PART, Level.WORK_PLAN})
_DEPTH = {
    Level.PART: 0,
    Level.GOAL: 1,
    Level.WORK_PLAN: 1,
    Level.STRATEGY: 2,
    Level.ITEM: 2,
    Level.CONTENT: 3,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks of the tree.

    Attributes:
        operation: what the question's form asks for, if its form says so.
        query: the selection, when question and tree fix it without searching.
        missing: ordinals that the plan does not have.
        selected: what the question's words select among nodes of the kind that it asks for, for when nothing else is settled.
        is_sure: whether no other meaning is to be weighed: it names its node by id or label, or asks for the gist of the plan.
        unknown: whether it asks for what the plan's structure has of a unit that the plan does not know.
        placed: the inner nodes below which it takes for granted that something stands.
        is_held: whether the query tells how it is with what the message states of the structure.
    """

    operation: Operation | None = None
    query: Query | None = None
    missing: tuple[Missing, ...] = ()
    selected: Query | None = None
    is_sure: bool = False
    unknown: bool = False
    placed: tuple[Node, ...] = ()
    is_held: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether the tree alone answers."""
        return bool(self.query or self.missing)

    @property
    def claims(self) -> bool:
        """Whether a question takes something of the structure for granted."""
        return self.query is not None and (self.query.claimed is not None or self.query.is_false)

    @property
    def compares(self) -> bool:
        """Whether nodes are told by how much they hold."""
        return self.query is not None and self.query.operation is Operation.COMPARE


class Places:
    """Reads questions that name places of one plan, or ask for all nodes of a kind."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes

    def read(self, asked: Asked, operation: Operation | None) -> Reading | None:
        """Return what the tree tells of the places named; None if the question names none."""
        scope = self._scopes.of(asked, several=asked.says("together"))
        if not scope.nodes:
            return self._of_none(asked, operation, scope)
        if {node.level is Level.PART for node in scope.nodes} == {True, False}:
            return None  # a part and something in it: that is for searching
        query = self._left_out(asked, operation, scope)
        if query is None and self._wants_place(asked, operation, scope):
            query = self.query(asked, scope.references, operation, scope.shape)
        bare = bool(query and asked.steps) and not asked.shape.strip(_MARKS)  # nothing but a label
        return Reading(operation, query, is_sure=bare)

    def query(
        self, asked: Asked, references: References, operation: Operation | None, shape: str | None = None
    ) -> Query | None:
        """What to tell of nodes that the question names; None if it asks for what cannot lie there.

        `shape` is the question's, with the nodes' names blanked.
        """
        ids = tuple(node.passage_id for node in references.nodes)
        first = references.nodes[0]
        if operation is Operation.WHERE or any(node.is_leaf for node in references.nodes):
            return Query(Operation.WHERE if operation is Operation.WHERE else Operation.QUOTE, nodes=ids)
        shown = asked if shape is None else replace(asked, shape=shape)
        level, number = level_of(shown), number_in(shown)
        if _is_foreign(first, level):
            return None
        kind = below(first, level, shown)
        if asked.says("tag") and number:
            return Query(Operation.COUNT, ids, kind, claimed=number)
        if operation is Operation.COUNT and not (asked.says("list") and number == len(first.children)):
            return Query(Operation.COUNT, ids, kind)
        if asked.says("full") and not asked.says("name"):
            return Query(
                Operation.LIST, ids, kind or (Level.PARAGRAPH if first.level in _ABOVE_ITEMS else None)
            )
        by_number = references.by_place and first.level is not Level.PREFACE and _is_bare(shown, level, first)
        named = level is None and shown.says("name") and (len(ids) > 1 or not shown.says("each"))
        if by_number or named:
            return Query(Operation.NAME, nodes=ids)
        return Query(Operation.LIST, ids, kind)

    def _of_none(self, asked: Asked, operation: Operation | None, scope: Scope) -> Reading | None:
        """A question that leads to no node: an ordinal too large, an item that searching knows, or the whole plan."""
        missing = scope.references.missing
        if missing and scope.left <= MUCH and not asked.says("tag"):
            return Reading(operation, missing=missing)
        likely = asked.likely if asked.says("own_item") and not asked.steps else None
        if likely and operation in COUNTED:
            return Reading(operation, Query(operation or Operation.LIST, (likely.passage_id,)))
        query = self._of_plan(asked, operation, scope)
        return Reading(operation, query) if query else None

    def _of_plan(self, asked: Asked, operation: Operation | None, scope: Scope) -> Query | None:
        """A list or count of all nodes of a kind; nothing else may be said."""
        level, number = level_of(asked), number_in(asked)
        lenient = asked.says("whole_kind") and not asked.says("tag")
        left = self._names.topical(scope.shape) if lenient else scope.left
        if left > LITTLE or scope.left > MUCH or not level or level is Level.PART:
            return None
        if asked.says("tag") and number:
            return Query(Operation.COUNT, level=level, claimed=number)
        if operation is Operation.COUNT:
            return Query(Operation.COUNT, level=level)
        if number and number != (many := len(self._plan.of_level(level))):
            # Fewer may be told of somewhere else in the plan; more there are not.
            return Query(Operation.COUNT, level=level, claimed=number) if number > many else None
        listed = operation in {Operation.LIST, Operation.QUOTE} or asked.says("name") or number
        return Query(Operation.LIST, level=level) if listed else None

    def _left_out(self, asked: Asked, operation: Operation | None, scope: Scope) -> Query | None:
        """The siblings of nodes that the question wants left out."""
        parents = {node.parent for node in scope.nodes}
        if not asked.says("outside") or operation not in COUNTED or len(parents) != 1 or scope.left > LITTLE:
            return None
        under = tuple(parent for parent in parents if parent)
        outside = tuple(node.passage_id for node in scope.nodes)
        return Query(operation or Operation.LIST, under, outside=outside)

    def _wants_place(self, asked: Asked, operation: Operation | None, scope: Scope) -> bool:
        """Whether a question wants the place itself, or what lies below it, and not one of its passages."""
        if any(node.is_leaf for node in scope.nodes):
            return scope.left <= MUCH
        if scope.left > LITTLE:
            return False
        return scope.references.by_place or self._wants_all(asked, operation, scope)

    def _wants_all(self, asked: Asked, operation: Operation | None, scope: Scope) -> bool:
        """Whether a question about an inner node wants what lies below it, and not one of its passages."""
        shown = replace(asked, shape=scope.shape)
        number = number_in(shown)
        if operation is Operation.COUNT:  # 「…有幾個」 of an item asks for something that it tells of
            return not (scope.nodes[0].level is Level.ITEM and asked.says("count_unit"))
        if asked.says("point") and operation is not Operation.QUOTE:
            return False
        if shown.says("name") or (number and (asked.says("tag") or number == len(scope.nodes[0].children))):
            return True
        if asked.steps or asked.mentions:
            bare = not self._names.rest(scope.shape) and not asked.says("tag")
            return bare or operation in {Operation.LIST, Operation.QUOTE}
        return shown.says("whole") or (operation is Operation.LIST and level_of(shown) is not None)


def number_in(asked: Asked) -> int | None:
    """How many elements the question speaks of: 「五點全給」."""
    match = cues("structure")["exactly_n"].search(asked.shape)
    return read_numeral(match["n"]) if match else None


def below(node: Node, level: Level | None, asked: Asked) -> Level | None:
    """The kind asked for, if such nodes lie below `node` but are not its children; else None (its children)."""
    if node.level not in {Level.WORK_PLAN, Level.PART}:
        return None
    if level in _LOWER or asked.says("points"):
        return Level.PARAGRAPH
    return level if level and _DEPTH.get(level, 0) > _DEPTH[node.level] + 1 else None


def _is_foreign(node: Node, level: Level | None) -> bool:
    """Whether a kind of node is asked for that cannot stand at or below the node, such as goals below an item."""
    if node.level is Level.PREFACE:
        return level not in {None, Level.PARAGRAPH}
    if level is Level.GOAL:
        return node.level in {Level.WORK_PLAN, Level.ITEM}
    return level is Level.WORK_PLAN and node.level in {Level.GOAL, Level.ITEM}


def _is_bare(asked: Asked, level: Level | None, node: Node) -> bool:
    """Whether a question asks for nothing but the node that it names by its number."""
    if level not in {None, node.level}:
        return False
    return not any(asked.says(cue) for cue in ("whole", "in_points", "holding"))
