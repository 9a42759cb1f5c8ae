"""What the form of a question asks for, whatever it is about: a list, a count, a place, or nothing of the structure.

A linear classifier over character n-grams of the question, trained by `bot/training/structure.py`. The plan's words
are masked and each kind of node stands as one sign, so that it knows wordings and neither subjects nor plans.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.asking import kinds_in
from bot.linear_text import LinearText
from bot.query import Operation, Query
from corpus import Level
from index.script import normalise

MODEL = Path(__file__).parent / "model" / "form"


class Form(StrEnum):
    """The classes of the classifier."""

    LIST = "list"
    COUNT = "count"
    WHERE = "where"
    QUOTE = "quote"
    """A full text or the whole of a name."""
    COMPARE = "compare"
    FILTER = "filter"
    """What meets a condition."""
    NONE = "none"
    """A question for what the plan says, or for what it does not say."""


# Letters that no text of ours holds.
_SIGNS: Mapping[Level, str] = {
    Level.GOAL: "α",
    Level.STRATEGY: "β",
    Level.WORK_PLAN: "γ",
    Level.ITEM: "δ",
    Level.CONTENT: "ε",
    Level.PARAGRAPH: "ζ",
    Level.PART: "η",
}
_FORMS: Mapping[Operation, Form] = {
    Operation.LIST: Form.LIST,
    Operation.COUNT: Form.COUNT,
    Operation.NAME: Form.QUOTE,
    Operation.QUOTE: Form.QUOTE,
    Operation.WHERE: Form.WHERE,
    Operation.COMPARE: Form.COMPARE,
    Operation.CLASSIFY: Form.FILTER,
}


class Forms:
    """Classifies questions about one plan by their form."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        """Take what masks the plan's words, as `bot.masking.Masking` does."""
        self._mask = mask

    def shown(self, question: str) -> str:
        """The question as the classifier sees it: folded, kinds of node as signs, the plan's words masked."""
        said, pieces, end = normalise(question), list[str](), 0
        for start, stop, level in kinds_in(said):
            pieces += [self._mask(said[end:start]), _SIGNS[level]]
            end = stop
        return "".join((*pieces, self._mask(said[end:])))

    def likelihoods(self, question: str) -> dict[Form, float]:
        """Return how likely each form is; they sum to 1."""
        found = _model().likelihoods(self.shown(question))
        return {Form(name): likelihood for name, likelihood in found.items()}


def form_of(query: Query) -> Form:
    """The form of the questions that a query answers."""
    if query.operation is Operation.LIST and (query.is_narrowed or query.extreme or query.is_related):
        return Form.FILTER
    return _FORMS[query.operation]


@cache
def _model() -> LinearText:
    return LinearText.load(MODEL)
