"""From a question to a query over the tree, when it asks for places, lists, counts, names or full texts.

First come rules for what is named outright; what they leave open is weighed by a learned model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.asking import Asked, ask, squeeze
from bot.claimed import held_against
from bot.cues import cues
from bot.features import Features
from bot.forms import Form, Forms
from bot.identity import identity
from bot.masking import Masking
from bot.names import Names
from bot.parting import Parting
from bot.positions import Positions
from bot.proposing import Clues, Proposal, Proposer
from bot.query import COUNTED, Operation, Query, run_query, size_of
from bot.rules import Rules
from bot.scopes import Scopes
from bot.search import Found
from bot.statements import Statement, claims_before, number_stated, statement_in
from bot.telling import LITTLE, Reading, number_in
from bot.told import Told
from bot.weighing import Weighing
from corpus import Level, Plan
from corpus.lexicon import Entry
from index.segmentation import Segmenter

__all__ = ["Reader", "Reading"]

_NOTHING = Found()
_OPEN = frozenset({Operation.LIST, Operation.COUNT, Operation.NAME})  # what is weighed against other meanings
_CONTENT = 0.97  # likelihood from which on a question surely asks for nothing of the structure
_MUCH = 40  # nodes that are told only to who asks for nothing else
_EITHER = 0.08  # likelihood of a list and of a count from which on both are told


@dataclass(frozen=True, slots=True)
class Weighed:
    """The queries that a question may mean and their features; last those of none being meant.

    Attributes:
        selected: what is told in that case, if words select anything.
    """

    queries: list[Query]
    features: list[Features]
    selected: Query | None


class Reader:
    """Reads questions about one plan."""

    def __init__(
        self, plan: Plan, lexicon: Sequence[Entry] = (), *, mask: Callable[[str], str] | None = None
    ) -> None:
        """Prepare; `mask` masks the plan's words, in case somebody has what does."""
        segmenter = Segmenter()
        names = Names(plan, segmenter, lexicon)
        self._names = names
        scopes = Scopes(plan, names)
        self._rules = Rules(plan, names, scopes, segmenter, lexicon)
        self._forms = Forms(mask or Masking(plan).mask)
        self._plan = plan
        self._positions = Positions(plan, names, scopes)
        self._proposer = Proposer(plan, names, scopes)
        self._weighing = Weighing(plan, names)
        self.parts = Parting(names, scopes).read
        self.told = Told(plan, names, scopes, self._rules.conditions, self._rules.negating)

    def read(self, question: str, found: Found = _NOTHING) -> Reading:
        """Read a question.

        Args:
            question: as typed, follow-ups already resolved.
            found: what searching finds for it; without anything found the rules alone read.
        """
        said = statement_in(squeeze(question))
        query = (self._stated(said, found) if said else None) or self._wrong_before(question, found)
        if query is not None:
            return Reading(query.operation, query, is_sure=True, is_held=True)
        return self._open(question, found)

    def _wrong_before(self, question: str, found: Found) -> Query | None:
        """What to tell of a false claim with another question behind it: 「那是到 114 年，對吧？還剩幾年」."""
        for claim, lists in claims_before(squeeze(question)):
            query = self._stated(claim, found)
            if query and self._is_miscounted(query):
                return replace(query, operation=Operation.LIST) if lists else query
            if query and query.is_false and not lists:
                return query
        return None

    def _is_miscounted(self, query: Query) -> bool:
        return query.claimed is not None and query.claimed != len(run_query(query, self._plan))

    def _stated(self, said: Statement, found: Found) -> Query | None:
        """What to tell of a statement on the structure; None if it is on something else."""
        tallied = identity(said, self._plan) or self._rules.tallied.read(said) or self._number(said, found)
        return tallied or self._positions.read(said, found)

    def _number(self, said: Statement, found: Found) -> Query | None:
        """The count that a statement with a number gives, held against the number."""
        stated = number_stated(ask(said.text, self._names))
        if stated is None:
            return None
        reading = self._open(stated.question, found)
        query = reading.query or (reading.selected if said.is_firm else None)
        if query is None or query.operation not in COUNTED or query.is_related:
            return None
        if query.nodes and any(self._plan.nodes[name].level is not Level.PART for name in query.nodes):
            return None
        if query.extreme:
            sizes = {size_of(node, query.measured, self._plan) for node in run_query(query, self._plan)}
            return replace(query, is_false=sizes != {stated.number})
        query = replace(query, operation=Operation.COUNT, is_counted=False)
        if len(query.under) > 1 and not query.is_narrowed and cues("statements")["each_of"].search(said.text):
            sizes = {len(self._plan.children(self._plan.nodes[name])) for name in query.under}
            return replace(query, is_false=sizes != {stated.number})
        return replace(query, claimed=stated.number)

    def _open(self, question: str, found: Found) -> Reading:
        """Read a question that states nothing of the structure, by rules and by weighing what they leave open."""
        asked, reading = self._rules.read(question, found)
        placed = self._positions.taken_for_granted(asked)
        reading = replace(reading, query=_shown(asked, reading.query), placed=placed)
        if not _is_open(reading) or not found.inner:
            return reading
        forms = self._forms.likelihoods(question)
        if reading.query is None and forms[Form.NONE] >= _CONTENT:
            return reading
        query = self._weighing.choose(*self._meanings(asked, reading, forms, found))
        if query is not None:
            query = held_against(_counted(asked, self._in_full(asked, query), forms), asked, self._plan)
        if query is not None and self._is_too_much(asked, query):
            query = None
        return replace(reading, query=query)

    def _in_full(self, asked: Asked, query: Query) -> Query:
        """The query; for all that lies below a node, where that is as much as the question says there is."""
        number = number_in(asked)
        if not query.is_related or len(query.under) != 1 or number in {None, len(query.nodes)}:
            return query
        children = self._plan.children(self._plan.nodes[query.under[0]])
        return Query(query.operation, query.under) if len(children) == number else query

    def _is_too_much(self, asked: Asked, query: Query) -> bool:
        """Whether a query lists a whole level of the plan for a question that says something of a matter as well."""
        inner = any(self._plan.nodes[name].level is not Level.PART for name in query.under)
        if (
            query.operation is not Operation.LIST
            or query.is_narrowed
            or query.nodes
            or inner
            or query.is_counted
        ):
            return False
        much = len(run_query(query, self._plan)) > _MUCH
        return much and self._names.topical(asked.shape) > LITTLE

    def _meanings(
        self, asked: Asked, reading: Reading, forms: Mapping[Form, float], found: Found
    ) -> tuple[Clues, list[Proposal]]:
        clues = self._proposer.clues(asked, reading, forms, found)
        return clues, self._proposer.propose(clues)

    def weighed(self, question: str, forms: Mapping[Form, float], found: Found) -> Weighed | None:
        """What `read` weighs, for training; None where the rules settle the question."""
        asked, reading = self._rules.read(question, found)
        if not _is_open(reading):
            return None
        clues, proposals = self._meanings(asked, reading, forms, found)
        return Weighed(
            [one.query for one in proposals], self._weighing.features(clues, proposals), reading.selected
        )


def _counted(asked: Asked, query: Query, forms: Mapping[Form, float]) -> Query:
    """The query; a list with its number where the question asks for both (「寫了幾點，分別是什麼」), or may for either."""
    if query.operation not in COUNTED or query.nodes:
        return query
    both = asked.says("count") and asked.says("told_too")
    if both or min(forms[Form.LIST], forms[Form.COUNT]) >= _EITHER:
        return replace(query, operation=Operation.LIST, is_counted=True)
    return query


def _shown(asked: Asked, query: Query | None) -> Query | None:
    """The query; a count of what is to be shown as well (「把…都挑出來，看有多少」) as a list with its number."""
    if query is None or query.operation is not Operation.COUNT or query.claimed is not None or query.extreme:
        return query
    shown = (query.is_narrowed and asked.says("picked")) or asked.says("told_too")
    return replace(query, operation=Operation.LIST, is_counted=True) if shown else query


def _is_open(reading: Reading) -> bool:
    """Whether other meanings are weighed: of what the rules do not settle, and of plain lists, counts and names."""
    query = reading.query
    if reading.missing or reading.is_sure:
        return False
    if query is None:
        return True
    stated = query.is_narrowed or query.extreme or query.claimed is not None or query.is_false
    stated = stated or max(len(query.under), len(query.nodes)) > 1  # as many are not named by chance
    return query.operation in _OPEN and not stated
