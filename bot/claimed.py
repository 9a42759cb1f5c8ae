"""What a question takes for granted of a node itself: its category, its name, what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import Asked, blank, levels_in
from bot.conditions import Conditions
from bot.cues import cues
from bot.mentioned import QUOTED
from bot.query import COUNTED, INNER, Operation, Query, descendants, run_query, squeezed
from bot.remainder import pairs
from bot.scopes import Scopes
from bot.telling import LITTLE, number_in
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral

_NAME = 2  # characters of a name


class Claimed:
    """Reads what questions about one plan claim of its inner nodes."""

    def __init__(self, plan: Plan, scopes: Scopes, conditions: Conditions) -> None:
        self._plan = plan
        self._scopes = scopes
        self._conditions = conditions

    def read(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Return what to tell of the nodes that a question makes a claim of; None if it makes none.

        The query's `is_false` says whether the plan has it otherwise.
        """
        if query := self._misfiled(asked, operation):
            return query
        if not (asked.says("tag") or asked.says("is_it")):
            return None
        ways = (self._category, self._name, self._matter)
        return next((query for way in ways if (query := way(asked))), None)

    def _misfiled(self, asked: Asked, operation: Operation | None) -> Query | None:
        """「某項被歸為社會發展類，為什麼」, where it is of another category; items that it only may mean count too."""
        form = cues("structure")
        filed = form["filed"].search(asked.text)
        category = self._conditions.category_in(filed["what"]) if filed else None
        if filed is None or category is None or operation in COUNTED:
            return None
        if form["denied_before"].search(asked.text[: filed.start()]):
            return None
        nodes = self._scopes.of(replace(asked, shape=asked.shape[: filed.start()])).nodes
        items = self._items(nodes, asked)
        if not items or any(item.category == category for item in items):
            return None
        return Query(Operation.CLASSIFY, nodes=_ids(items), is_false=True)

    def _category(self, asked: Asked) -> Query | None:
        """「某項是社會發展類的，對吧」."""
        claim = self._conditions.read(asked, Query(Operation.LIST), by_words=False)
        if claim is None or not claim.categories:
            return None
        denied = cues("structure")["no_item"].search(asked.shape)
        nodes = self._of(_without(self._conditions.without_categories(asked), [denied]))
        if not nodes and asked.says("all_items"):
            others = self._conditions.but(claim.categories)
            query = Query(Operation.LIST, level=Level.ITEM, categories=others, is_false=True)
            return query if run_query(query, self._plan) else replace(claim, level=Level.ITEM)
        if denied:
            place = Query(Operation.LIST, _ids(nodes), Level.ITEM, categories=claim.categories, is_false=True)
            if run_query(place, self._plan):
                return place
            return Query(Operation.CLASSIFY, nodes=_ids(self._items(nodes, asked)))
        items = self._items(nodes, asked)
        false = any(item.category not in claim.categories for item in items)
        return Query(Operation.CLASSIFY, nodes=_ids(items), is_false=false) if items else None

    def _name(self, asked: Asked) -> Query | None:
        """「目標二是「某某」，對吧」; true claims are nothing to tell of."""
        quoted = QUOTED.search(asked.text)
        if quoted is None or len(quoted[1]) < _NAME or not asked.steps:
            return None
        if any(not quoted.start() <= mention.start < quoted.end() for mention in asked.mentions):
            return None
        asked = replace(asked, mentions=())
        nodes = self._of(_without(asked, [quoted, cues("structure")["called"].search(asked.shape)]))
        if len(nodes) != 1 or quoted[1] in squeezed(nodes[0].text):
            return None
        return Query(Operation.NAME, nodes=(nodes[0].passage_id,), is_false=True)

    def _matter(self, asked: Asked) -> Query | None:
        """「第六個目標是講某事的，對吧」, where neither the node nor what lies below it has a word of that."""
        said = cues("structure")["told_of"].search(asked.shape)
        nodes = self._scopes.of(replace(asked, shape="")).nodes if said and not asked.mentions else ()
        if said is None or len(nodes) != 1 or nodes[0].level not in INNER:
            return None
        below = list(descendants(self._plan, nodes[0]))
        other = self._scopes.short(said["what"], among=(nodes[0].level,))
        spoken_of = any(pairs(said["what"]) & pairs(node.text) for node in below)
        if spoken_of or other is nodes[0] or (other is None and asked.likely in below):
            return None
        return Query(Operation.NAME, nodes=(nodes[0].passage_id,), is_false=True)

    def _of(self, asked: Asked) -> tuple[Node, ...]:
        """The inner nodes that a question without its claim is about, if it says nothing else."""
        scope = self._scopes.of(asked)
        fits = scope.left <= LITTLE and all(node.level in INNER for node in scope.nodes)
        return scope.nodes if fits else ()

    def _items(self, named: Sequence[Node], asked: Asked) -> list[Node]:
        """The items at or below the nodes named; where none is, those of the node that searching finds."""
        nodes = named or ([asked.likely] if asked.likely else [])
        every = ([node] if node.level is Level.ITEM else self._plan.children(node) for node in nodes)
        return [item for items in every for item in items if item.category]


def held_against(query: Query, asked: Asked, plan: Plan) -> Query:
    """A list or count, held against a number that the question wants confirmed (「有四項，對吧」) or states in passing."""
    if query.operation not in COUNTED or query.nodes:
        return query
    number, stated = number_in(asked), cues("structure")["asserted"].search(asked.shape)
    if number and asked.says("tag"):
        return replace(query, operation=Operation.COUNT, is_counted=False, claimed=number)
    if stated is None:
        return query
    nodes, kinds = run_query(query, plan), levels_in(stated["kind"])
    starts = [*(step.start for step in asked.steps), *(one.start for one in asked.mentions)]
    behind = any(start >= stated.end() for start in starts)  # then the number may be of what is named before
    same = bool(nodes) and all(node.level is kind for node in nodes for _, kind in kinds)
    return query if not same or (behind and not kinds) else replace(query, claimed=read_numeral(stated["n"]))


def _without(asked: Asked, claims: Sequence[re.Match[str] | None]) -> Asked:
    places = (at for claim in claims if claim for at in range(*claim.span()))
    return replace(asked, shape=blank(asked.shape, places))


def _ids(nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(node.passage_id for node in nodes)
