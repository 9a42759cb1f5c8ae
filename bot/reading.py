"""From a question to a query over the tree, when it asks for places, lists, counts, names or full texts.

First come rules for what is named outright; what they leave open is weighed by a learned model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.asking import Asked
from bot.claimed import held_against
from bot.features import Features
from bot.forms import Form, Forms
from bot.masking import Masking
from bot.names import Names
from bot.placed import Placed
from bot.proposing import Clues, Proposal, Proposer
from bot.query import COUNTED, Operation, Query
from bot.rules import Rules
from bot.scopes import Scopes
from bot.search import Found
from bot.telling import Reading
from bot.told import Told
from bot.weighing import Weighing
from corpus import Plan
from corpus.lexicon import Entry
from index.segmentation import Segmenter

__all__ = ["Reader", "Reading"]

_NOTHING = Found()
_OPEN = frozenset({Operation.LIST, Operation.COUNT, Operation.NAME})  # what is weighed against other meanings
_CONTENT = 0.97  # likelihood from which on a question surely asks for nothing of the structure
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
        scopes = Scopes(plan, names)
        self._rules = Rules(plan, names, scopes, segmenter, lexicon)
        self._forms = Forms(mask or Masking(plan).mask)
        self._plan = plan
        self._placed = Placed(plan, names)
        self._proposer = Proposer(plan, names, scopes)
        self._weighing = Weighing(plan, names)
        self.told = Told(plan, names, scopes, segmenter, lexicon)

    def read(self, question: str, found: Found = _NOTHING) -> Reading:
        """Read a question.

        Args:
            question: as typed, follow-ups already resolved.
            found: what searching finds for it; without anything found the rules alone read.
        """
        asked, reading = self._rules.read(question, found)
        reading = replace(reading, query=_shown(asked, reading.query), placed=self._placed.find(asked))
        if not _is_open(reading) or not found.inner:
            return reading
        forms = self._forms.likelihoods(question)
        if reading.query is None and forms[Form.NONE] >= _CONTENT:
            return reading
        query = self._weighing.choose(*self._meanings(asked, reading, forms, found))
        if query is not None:
            query = held_against(_counted(asked, query, forms), asked, self._plan)
        return replace(reading, query=query)

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
    if query is None or query.operation is not Operation.COUNT or not query.is_narrowed:
        return query
    return replace(query, operation=Operation.LIST, is_counted=True) if asked.says("picked") else query


def _is_open(reading: Reading) -> bool:
    """Whether other meanings are weighed: of what the rules do not settle, and of plain lists, counts and names."""
    query = reading.query
    if reading.missing or reading.is_sure:
        return False
    if query is None:
        return True
    stated = query.is_narrowed or query.extreme or query.claimed is not None or query.is_false
    stated = stated or len(query.under) > 1  # as many are not named by chance
    return query.operation in _OPEN and not stated
