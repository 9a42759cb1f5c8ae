"""How likely a question takes something false for granted, by its wording and beside the passage it is about.

Three judges that see different things: a linear classifier over character n-grams of the question with the plan's
words masked, which knows how false premises are worded; `bot.verification.Premises`, which compares the question with
a passage; and `bot.precedents`, which knows how claims like it turned out. What each counts is learned, from questions
that none had seen.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

from bot.linear_text import LinearText

_FOLDER = Path(__file__).parent / "model"
WORDING, JOINT = _FOLDER / "presumption", _FOLDER / "presumption_joint.json"
JOINED = ("wording", "passage", "precedents", "given")  # what the joint judge weighs
FALSE, HOLDS = "false", "holds"
_LEAST = 1e-3  # likelihoods nearer to 0 or 1 count as this


def sounds_false(masked: str) -> float:
    """How likely the wording of a question, masked by `bot.masking`, takes something false for granted, in [0, 1]."""
    return _model().likelihoods(masked)[FALSE]


def joined(by_wording: float, by_passage: float, by_precedents: float, *, given: bool) -> float:
    """All of them as one likelihood, in [0, 1].

    Args:
        by_wording: of `sounds_false`.
        by_passage: of `Premises.presupposes_falsely`.
        by_precedents: of `Precedents.tell_false`.
        given: whether the question asks for a kind of detail that the passage gives.
    """
    model = _joint()
    row = zip(JOINED, joint_features(by_wording, by_passage, by_precedents, given=given), strict=True)
    return 1 / (1 + math.exp(-model["bias"] - sum(model["weights"][name] * value for name, value in row)))


def can_reach(likelihood: float, by_wording: float, by_precedents: float) -> bool:
    """Whether they come to a likelihood however a passage speaks: comparing with one takes longest of all."""
    return any(
        joined(by_wording, by_passage, by_precedents, given=given) >= likelihood
        for by_passage in (0.0, 1.0)
        for given in (False, True)
    )


def joint_features(by_wording: float, by_passage: float, by_precedents: float, *, given: bool) -> list[float]:
    """The values of `JOINED`."""
    return [_log_odds(by_wording), _log_odds(by_passage), by_precedents, float(given)]


def _log_odds(likelihood: float) -> float:
    kept = min(max(likelihood, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


@cache
def _joint() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(JOINT.read_text(encoding="utf-8"))
    return held


@cache
def _model() -> LinearText:
    return LinearText.load(WORDING)
