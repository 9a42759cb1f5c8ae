"""How likely a turn with words of its own leaves something out that stands in an earlier one.

A logistic regression over the features below, trained by `bot/training/dialogue.py`.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.cues import cues
from bot.dialogue import Turn
from bot.nearness import branch
from bot.remainder import extent, pairs, residue
from bot.search import Finder

MODEL = Path(__file__).parent / "model" / "dependence.json"
CUES = ("switch", "pronoun", "opening", "ending", "also", "correction", "question_word", "more")
FEATURES = (
    "best",
    "margin",
    "length",
    "short",
    "shared",
    "about_share",
    "agree",
    "same_item",
    "same_work_plan",
    "gain",
    *CUES,
)
_LONG = 30  # characters from which on a turn is no longer any more likely to stand alone
_SHORT = 3  # characters of a turn that can hardly stand alone
_ABOUT = 3  # nodes of the earlier turn that count
_LEAST = 1e-6

Scores = NDArray[np.float32]


def dependence(said: str, question: str, turn: Turn, scores: tuple[Scores, Scores], finder: Finder) -> float:
    """Return the likelihood, in [0, 1], that a turn hangs on `turn`.

    Args:
        said: the normalised turn.
        question: the same without what only changes the topic or takes something back.
        turn: the earlier turn it would hang on.
        scores: every node's score for the question by itself, and behind the earlier one.
        finder: tells where nodes stand.
    """
    model = _model()
    row = features(said, question, turn, scores, finder)
    logit = model["bias"] + sum(
        model["weights"][name] * (value - model["mean"][name]) / model["scale"][name]
        for name, value in zip(FEATURES, row, strict=True)
    )
    return 1 / (1 + math.exp(-logit))


def features(
    said: str, question: str, turn: Turn, scores: tuple[Scores, Scores], finder: Finder
) -> list[float]:
    """The values of `FEATURES`: how well the turn stands alone, how near the earlier one it leads, how it is worded."""
    own, joint = scores
    best, second = finder.passages(own, 2) if np.count_nonzero(own) > 1 else (None, None)
    top = best.score if best else 0.0
    together = finder.passages(joint, 1)
    about = turn.about[:_ABOUT]
    left = extent(residue(question))
    form, plan = cues("dialogue"), finder.plan
    return [
        top,
        top - second.score if second else 0.0,
        float(min(left, _LONG)),
        float(left <= _SHORT),
        float(not pairs(said).isdisjoint(pairs(turn.text))),
        max(finder.score_of(own, node) for node in about) / max(top, _LEAST),
        float(bool(best and together and best.node == together[0].node)),
        float(bool(best and any(best.node.parent == node.parent for node in about))),
        float(bool(best and branch(best.node, plan) in {branch(node, plan) for node in about})),
        together[0].score - top if together else 0.0,
        *(float(bool(form[cue].search(said))) for cue in CUES),
    ]


@cache
def _model() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return held
