"""How likely the chosen passages answer a question, rather than being merely about the same thing.

A logistic regression over the features below, trained by `bot/training/answerability.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.boundaries import Aspect, Boundaries, answerable_clauses, asked_aspects
from bot.linear_text import LinearText
from bot.routing import Route
from bot.selection import Selection

MODEL = Path(__file__).parent / "model" / "answerability.json"
WORDING = Path(__file__).parent / "model" / "detail"
FEATURES = (
    "wording",
    "masked_wording",
    "likelihood",
    "score",
    "second",
    "detail_missing",
    "detail_given",
    "clause_left",
    "length",
    "wording_and_score",
)
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Worded:
    """A question with what two classifiers say of its wording.

    Attributes:
        likelihoods: of the routes.
        masked: of `ANSWER` and `NOT_IN_PLAN` alone, by the one that sees the plan's words masked.
    """

    question: str
    likelihoods: Mapping[Route, float]
    masked: Mapping[Route, float]


def worded(question: str, likelihoods: Mapping[Route, float], boundaries: Boundaries) -> Worded:
    """Judge how a question is worded."""
    found = _wording().likelihoods(boundaries.mask(question))
    return Worded(question, likelihoods, {Route(name): likelihood for name, likelihood in found.items()})


def answerability(asked: Worded, selection: Selection, missing: Sequence[Aspect]) -> float:
    """Return the likelihood, in [0, 1], that the selection answers the question."""
    model = _model()
    row = features(asked, selection, missing)
    logit = model["bias"] + sum(
        model["weights"][name] * (value - model["mean"][name]) / model["scale"][name]
        for name, value in zip(FEATURES, row, strict=True)
    )
    return 1 / (1 + math.exp(-logit))


def features(asked: Worded, selection: Selection, missing: Sequence[Aspect]) -> list[float]:
    """The values of `FEATURES`: how the question is worded, how well passages fit, which details they lack."""
    question, wording = asked.question, _lead(asked.likelihoods)
    scores = sorted((one.score for one in selection.candidates), reverse=True)
    best = scores[0] if scores else 0.0
    return [
        wording,
        _lead(asked.masked),
        selection.likelihood,
        best,
        scores[1] / max(best, _LEAST) if len(scores) > 1 else 0.0,
        float(bool(missing)),
        float(not missing and bool(asked_aspects(question))),
        float(bool(missing) and bool(answerable_clauses(question, missing))),
        float(len(question)),
        wording * best,
    ]


def _lead(likelihoods: Mapping[Route, float]) -> float:
    """Log odds of an answer against none."""
    return math.log(likelihoods[Route.ANSWER] + _LEAST) - math.log(likelihoods[Route.NOT_IN_PLAN] + _LEAST)


@cache
def _wording() -> LinearText:
    return LinearText.load(WORDING)


@cache
def _model() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return held
