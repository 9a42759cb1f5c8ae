"""One inner node that a question describes and gives its kind, as in 「講某事的那個目標有幾條策略」."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.asking import BLANK, Asked, blank, levels_in
from bot.conditions import Conditions
from bot.cues import cues
from bot.names import Names
from bot.query import COUNTED, Operation, Query
from bot.references import References
from bot.scopes import Scopes
from bot.short_forms import Hints
from bot.telling import LITTLE, Places
from corpus import Level, Node

_BELOW = {
    Level.GOAL: frozenset({Level.STRATEGY}),
    Level.WORK_PLAN: frozenset({Level.ITEM, Level.CONTENT}),
    Level.ITEM: frozenset({Level.CONTENT}),
}
_SHARE = 0.6  # of the description that a heading of the kind must account for
_LATIN = re.compile(r"[a-z]{8}")  # a description in English, which no heading accounts for


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a node described, and where it stands in the shape; `pointed` if by 「那個目標」 and the like."""

    level: Level
    at: int
    pointed: bool


class Described:
    """Reads questions about one plan that describe a node rather than name it, and ask what lies below."""

    def __init__(self, names: Names, scopes: Scopes, conditions: Conditions, places: Places) -> None:
        self._names = names
        self._scopes = scopes
        self._conditions = conditions
        self._places = places

    def read(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Return the list or count of what lies below the node described; None if the question describes none."""
        kind = described_kind(asked)
        if asked.says("outside"):
            return None
        if whole := self._introduced(asked):
            return whole
        if kind is None:
            return None
        if operation not in COUNTED and (operation or not kind.pointed):
            return None
        if self._selects(asked, kind) or self._is_named(asked, kind):
            return None
        shape = blank(asked.shape, range(kind.at))
        english = bool(_LATIN.search(asked.shape))
        if self._names.topical(shape) > LITTLE and not english:
            return None
        node = self._node(asked, kind, english=english)
        return self._places.query(asked, References((node,)), operation, shape) if node else None

    def _introduced(self, asked: Asked) -> Query | None:
        """What lies below a node that a clause introduces, where the next one asks for that: 「有個…的項目，裡面…」."""
        match = cues("structure")["introduced"].search(asked.shape)
        kinds = [level for _, level in levels_in(match["what"])] if match else []
        if match is None or not kinds or asked.mentions or asked.steps:
            return None
        said = cues("structure")["describing"].sub(BLANK, match["what"])
        found = self._names.best(said, among=(kinds[0],), hints=Hints(asked.likely, kinds[0]))
        if not found or found[0].share < _SHARE:
            return None
        counted = Operation.COUNT if asked.says("count") else Operation.LIST
        return Query(counted, (found[0].node.passage_id,))

    def _selects(self, asked: Asked, kind: Kind) -> bool:
        """Whether the question selects by a property, or by words in what lies below."""
        if cues("structure")["filter"].search(asked.shape, kind.at):
            return True
        if kind.pointed:
            return False
        return self._conditions.read(asked, Query(Operation.LIST), by_words=False) is not None

    def _is_named(self, asked: Asked, kind: Kind) -> bool:
        """Whether a node of the kind, or one below such, is named outright."""
        named = self._scopes.of(replace(asked, shape="")).nodes
        return any(node.is_leaf or node.level is kind.level for node in named) or bool(asked.steps)

    def _node(self, asked: Asked, kind: Kind, *, english: bool) -> Node | None:
        """The node of the kind whose heading accounts for most of the description, else the one that searching finds."""
        said = cues("structure")["describing"].sub(BLANK, asked.shape[: kind.at])
        found = self._names.best(said, among=(kind.level,), hints=Hints(asked.likely, kind.level))
        if found and (kind.pointed or found[0].share >= _SHARE):
            return found[0].node
        likely = asked.likely
        return likely if likely and likely.level is kind.level and (english or kind.pointed) else None


def described_kind(asked: Asked) -> Kind | None:
    """The kind that a question gives to a node, of which it asks what lies below: by that kind, or by points."""
    found = levels_in(asked.shape)
    own = cues("structure")["own_item"].search(asked.shape)
    english = bool(_LATIN.search(asked.shape))
    for at, level in found:
        if level not in _BELOW or cues("structure")["asked_kind"].search(asked.shape, 0, at):
            continue
        pointed = bool(own and own.start() <= at < own.end())
        lower = any(other in _BELOW[level] for where, other in found if where > at or english)
        in_points = level is not Level.WORK_PLAN and cues("structure")["points_asked"].search(asked.shape, at)
        if lower or in_points:
            return Kind(level, at, pointed)
    return None
