"""Lists, counts, comparisons and names of what was told, or of what lies below it: 「各有幾點」, 「第三個有哪些策略」."""

from __future__ import annotations

from dataclasses import replace

from bot.asking import BLANK, blank, kinds_in, levels_in
from bot.cues import cues
from bot.dialogue import Turn
from bot.members import Members
from bot.query import COUNTED, LEAVES, Extreme, Operation, Query, is_of, run_query
from bot.remainder import extent, residue
from corpus import Level, Plan

_LEFT = 1  # characters that may be left of a turn that says nothing of its own
_ASKING = (
    "category",
    "above",
    "how_many",
    "total",
    "each",
    "listing",
    "most",
    "fewest",
    "which_one",
    "called",
)
_IDLE = ("pointing", "idle")
_DEPTHS = {
    Level.PART: 0,
    Level.GOAL: 1,
    Level.WORK_PLAN: 1,
    Level.ITEM: 2,
    Level.STRATEGY: 3,
    Level.CONTENT: 3,
    Level.PARAGRAPH: 3,
}


class OfMembers:
    """Reads what turns ask of the nodes that were told of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def read(self, members: Members, turn: Turn) -> Query | None:
        """A list, count, comparison or name of the members or of what lies below them; nothing else may be said."""
        form, rest = cues("told"), members.rest
        kinds = [level for _, level in levels_in(rest)]
        left = _without_kinds(rest)
        for cue in (*_ASKING, *_IDLE):
            left = form[cue].sub(BLANK, left)
        if extent(residue(left)) > _LEFT:
            return None
        level = kinds[-1] if kinds else None
        for read in (self._classified, self._above, self._extreme, self._sizes):
            if query := read(members, level):
                return query
        return self._count(members, level, turn) or self._list(members, level, turn)

    def _classified(self, members: Members, level: Level | None) -> Query | None:
        """Which category each item belongs to."""
        del level
        if not cues("told")["category"].search(members.rest) or not all(
            node.category for node in members.nodes
        ):
            return None
        items = dict.fromkeys(node.parent if node.is_leaf else node.passage_id for node in members.nodes)
        return Query(Operation.CLASSIFY, nodes=tuple(item for item in items if item))

    def _above(self, members: Members, level: Level | None) -> Query | None:
        """The goals, work plans or items that they stand in."""
        if level is None or not cues("told")["above"].search(members.rest) or level is members.level:
            return None
        found = dict.fromkeys(
            node.passage_id
            for member in members.nodes
            for node in self._plan.ancestors(member)
            if node.level is level
        )
        return Query(Operation.NAME, nodes=tuple(found)) if found else None

    def _extreme(self, members: Members, level: Level | None) -> Query | None:
        """Those with the most or the fewest elements."""
        form = cues("told")
        extreme = next(
            (kind for kind in (Extreme.MOST, Extreme.FEWEST) if form[kind].search(members.rest)), None
        )
        if extreme is None or members.are_leaves:
            return None
        return Query(
            Operation.LIST, among=members.ids, extreme=extreme, measured=self._measured(members, level)
        )

    def _sizes(self, members: Members, level: Level | None) -> Query | None:
        """How many elements each of them has."""
        form = cues("told")
        if not (form["each"].search(members.rest) and form["how_many"].search(members.rest)):
            return None
        if members.chosen and len(members.nodes) == 1:
            members = replace(members, nodes=self._plan.children(members.nodes[0]))
        if len(members.nodes) < 2 or not all(node.children for node in members.nodes):
            return None
        return Query(Operation.COMPARE, nodes=members.ids, measured=self._measured(members, level))

    def _measured(self, members: Members, level: Level | None) -> Level | None:
        """What of a member is counted: its children, or the passages or items below it."""
        children = self._plan.children(members.nodes[0])[0].level
        wanted = level or (Level.PARAGRAPH if _in_points(members.rest) else None)
        if wanted in {None, children, members.level} or (wanted in LEAVES and children in LEAVES):
            return None
        return Level.PARAGRAPH if wanted in LEAVES else wanted

    def _count(self, members: Members, level: Level | None, turn: Turn) -> Query | None:
        """How many they are, or how many elements they have."""
        match = cues("told")["how_many"].search(members.rest)
        if match is None or cues("told")["told_too"].search(members.rest.replace(match[0], BLANK, 1)):
            return None  # a list says how many there are
        if self._is_below(members, level) or (
            not members.are_leaves and (members.chosen or _in_points(members.rest))
        ):
            return self._below(Operation.COUNT, members, level, turn)
        if members.chosen or level not in {None, members.level}:
            return None
        return _again(turn, Operation.COUNT)

    def _list(self, members: Members, level: Level | None, turn: Turn) -> Query | None:
        """Those that ordinals chose, in full, or what lies below them; without ordinals all that were only counted."""
        form = cues("told")
        if self._is_below(members, level):
            asks = members.chosen or form["listing"].search(members.rest)
            return self._below(Operation.LIST, members, level, turn) if asks else None
        if level not in {None, members.level}:
            return None
        if members.chosen:
            return self._chosen(members)
        only_counted = turn.query is not None and turn.query.operation is Operation.COUNT
        if form["listing"].search(members.rest) and (only_counted or level is None):
            return _again(turn, Operation.LIST)
        return None

    def _chosen(self, members: Members) -> Query:
        if members.are_leaves:
            return Query(Operation.QUOTE, nodes=members.ids)
        if cues("told")["called"].search(members.rest):
            return Query(Operation.NAME, nodes=members.ids)
        return Query(Operation.LIST, members.ids)

    def _is_below(self, members: Members, level: Level | None) -> bool:
        """Whether a kind of node is meant that stands below the members."""
        return level is not None and not members.are_leaves and _DEPTHS[level] > _DEPTHS[members.level]

    def _below(self, operation: Operation, members: Members, level: Level | None, turn: Turn) -> Query | None:
        """A list or count of what lies below the members; below all that were told, by the query that told them."""
        measured = self._measured(members, level)
        query, told = Query(operation, members.ids, measured), turn.query
        nodes = run_query(query, self._plan)
        if not nodes or not (level is None or level in LEAVES or is_of(nodes[0], level)):
            return None
        if members.chosen or told is None or told.is_narrowed or told.nodes or told.operation not in COUNTED:
            return query
        return Query(
            operation,
            told.under,
            measured or (Level.PARAGRAPH if nodes[0].is_leaf and told.under else nodes[0].level),
        )


def _without_kinds(text: str) -> str:
    return blank(text, (at for start, end, _ in kinds_in(text) for at in range(start, end)))


def _in_points(rest: str) -> bool:
    """Whether a turn counts points, which only passages are."""
    match = cues("told")["how_many"].search(rest)
    return bool(match and cues("told")["points"].search(match["unit"] or ""))


def _again(turn: Turn, operation: Operation) -> Query:
    """The query that told the members, for a list or a count."""
    if turn.query and turn.query.operation in COUNTED and not turn.query.extreme:
        return replace(turn.query, operation=operation, claimed=None, is_false=False, is_counted=False)
    return Query(operation, among=tuple(node.passage_id for node in turn.focus))
