"""From one element of a model's list to a row of the plan's knowledge, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from bot.expanding.drops import Dropped
from bot.expanding.tasks import Kind, Task
from bot.prompts import VOICES
from corpus.bank import Question, Review
from corpus.checking.likeness import plain
from corpus.lexicon import Entry
from corpus.near_misses import NearMiss
from corpus.plan import Plan
from corpus.text import compact
from index.script import is_simplified

Proposal = Question | Entry | NearMiss

_SHAPES: Mapping[Kind, type[Question] | type[Entry] | type[NearMiss]] = {
    Kind.QUESTIONS: Question,
    Kind.LEXICON: Entry,
    Kind.NEAR_MISSES: NearMiss,
}
_HAN = re.compile(r"[\u3007\u3400-\u9fff]")
_ENGLISH, _SIMPLIFIED = "english", "simplified"  # voices, and kinds of terms


class Former:
    """Makes the rows of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._words = "\n".join(
            compact(part) for node in plan.nodes.values() for part in (node.label, node.text)
        )

    def row(self, task: Task, element: object, hand: str) -> Proposal | Dropped:
        """Return the row that an element stands for, by this hand and unreviewed whatever it claims."""
        if not isinstance(element, dict):
            return Dropped.FORM
        own = task.node.passage_id
        given = {"passage": own, "nearest": own} | {name: _tidied(value) for name, value in element.items()}
        given |= {"hand": hand, "review": Review.UNREVIEWED}
        shape = _SHAPES[task.kind]
        try:
            row = shape.model_validate({name: given[name] for name in shape.model_fields if name in given})
        except ValidationError:
            return Dropped.FORM
        row = self._in_plans_words(row) if isinstance(row, Entry) else row
        return self._fault(row, task) or row

    def _in_plans_words(self, entry: Entry) -> Entry:
        """The entry with those meanings only that stand in the plan."""
        means = (one for one in entry.means if (words := compact(one)) and words in self._words)
        return entry.model_copy(update={"means": tuple(means)})

    def _fault(self, row: Proposal, task: Task) -> Dropped | None:
        if not all(text.isprintable() for text in _texts(row)):
            return Dropped.FORM
        if not plain(wording(row)):
            return Dropped.EMPTY
        match row:
            case Question():
                fault = self._question_fault(row, task)
            case Entry():
                fault = _entry_fault(row)
            case NearMiss():
                fault = self._near_miss_fault(row)
        return fault or (None if _in_script(row) else Dropped.SCRIPT)

    def _question_fault(self, row: Question, task: Task) -> Dropped | None:
        if row.passage != task.node.passage_id:
            return Dropped.UNKNOWN
        return None if row.voice in VOICES else Dropped.FORM

    def _near_miss_fault(self, row: NearMiss) -> Dropped | None:
        if row.nearest is not None and row.nearest not in self._plan.nodes:
            return Dropped.UNKNOWN
        return None if row.topic else Dropped.EMPTY


def wording(row: Proposal) -> str:
    """What people say."""
    return row.term if isinstance(row, Entry) else row.text


def _entry_fault(row: Entry) -> Dropped | None:
    if not row.means:
        return Dropped.UNKNOWN
    return Dropped.EMPTY if compact(row.term) in map(compact, row.means) else None


def _in_script(row: Proposal) -> bool:
    """Whether a row is written as it should be: Traditional Chinese, unless it is in English or Simplified."""
    note, said = (row.note if isinstance(row, Entry) else ""), wording(row)
    kind = row.kind if isinstance(row, Entry) else row.voice if isinstance(row, Question) else ""
    if any(map(is_simplified, note if kind == _SIMPLIFIED else note + said)):
        return False
    return kind == _ENGLISH or _HAN.search(said) is not None


def _texts(row: Proposal) -> Iterator[str]:
    for value in row.model_dump().values():
        yield from value if isinstance(value, tuple) else (value or "",)


def _tidied(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A text in one line; other values as they are."""
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value
