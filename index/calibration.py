"""From a fused score to how likely the passage answers: a logistic regression that keeps the order within a query.

A fused score alone says little: a long question scores lower against its own passage than two words do against
any. So the best score and the query's length are weighed in; both are the same for all passages of a query.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.fusion import Scores
from index.segmentation import runs

MODEL = Path(__file__).parent / "model" / "calibration.json"
FEATURES = ("score", "best", "length")
_LEAST = 1e-4  # scores nearer to 0 or 1 count as this


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is learned by `index/training/calibration.py`.

    Attributes:
        weights: of `FEATURES`; that of the score is above 0.
        bias: added to them.
    """

    weights: tuple[float, ...]
    bias: float

    def probability(self, query: str, score: float, best: float) -> float:
        """The same as `probabilities` for one score."""
        parts = (_log_odds_of(score), _log_odds_of(best), math.log1p(sum(map(len, runs(query)))))
        logit = sum(weight * part for weight, part in zip(self.weights, parts, strict=True)) + self.bias
        return 1 / (1 + math.exp(-logit))

    def probabilities(self, query: str, scores: Scores, best: float) -> Scores:
        """Return how likely each passage answers the query, float32 of the scores' shape, in (0, 1).

        Args:
            query: what was searched for.
            scores: fused ones of any passages.
            best: the largest fused score of all passages.
        """
        logits = features(query, scores, best) @ np.asarray(self.weights) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def features(query: str, scores: Scores, best: float) -> NDArray[np.float64]:
    """The values of `FEATURES` for every score, float64 `(n_scores, len(FEATURES))`."""
    length = np.log1p(sum(map(len, runs(query))))
    return np.stack([_log_odds(scores), *(np.full(len(scores), one) for one in (_log_odds(best), length))], 1)


@cache
def calibration() -> Calibration:
    """Read what is shipped."""
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    return Calibration(tuple(held["weights"][name] for name in FEATURES), held["bias"])


def _log_odds_of(score: float) -> float:
    kept = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _log_odds(scores: Scores | float) -> NDArray[np.float64]:
    kept = np.clip(np.asarray(scores, np.float64), _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept / (1 - kept)))
