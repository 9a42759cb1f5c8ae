"""Which proposals say something new: not known, not worded like a neighbour, not leaked from an evaluation set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.expanding.drops import Dropped
from bot.expanding.forms import Former, Proposal, wording
from bot.expanding.journal import Reply
from bot.expanding.tasks import Kind, Task
from corpus.bank import Question
from corpus.checking import Guard
from corpus.checking.likeness import ALIKE, Grams, bigrams, jaccard, plain
from corpus.lexicon import Entry
from corpus.near_misses import NearMiss
from corpus.plan import Plan
from corpus.text import compact


@dataclass(frozen=True, slots=True)
class Screened:
    """What is kept of the model's replies, in the order of the requests, and how much is not, by reason."""

    rows: dict[Kind, list[Proposal]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    dropped: dict[Kind, Counter[Dropped]] = field(default_factory=lambda: {kind: Counter() for kind in Kind})


class Screen:
    """Looks at proposals one after the other; one that is kept is known to those after it."""

    def __init__(self, plan: Plan, known: Iterable[object], guard: Guard) -> None:
        """Know the rows that the plan has already; those of other files than the proposals' are not looked at."""
        self._former, self._guard = Former(plan), guard
        self._said: dict[type, set[str]] = defaultdict(set)
        self._of_node: dict[str | None, list[Grams]] = defaultdict(list)
        for row in known:
            if isinstance(row, Proposal):
                self._keep(row)

    def screen(self, replies: Iterable[tuple[Task, Reply]]) -> Screened:
        """Return what is kept of replies, and what is not."""
        screened = Screened()
        for task, reply in replies:
            for row in self._rows(task, reply.elements, reply.hand):
                if isinstance(row, Dropped):
                    screened.dropped[task.kind][row] += 1
                else:
                    screened.rows[task.kind].append(row)
        return screened

    def _rows(self, task: Task, elements: Sequence[object], hand: str) -> Iterator[Proposal | Dropped]:
        for element in elements:
            row = self._former.row(task, element, hand)
            if not isinstance(row, Dropped):
                row = self._known(row) or row
            if not isinstance(row, Dropped):
                self._keep(row)
            yield row

    def _known(self, row: Proposal) -> Dropped | None:
        if _identity(row) in self._said[type(row)]:
            return Dropped.DUPLICATE
        if isinstance(row, Entry):
            return None
        pairs = bigrams(plain(row.text))
        if any(jaccard(pairs, other) > ALIKE for other in self._of_node[_node(row)]):
            return Dropped.ALIKE
        return Dropped.LEAK if self._guard.like(row.text) else None

    def _keep(self, row: Proposal) -> None:
        self._said[type(row)].add(_identity(row))
        if not isinstance(row, Entry):
            self._of_node[_node(row)].append(bigrams(plain(row.text)))


def _node(row: Question | NearMiss) -> str | None:
    """The node that a question is about; what the plan answers is not to sound like what it does not."""
    return row.passage if isinstance(row, Question) else row.nearest


def _identity(row: Proposal) -> str:
    """What makes a row the same as another of its kind, as `planbot check` has it."""
    return compact(row.term) if isinstance(row, Entry) else plain(row.text) or compact(wording(row))
