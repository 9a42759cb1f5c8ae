"""Scores of a turn in the light of the turn it hangs on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.dialogue import FollowUp, Link
from bot.search import Finder

_CONTEXT = 0.55  # how much the question before counts for an ellipsis
_NEAR = (0.06, 0.02)  # what standing by what was told adds for an ellipsis


def scores_in_context(question: str, link: FollowUp, finder: Finder) -> NDArray[np.float32]:
    """Return every node's score, float32 `(n_nodes,)`; for an ellipsis mixed with what the turn before was about."""
    own = finder.scores(question)
    turn = link.turn
    if link.link is not Link.ELLIPSIS or turn is None:
        return own
    before = finder.scores(f"{turn.question} {question}")
    near = finder.affinity(turn.focus, _NEAR)
    if link.part:
        near += finder.below(link.part)
    mixed = (own + np.float32(_CONTEXT) * before) / np.float32(1 + _CONTEXT) + near * (own > 0)
    return np.asarray(mixed, np.float32)
