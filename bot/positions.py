"""Where a message states, or takes for granted, that something stands: by number, below a heading, in whose charge."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import islice

from bot.asking import Asked, ask, levels_in
from bot.codes import by_code
from bot.cues import cues
from bot.names import Mention, Names
from bot.ordinals import Step
from bot.query import INNER, Operation, Query, descendants, holds, squeezed
from bot.references import paths, resolve
from bot.scopes import Scopes
from bot.search import Found
from bot.short_forms import Hints
from bot.statements import Statement
from bot.telling import LITTLE
from corpus import Level, Node, Plan

_HEARD_OF = 0.6  # a node's score from which on the plan speaks of a matter
_AS_WELL = 0.85  # of the best score that a place needs to be one where the matter stands
_IN_PART = 0.7  # the same for the part of the plan that the place is in, to be the one to look in
_LINKS = 8  # words of a statement that may put a matter in a place
_SHORTEST = 2  # characters of a matter
_OUTER = (Level.WORK_PLAN, Level.GOAL)


class Positions:
    """Reads where messages say that things stand in one plan."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes

    def read(self, said: Statement, found: Found) -> Query | None:
        """Return where the matter stands or what is called so, `is_false` if that is elsewhere; None for other statements."""
        if not (said.is_firm or said.is_doubted):
            return None
        form = cues("statements")
        for link in islice(form["numbered"].finditer(said.text), _LINKS):
            matter = self._matter(said.text[link.end() :])
            place = self._numbered(said.text[: link.start()], matter, found)
            if place and matter and not said.text.startswith("「", link.end()):  # a name is no matter
                return self._held(place, matter, found)
        for link in islice(form["put"].finditer(said.text), _LINKS):
            matter, rest = self._matter(said.text[: link.start()]), said.text[link.end() :]
            place = self._numbered(rest, matter, found) or self._named(rest, link[0])
            if place and matter:
                return self._held(place, matter, found)
        return None

    def taken_for_granted(self, asked: Asked) -> tuple[Node, ...]:
        """The work plans, goals and items below which, or in whose charge, a message says in passing that something is."""
        named = [one.node for one in asked.mentions if one.node.parent and _is_put(asked.text, one)]
        steps = [step for step in asked.steps if step.level in _OUTER and _is_put(asked.text, step)]
        counted = [node for step in steps for node in resolve(paths([step], ()), self._plan).nodes]
        return tuple(dict.fromkeys((*named, *counted, *self._put_below(asked.text))))

    def _put_below(self, text: str) -> list[Node]:
        """Work plans and goals that are named by a short form where something is put."""
        form = cues("statements")
        said = (one for one in form["placed_short"].finditer(text) if not _is_denied(text, one.start()))
        hints = Hints(level=Level.WORK_PLAN)
        found = (self._names.best(one["place"], among=_OUTER, hints=hints) for one in said)
        return [best[0].node for best in found if best and best[0].is_clear]

    def _matter(self, text: str) -> str:
        """What is said to stand somewhere; empty if that is a place itself, or says too little."""
        form = cues("statements")
        while (shorter := form["matter_edge"].sub("", text.strip("「」『』,，。 "))) != text:
            text = shorter
        asked = ask(text, self._names)
        numbered = asked.steps or by_code(text, self._plan)
        return "" if numbered or len(text) < _SHORTEST or asked.says("count") else text

    def _numbered(self, text: str, matter: str, found: Found) -> Node | None:
        """The node that a stretch names by number, id or label, if it says nothing else."""
        bare = cues("statements")["put_after"].sub(
            "", cues("statements")["gloss"].sub("", text) if "「" in text else text
        )
        coded = by_code(bare, self._plan)
        asked = ask(bare, self._names)
        if len(coded.nodes) == 1 and self._says_little(asked):
            return coded.nodes[0]
        if all(step.level is Level.PART for step in asked.steps):
            return None
        scope = self._scopes.of(asked)
        if len(scope.nodes) == 1 and scope.left <= LITTLE:
            return scope.nodes[0]
        loose = not scope.nodes and not asked.mentions and not self._names.rest(asked.shape)
        anchor = self._best(found.look_up(matter), self._plan.passages) if loose and matter else None
        if anchor is None or not anchor.parent:
            return None
        nodes = resolve(paths(asked.steps, ()), self._plan, self._plan.nodes[anchor.parent]).nodes
        return nodes[0] if len(nodes) == 1 else None

    def _says_little(self, asked: Asked) -> bool:
        """Whether a stretch is hardly more than a label or an id."""
        return len(self._names.rest(asked.shape)) <= LITTLE + 1 or not self._names.topical(asked.shape)

    def _named(self, text: str, link: str) -> Node | None:
        """The goal, work plan or item below which something is put, by its heading or a short form with its kind."""
        bare = cues("statements")["put_after"].sub("", text)
        if link.endswith(("是", "為")) and bare == text:
            return None
        asked = ask(bare.strip("「」"), self._names)
        named = [mention.node for mention in asked.mentions if mention.node.level in INNER]
        if len(named) == 1 and not self._names.rest(asked.shape):
            return named[0]
        kinds = [kind for _, kind in levels_in(bare) if kind in _OUTER]
        return self._scopes.short(bare, among=kinds[:1]) if kinds and not asked.steps else None

    def _held(self, place: Node, matter: str, found: Found) -> Query | None:
        """Whether the matter stands at or below a place, by its words, by its name, or as searching finds it."""
        fits = found.look_up(matter)
        inside = list(descendants(self._plan, place))
        words = [node for node in inside if holds(squeezed(node.text), matter)]
        if words and (there := self._best(fits, words)):
            by_name = place in words and not place.is_leaf
            return _told(place if by_name else there, named=by_name)
        called = self._scopes.short(matter, among=(place.level,)) if place.level in INNER else None
        if called:
            return _told(called, named=True, instead_of=None if called is place else place)
        best, there = self._best(fits, list(self._plan.nodes.values())), self._best(fits, inside)
        if best is None or fits[best.passage_id] < _HEARD_OF:
            return None
        near = self._best(fits, list(descendants(self._plan, self._part(place)))) or best
        if fits[near.passage_id] >= _IN_PART * fits[best.passage_id]:
            best = near
        if there and fits[there.passage_id] >= _AS_WELL * fits[best.passage_id]:
            return _told(there)
        return replace(_told(best), is_false=True)

    def _part(self, node: Node) -> Node:
        return (*self._plan.ancestors(node), node)[0]

    @staticmethod
    def _best(fits: Mapping[str, float], among: Collection[Node]) -> Node | None:
        """The node that fits best, the first of equals; None if nothing was looked up."""
        scored = [node for node in among if node.passage_id in fits]
        return max(scored, key=lambda node: fits[node.passage_id], default=None)


def _is_put(text: str, named: Mention | Step) -> bool:
    """Whether something is said to stand where a heading is named: by words before it, or by words on both sides."""
    form, before = cues("statements"), text[: named.start]
    if _is_denied(text, named.start):
        return False
    around = form["placed_before"].search(before) and form["placed_behind"].match(text, named.end)
    return bool(form["placed_right_before"].search(before) or around)


def _is_denied(text: str, start: int) -> bool:
    return bool(cues("statements")["placed_denied"].search(text[:start]))


def _told(node: Node, *, named: bool = False, instead_of: Node | None = None) -> Query:
    """What tells where a node stands, or what it and the one that was taken for it are called."""
    if not named:
        return Query(Operation.WHERE, nodes=(node.passage_id,))
    nodes = (instead_of, node) if instead_of else (node,)
    return Query(Operation.NAME, nodes=tuple(one.passage_id for one in nodes), is_false=bool(instead_of))
