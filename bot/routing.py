"""What a message wants: an answer, a pleasantry, help, or one of the things the plan cannot give.

A linear classifier over character n-grams, trained by `bot/training/text.py`, beside the rules in `bot/cues`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.answer import Reason
from bot.linear_text import LinearText

_FOLDER = Path(__file__).parent / "model"


class Route(StrEnum):
    """The classes of the classifier."""

    ANSWER = "answer"
    NOT_IN_PLAN = "not_in_plan"
    OTHER_YEAR = "other_year"
    OTHER_AGENCY = "other_agency"
    PERSONAL_CASE = "personal_case"
    OPINION = "opinion"
    UNCLEAR = "unclear"
    UNSAFE = "unsafe"
    DISTRESS = "distress"
    SMALLTALK = "smalltalk"


REASONS: Mapping[Route, Reason] = {
    Route.OTHER_YEAR: Reason.OTHER_YEAR,
    Route.OTHER_AGENCY: Reason.OTHER_AGENCY,
    Route.PERSONAL_CASE: Reason.PERSONAL_CASE,
    Route.OPINION: Reason.OPINION,
    Route.UNCLEAR: Reason.UNCLEAR,
    Route.UNSAFE: Reason.UNSAFE,
}
"""The routes that are declined for what the message is, whatever the plan says."""


def routes(text: str) -> dict[Route, float]:
    """Return the likelihood of each route; they sum to 1."""
    return {Route(name): likelihood for name, likelihood in _model("route").likelihoods(text).items()}


def steers(clause: str) -> float:
    """How likely a clause tries to steer the service rather than to ask it something, in [0, 1]."""
    return _model("clauses").likelihoods(clause)["attack"]


@cache
def _model(name: str) -> LinearText:
    return LinearText.load(_FOLDER / name)
