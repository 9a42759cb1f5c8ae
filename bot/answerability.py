"""How likely the chosen passages answer a question, rather than being merely about the same thing.

A logistic regression over the features below, trained by `bot/training/answerability.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.boundaries import Aspect, answerable_clauses, asked_aspects
from bot.routing import Route
from bot.selection import Selection

MODEL = Path(__file__).parent / "model" / "answerability.json"
FEATURES = (
    "wording",
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


def answerability(
    question: str, likelihoods: Mapping[Route, float], selection: Selection, missing: Sequence[Aspect]
) -> float:
    """Return the likelihood, in [0, 1], that the selection answers the question."""
    model = _model()
    row = features(question, likelihoods, selection, missing)
    logit = model["bias"] + sum(
        model["weights"][name] * (value - model["mean"][name]) / model["scale"][name]
        for name, value in zip(FEATURES, row, strict=True)
    )
    return 1 / (1 + math.exp(-logit))


def features(
    question: str, likelihoods: Mapping[Route, float], selection: Selection, missing: Sequence[Aspect]
) -> list[float]:
    """The values of `FEATURES`: how the question is worded, how well passages fit, which details they lack."""
    wording = math.log(likelihoods[Route.ANSWER] + _LEAST) - math.log(likelihoods[Route.NOT_IN_PLAN] + _LEAST)
    scores = sorted((one.score for one in selection.candidates), reverse=True)
    best = scores[0] if scores else 0.0
    return [
        wording,
        selection.likelihood,
        best,
        scores[1] / max(best, _LEAST) if len(scores) > 1 else 0.0,
        float(bool(missing)),
        float(not missing and bool(asked_aspects(question))),
        float(bool(missing) and bool(answerable_clauses(question, missing))),
        float(len(question)),
        wording * best,
    ]


@cache
def _model() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return held
