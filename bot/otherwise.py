"""A turn that puts the question before it otherwise: 「社會發展的呢」, 「最少的呢」, 「那另一個業務呢」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.asking import ask, is_level, levels_in, squeeze
from bot.conditions import Conditions
from bot.cues import cues, words
from bot.dialogue import Turn
from bot.names import Names
from bot.query import COUNTED, Extreme, Query, run_query
from bot.remainder import extent, residue
from bot.scopes import Scopes
from corpus import Level, Plan

_EXTREME = 4  # characters of a turn that names but the other extreme


class Otherwise:
    """Reads turns that put another extreme, kind, category, place or condition into the query before."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes, conditions: Conditions) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self._conditions = conditions

    def read(self, said: str, turn: Turn) -> Query | None:
        """The query before with another extreme, kind, category, place or condition in the place of its own."""
        form, text = cues("told"), squeeze(said)
        query, match = turn.query, form["other"].search(text) or form["instead"].search(text)
        if query is None or match is None or query.operation not in COUNTED:
            return None
        query = replace(query, claimed=None, is_false=False, is_counted=False)
        what = match["what"].removesuffix("的")
        readers: tuple[Callable[[str, Query], Query | None], ...]
        readers = (
            _other_extreme,
            _other_kind,
            self._other_category,
            self._other_place,
            self._other_condition,
        )
        found = next((found for read in readers if (found := read(what, query))), None)
        return found if found and run_query(found, self._plan) else None

    def _other_category(self, what: str, query: Query) -> Query | None:
        category = self._conditions.category_in(what) if query.categories else None
        return replace(query, categories=(category,)) if category else None

    def _other_place(self, what: str, query: Query) -> Query | None:
        """The same below another node: of the kind of the one before, or of any where conditions select."""
        before = [self._plan.nodes[name] for name in query.under]
        kinds = {node.level for node in before}
        if query.is_narrowed and not query.among:
            inside = cues("told")["within"].sub("", what)
            nodes = [node for node in self._scopes.of(ask(what, self._names)).nodes if not node.is_leaf]
            node = nodes[0] if len(nodes) == 1 else self._scopes.short(inside or what)
        elif len(before) == 1 and not query.nodes:
            node = self._scopes.short(what, among=tuple(kinds))
        else:
            return None
        return replace(query, under=(node.passage_id,)) if node and node not in before else None

    def _other_condition(self, what: str, query: Query) -> Query | None:
        """The same under another condition of those that were put before."""
        if not query.is_narrowed or query.among:
            return None
        level = query.level or Level.CONTENT
        named = words("levels")["content" if level is Level.PARAGRAPH else level]
        asked = ask(f"{what}的{named[0]}有哪些", self._names)
        base = Query(query.operation, query.under)
        found = self._conditions.read(asked, base)
        return replace(found, level=query.level) if found else None


def _other_extreme(what: str, query: Query) -> Query | None:
    form = cues("told")
    if query.extreme is None or query.extreme.by_length:
        return None
    extreme = next((kind for kind in (Extreme.MOST, Extreme.FEWEST) if form[kind].search(what)), None)
    return replace(query, extreme=extreme) if extreme and extent(residue(what)) <= _EXTREME else None


def _other_kind(what: str, query: Query) -> Query | None:
    """All nodes of another kind, where all of one were told."""
    kinds = levels_in(what)
    if query.under or query.is_narrowed or query.level is None or not is_level(what):
        return None
    return replace(query, level=kinds[0][1])
