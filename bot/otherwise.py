"""A turn that puts the question before it otherwise: 「社會發展的呢」, 「最少的呢」, 「那另一個業務呢」."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.asking import ask, is_level, levels_in, squeeze
from bot.conditions import Conditions
from bot.cues import cues, words
from bot.dialogue import Turn
from bot.mentioned import EITHER
from bot.names import Names
from bot.ordinals import find_steps
from bot.places import nth
from bot.query import COUNTED, LEAVES, Extreme, Query, run_query
from bot.remainder import extent, residue
from bot.scopes import Scopes
from bot.telling import LITTLE
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral

_FORMS = ("other", "instead", "bare")
_INNER = (Level.ITEM, Level.WORK_PLAN, Level.GOAL)
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
        query, text = turn.query, squeeze(said)
        if query is None or query.operation not in COUNTED:
            return None
        forms = (*_FORMS, "those_of") if query.is_narrowed else _FORMS
        match = next((one for cue in forms if (one := cues("told")[cue].search(text))), None)
        if match is None:
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
        if found and found.level in LEAVES and not run_query(found, self._plan):
            found = replace(found, level=Level.PARAGRAPH)  # the other place has passages of another kind
        return found if found and run_query(found, self._plan) else None

    def _other_category(self, what: str, query: Query) -> Query | None:
        category = self._conditions.category_in(what) if query.categories else None
        return replace(query, categories=(category,)) if category else None

    def _other_place(self, what: str, query: Query) -> Query | None:
        """The same below other nodes: of the kind of the one before, or of any where conditions select or none was named."""
        before = [self._plan.nodes[name] for name in query.under]
        if query.among or query.nodes or (len(before) > 1 and not query.is_narrowed):
            return None
        kinds = {node.level for node in before} if before and not query.is_narrowed else None
        found = [self._node(part, kinds) for part in EITHER.split(what)]
        nodes = [node for node in found if node and node not in before and node.level is not query.level]
        if len(nodes) < len(found):
            return None
        return replace(query, under=tuple(dict.fromkeys(node.passage_id for node in nodes)))

    def beside(self, said: str, turn: Turn) -> Query | None:
        """The list or count before, of the node with another number among those beside it (「第二項呢」 after 「某業務第一項有幾點」)."""
        query, text = turn.query, squeeze(said)
        new, old = find_steps(text), find_steps(squeeze(turn.text))[-1:]
        if query is None or query.operation not in COUNTED or query.is_narrowed or len(query.under) != 1:
            return None
        if len(new) != 1 or [(step.unit, step.level) for step in old] != [(new[0].unit, new[0].level)]:
            return None
        parent = self._plan.nodes[query.under[0]].parent
        if (
            parent is None
            or extent(residue(text, text[new[0].start : new[0].end]))
            or len(new[0].numbers) != 1
        ):
            return None
        place = nth(self._plan.children(self._plan.nodes[parent]), new[0].numbers[0], self._plan)
        return replace(query, under=(place.nodes[0].passage_id,)) if place and place.nodes else None

    def place(self, said: str) -> Node | None:
        """The goal, work plan or item that a few words name."""
        return self._node(said, None)

    def _node(self, said: str, kinds: Collection[Level] | None) -> Node | None:
        """The node that a few words name by number, heading or short form; of one of the kinds, if any are given."""
        scope = self._scopes.of(ask(said, self._names))
        named = [node for node in scope.nodes if not node.is_leaf and (kinds is None or node.level in kinds)]
        if len(named) == 1 and scope.left <= LITTLE:
            return named[0]
        inside = cues("told")["within"].sub("", said) if kinds is None else said
        return self._scopes.short(inside or said, among=kinds or _INNER)

    def _other_condition(self, what: str, query: Query) -> Query | None:
        """The same under another condition of those that were put before."""
        if not query.is_narrowed or query.among:
            return None
        level = query.level or Level.CONTENT
        named = words("levels")["content" if level is Level.PARAGRAPH else level]
        base = Query(query.operation, query.under)
        for condition in (what, f"提到{what}") if query.mentions else (what,):
            asked = ask(f"{condition}的{named[0]}有哪些", self._names)
            if found := self._conditions.read(asked, base):
                return replace(found, level=query.level)
        return None


def _other_extreme(what: str, query: Query) -> Query | None:
    form = cues("told")
    if query.extreme is None or query.extreme.by_length:
        return None
    ranked = form["ranked"].fullmatch(what)
    if ranked:
        way = Extreme.MOST if ranked["way"] == "多" else Extreme.FEWEST
        return replace(query, extreme=way, rank=read_numeral(ranked["n"]) or 1)
    extreme = next((kind for kind in (Extreme.MOST, Extreme.FEWEST) if form[kind].search(what)), None)
    return replace(query, extreme=extreme) if extreme and extent(residue(what)) <= _EXTREME else None


def _other_kind(what: str, query: Query) -> Query | None:
    """All nodes of another kind, where all of one were told."""
    kinds = levels_in(what)
    if query.under or query.is_narrowed or query.level is None or not is_level(what):
        return None
    return replace(query, level=kinds[0][1])
