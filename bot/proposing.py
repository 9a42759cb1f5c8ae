"""Queries that a question may mean: lists, counts and names of every node that it can be about.

Which of them it means is weighed in `bot/weighing.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.asking import Asked, levels_in
from bot.forms import Form
from bot.names import Names
from bot.query import INNER, Operation, Query, run_query
from bot.relating import Cut, related
from bot.scopes import Scopes, without_asides
from bot.search import Found
from bot.short_forms import Match
from bot.telling import Reading
from corpus import Level, Node, Plan

_SEARCHED = (Level.GOAL, Level.WORK_PLAN, Level.ITEM)  # kinds of which searching proposes, in this order
_MATCHES = 12  # headings, best first, that the words are held against
_BY_NAME = 4  # of these as many are proposed
_BY_SEARCH = 2  # inner nodes of each kind, best first, that are proposed
# The kinds of node that may be asked for below each kind, beside its children.
_DEEPER: Mapping[Level, tuple[Level, ...]] = {
    Level.PART: (Level.ITEM, Level.PARAGRAPH),
    Level.WORK_PLAN: (Level.PARAGRAPH,),
}
_PLACES = 4  # nodes, likeliest first, below which what is related is proposed
_FILTERS = 0.15  # likelihood of a condition from which on it is
_LISTED = (Operation.LIST, Operation.COUNT)
_KEPT = 256  # nodes about which proposals are kept
_OF_PLAN = (Level.GOAL, Level.STRATEGY, Level.WORK_PLAN, Level.ITEM, Level.CONTENT)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a question when its meanings are weighed.

    Attributes:
        asked: the question.
        reading: what the rules make of it.
        forms: how likely each form is.
        found: what searching finds for it.
        named: the inner nodes that it names, by heading, short form or ordinal.
        leaves: the passages that it names.
        matches: how far it is a short form of each of the headings that fit best, by id, best first.
        kinds: the kinds of node that it names.
        said: its words besides those of the places that it names.
    """

    asked: Asked
    reading: Reading
    forms: Mapping[Form, float]
    found: Found
    named: tuple[Node, ...]
    leaves: tuple[Node, ...]
    matches: Mapping[str, Match]
    kinds: tuple[Level, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A query, the one node below which it selects or that it names, if it is about one, and where it cuts a ranking."""

    query: Query
    scope: Node | None = None
    cut: Cut | None = None


class Proposer:
    """Proposes queries over one plan."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self._outer = (*plan.of_level(Level.PREFACE), *plan.of_level(Level.PART))
        self._of_plan = tuple(
            Proposal(Query(each, level=level))
            for level in _OF_PLAN
            if plan.of_level(level)
            for each in _LISTED
        )
        self._about = lru_cache(maxsize=_KEPT)(self._propose_about)

    def clues(self, asked: Asked, reading: Reading, forms: Mapping[Form, float], found: Found) -> Clues:
        """Gather what tells of a question, without the clauses in which it neither names nor asks anything."""
        asked = replace(asked, shape=without_asides(asked, asked.shape))
        scope = self._scopes.of(asked)
        nodes = scope.nodes
        return Clues(
            asked=asked,
            reading=reading,
            forms=forms,
            found=found,
            named=tuple(node for node in nodes if not node.is_leaf),
            leaves=tuple(node for node in nodes if node.is_leaf),
            matches={match.node.passage_id: match for match in self._names.best(asked.shape)[:_MATCHES]},
            kinds=tuple(level for _, level in levels_in(asked.shape)),
            said="" if asked.english else " ".join("".join(self._names.kept(scope.shape)).split()),
        )

    def propose(self, clues: Clues) -> list[Proposal]:
        """Return what the question may mean, each query once; what the rules make of it is among them."""
        found = list(self._every(clues))
        read = clues.reading.query
        if read and all(proposal.query != read for proposal in found):
            found.append(Proposal(read))
        return found

    def _every(self, clues: Clues) -> Iterator[Proposal]:
        for scope in self._pool(clues):
            yield from self._about(scope.passage_id)
        if clues.leaves:
            yield Proposal(Query(Operation.QUOTE, nodes=tuple(leaf.passage_id for leaf in clues.leaves)))
        yield from self._of_plan
        if _may_relate(clues):
            yield from self._related(clues)

    def _related(self, clues: Clues) -> Iterator[Proposal]:
        """What is related to the words that name no place, below the likeliest nodes and in the whole plan."""
        fits, denied = clues.found.look_up(clues.said), clues.asked.says("denying")
        scores = {one.node: one.score for one in clues.found.inner}
        inner = (node for node in self._pool(clues) if node.level in INNER)
        likeliest = sorted(inner, key=lambda node: (node not in clues.named, -scores.get(node, 0.0)))
        for scope in (*likeliest[:_PLACES], *self._plan.of_level(Level.PART)):
            for level in (None, *_DEEPER.get(scope.level, ())):
                base = Query(Operation.LIST, (scope.passage_id,), level)
                for query, cut in related(base, run_query(base, self._plan), fits, denied=denied):
                    yield Proposal(query, scope, cut)
        for query, cut in related(Query(Operation.LIST), self._plan.passages, fits, denied=denied):
            yield Proposal(query, cut=cut)

    def _propose_about(self, passage_id: str) -> tuple[Proposal, ...]:
        scope, ids = self._plan.nodes[passage_id], (passage_id,)
        found: list[Proposal] = []
        for level in (None, *_DEEPER.get(scope.level, ())):
            found += [Proposal(Query(each, ids, level), scope) for each in _LISTED]
        if scope.level in INNER:
            found.append(Proposal(Query(Operation.NAME, nodes=ids), scope))
        return tuple(found)

    def _pool(self, clues: Clues) -> Sequence[Node]:
        """The nodes that the question can be about, each once."""
        exact = (mention.node for mention in clues.asked.mentions)
        short = [match.node for match in clues.matches.values()][:_BY_NAME]
        kinds: dict[Level, list[Node]] = defaultdict(list)
        for one in clues.found.inner:
            kinds[one.node.level].append(one.node)
        searched = (node for level in _SEARCHED for node in kinds[level][:_BY_SEARCH])
        every = dict.fromkeys((*clues.named, *exact, *short, *searched, *self._outer))
        kind = _kind_below_which(clues)
        return [node for node in every if node.children and kind in {None, node.level}]


def _may_relate(clues: Clues) -> bool:
    """Whether a question can ask for what is related to something: it says something besides places."""
    likely = clues.forms[Form.FILTER] >= _FILTERS and clues.reading.operation is not Operation.WHERE
    return likely and bool(clues.said or clues.asked.english)


def _kind_below_which(clues: Clues) -> Level | None:
    """The kind of node below which an English question asks for another kind, which it names last."""
    english = clues.asked.english and len(set(clues.kinds)) > 1
    return clues.kinds[-1] if english and clues.kinds[-1] in INNER else None
