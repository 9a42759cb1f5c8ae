"""Selections by conditions: inside which nodes a question selects, and what there meets what it states."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from bot.asking import BLANK, Asked, blank, kinds_in, levels_in
from bot.conditions import Conditions
from bot.cues import cues
from bot.mentioned import QUOTED
from bot.names import Names
from bot.nested import below_selected
from bot.periods import Period
from bot.query import INNER, Operation, Query, descendants, run_query, squeezed
from bot.remainder import pairs
from bot.scopes import Scopes, above
from bot.telling import LITTLE, MUCH
from corpus import Level, Node, Plan

_WITHIN = re.compile(r"裡面?|裡頭|當中|之中|底下|項下|下面|之下|轄下|[那這]邊|中|內|下|的|有|(?=哪)")
_LONGEST = 30  # characters within which a question says inside what it selects
_FEW = 4  # characters that may be left of a question for nodes of some years
_HARDLY = 3  # the same for a question that does not ask which
_SHARED = 2  # pairs of characters of a matter that nodes must have
_OUTER = {Level.PREFACE, Level.PART}
_CONDITIONS = (
    *("filter", "title", "title_which", "opens", "opens_with"),
    *("years_first", "years_last", "years_length", "years_none"),
)


class Choosing:
    """Reads what questions about one plan select by conditions."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes, conditions: Conditions) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self._conditions = conditions

    def read(self, asked: Asked, operation: Operation | None) -> Query | None:
        """What meets conditions."""
        if asked.says("tag"):
            return None
        quoted = bool(QUOTED.search(asked.shape))
        if asked.says("own_item") and not (quoted or asked.mentions or asked.says("inside_item")):
            return None  # what is said describes that one node, and selects nothing in it
        by_words = (
            operation is not Operation.WHERE or quoted or any(map(asked.says, ("which_place", "outside")))
        )
        query = self._conditions.read(asked, Query(Operation.LIST), by_words=by_words)
        if query is None or not (query.years or self._asks(asked, operation)):
            return None
        nodes, rest = self.within(asked)
        query = self._narrowed(rest, base_of(asked, operation, nodes), by_words=by_words)
        if quoted and (query is None or not (nodes or query.under)) and not asked.mentions:
            # What stood before 「的」 was no place, or no such word stands behind the place that is described.
            query = self._narrowed(asked, base_of(asked, operation, self._told_beside(asked)))
        place = query and operation is Operation.WHERE and query.mentions and not query.categories
        if query and place and len(run_query(query, self._plan)) == 1:
            return replace(query, operation=Operation.WHERE)
        return below_selected(query, asked, self._plan) if query else None

    def _asks(self, asked: Asked, operation: Operation | None) -> bool:
        """Whether a question asks for nodes with a property; so does one that says no more than their category."""
        if operation is Operation.COUNT or asked.says("which") or asked.says("property"):
            return True
        query = self._conditions.read(asked, Query(Operation.LIST), by_words=False)
        rest = self._conditions.without_categories(asked).shape
        return bool(query and query.categories) and (asked.says("name") or not self._names.rest(rest))

    def _narrowed(self, asked: Asked, base: Query, *, by_words: bool = True) -> Query | None:
        """`base` narrowed by what is said; if it has no place, below what the rest of the question is short for."""
        narrowed = self._conditions.narrow(asked, base, by_words=by_words)
        query, rest = narrowed.query, cues("structure")["joining"].sub(_hidden, narrowed.asked.shape)
        if query == base:
            return None
        if not (query.under or query.outside or query.extreme):
            own = (self._before_kind(rest, level) for level in above(query.level))
            node = next((node for node in own if node), None)
            query = replace(query, under=(node.passage_id,)) if node else query
        if query.years and len(self._names.rest(rest)) > _room(query.years, asked, within=bool(query.under)):
            return self._of_matter(query, asked, rest)
        return query

    def _of_matter(self, query: Query, asked: Asked, rest: str) -> Query | None:
        """The nodes of some years that have most of what a question says besides; None if it asks for else."""
        if not (asked.says("has_years") and asked.says("which_project")):
            return None
        said = pairs(rest)
        shared = {node: self._shared(node, said) for node in run_query(query, self._plan)}
        most = max(shared.values(), default=0)
        kept = tuple(node.passage_id for node, number in shared.items() if number == most)
        return Query(Operation.NAME, nodes=kept, years=query.years) if most >= _SHARED else None

    def _shared(self, node: Node, said: Set[str]) -> int:
        """How many pairs of characters a node, with those above and below it, has of what is said."""
        around = [*self._plan.ancestors(node), *descendants(self._plan, node)]
        return len(said & {pair for one in around for pair in pairs(squeezed(one.text))})

    def _before_kind(self, rest: str, level: Level) -> Node | None:
        """The node of a level that is named short before a kind of node: 「某某項目」, 「某某業務的」."""
        best = next(iter(self._names.best(rest, among=(level,))), None)
        if best is None or not best.is_clear:
            return None
        end = max(best.places) + 1
        own = any(stop == end for _, stop, _ in kinds_in(rest))
        return best.node if own or cues("structure")["of_kind"].match(rest, end) else None

    def _told_beside(self, asked: Asked) -> tuple[Node, ...]:
        """The inner nodes that a question describes beside the words in quotation marks, by a kind or by 「那項」."""
        shape = cues("structure")["filter"].sub(_hidden, QUOTED.sub(_hidden, asked.shape))
        start = cues("structure")["asked_for"].search(shape)
        before = shape[: start.start()] if start else shape
        of_kind = {level for _, level in levels_in(before)} & INNER
        if not (of_kind or cues("structure")["own_item"].search(before)):
            return ()
        scope = self._scopes.of(replace(asked, shape=shape, likely=None))
        fits = self._names.topical(scope.shape) <= LITTLE
        return tuple(node for node in scope.nodes if not node.is_leaf) if fits else ()

    def within(self, asked: Asked) -> tuple[tuple[Node, ...], Asked]:
        """The nodes inside which a question selects, and the question without them.

        They are named as they are, by ordinals, or short before 「裡」 and the like, in front of any condition.
        """
        named = self._scopes.of(replace(asked, shape="")).nodes
        under = [node for node in named if not node.is_leaf]
        if pointed := self._pointed_at(asked):
            return pointed
        if asked.says("mention_things"):
            return named, asked
        found = (cues("structure")[cue].search(asked.shape) for cue in _CONDITIONS)
        end = min((match.start() for match in found if match), default=_LONGEST)
        for match in _WITHIN.finditer(asked.shape, 0, end):
            if node := self._scopes.short(asked.shape[: match.start()], under=under):
                return (node,), replace(asked, shape=blank(asked.shape, range(match.start())))
        if named and asked.says("as_well") and all(node.level in _OUTER for node in named):
            return (), asked  # 「前言也算」 narrows nothing
        return named, asked

    def _pointed_at(self, asked: Asked) -> tuple[tuple[Node, ...], Asked] | None:
        """The node that a clause describes before 「那項裡面」 or 「那項，只要」, and the question without it."""
        match = cues("structure")["inside_item"].search(asked.shape)
        if match is None or asked.mentions or asked.steps:
            return None
        start = max(asked.shape.rfind(mark, 0, match.start()) for mark in ",。?!;") + 1
        start += len(asked.shape[start:]) - len(asked.shape[start:].removeprefix("只要"))
        node = self._scopes.short(asked.shape[start : match.start()])
        places = range(start, match.end())
        return ((node,), replace(asked, shape=blank(asked.shape, places))) if node else None


def _room(years: Period, asked: Asked, *, within: bool) -> int:
    """How many characters may be left of a question for nodes of some years; a range of them is hardly of another plan."""
    if not asked.says("which"):
        return _HARDLY
    if years.is_told and not within:
        return _FEW
    one = years.covers is not None and years.covers[0] == years.covers[1]
    return MUCH if one or years.is_told else len(asked.text)


def _hidden(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def base_of(asked: Asked, operation: Operation | None, nodes: Sequence[Node]) -> Query:
    """The list or count of what is below nodes, or outside of them, that conditions are to narrow."""
    counted = operation is Operation.COUNT and not asked.says("which_ones")
    wanted = Operation.COUNT if counted else Operation.LIST
    inner = tuple(node.passage_id for node in nodes if not node.is_leaf)
    return Query(wanted, outside=inner) if asked.says("outside") else Query(wanted, inner)
