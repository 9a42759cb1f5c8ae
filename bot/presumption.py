"""How likely a question takes something false for granted, by its wording and beside the passage it is about.

Two judges that see different things: a linear classifier over character n-grams of the question with the plan's
words masked, which knows how false premises are worded, and `bot.verification.Premises`, which compares the
question with a passage. Their log odds are added, as those of independent witnesses.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from bot.linear_text import LinearText

WORDING = Path(__file__).parent / "model" / "presumption"
FALSE, HOLDS = "false", "holds"
_LEAST = 1e-3  # likelihoods nearer to 0 or 1 count as this


def sounds_false(masked: str) -> float:
    """How likely the wording of a question, masked by `bot.masking`, takes something false for granted, in [0, 1]."""
    return _model().likelihoods(masked)[FALSE]


def joined(by_wording: float, by_passage: float) -> float:
    """Both likelihoods as one, in [0, 1]."""
    return 1 / (1 + math.exp(-_log_odds(by_wording) - _log_odds(by_passage)))


def _log_odds(likelihood: float) -> float:
    kept = min(max(likelihood, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


@cache
def _model() -> LinearText:
    return LinearText.load(WORDING)
