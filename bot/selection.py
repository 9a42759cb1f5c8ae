"""Choosing the passages that a question needs: one, or several where it asks for several."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.cues import cues
from bot.search import Candidate, Finder
from corpus import Node
from corpus.text import compact
from index.script import normalise

_MOST = 5  # passages in one answer
_CLOSE = 0.97  # of the best score, from which on the second passage is told too
_OWN = 0.62  # of a facet's best score that a passage must have by the facet alone
_WHOLE = 0.4  # how much the whole question counts when a facet is looked up
_FLOOR = 0.2  # a facet whose best passage scores less asks for nothing in the plan
_SHORTEST = 2  # characters of a facet


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages chosen, best first, and the score of the first."""

    nodes: tuple[Node, ...]
    score: float
    candidates: tuple[Candidate, ...]


def select(question: str, scores: NDArray[np.float32], finder: Finder) -> Selection:
    """Choose passages for a question.

    Args:
        question: what is asked, follow-ups resolved.
        scores: every node's score for it, as `Finder.scores` gives them.
        finder: searches for its facets.
    """
    candidates = finder.passages(scores)
    if not candidates:
        return Selection((), 0.0, ())
    chosen = _by_facets(question, scores, finder) or _with_close(candidates)
    return Selection(tuple(chosen[:_MOST]), candidates[0].score, tuple(candidates))


def facets(question: str) -> list[str]:
    """The things a question asks for, where it says that it asks for several; else none.

    Two questions in one message, 「A和B各…」, 「A跟B分別…」, 「…，又…」.
    """
    text = normalise(question)
    form = cues("several")
    asked = [part for part in re.split(r"[?;。!\n]+", text) if len(compact(part)) > _SHORTEST]
    if len(asked) > 1:
        return asked
    if not form["several"].search(text):
        return []
    parts = form["between"].split(form["around"].sub(" ", text))
    parts = [part.strip(" ,、的") for part in parts if part and len(compact(part.strip(" ,、的"))) >= _SHORTEST]
    return parts if len(parts) > 1 else []


def _by_facets(question: str, scores: NDArray[np.float32], finder: Finder) -> list[Node]:
    """The best passage of each facet, if at least two facets lead to different passages."""
    chosen: list[Node] = []
    for facet in facets(question):
        own = finder.scores(facet)
        found = finder.passages(own + np.float32(_WHOLE) * scores, 1)
        best = finder.passages(own, 1)
        if not found or not best or best[0].score < _FLOOR:
            continue
        node = found[0].node
        if finder.score_of(own, node) >= _OWN * best[0].score and node not in chosen:
            chosen.append(node)
    return chosen if len(chosen) > 1 else []


def _with_close(candidates: list[Candidate]) -> list[Node]:
    """The best passage, and the next one if it is as good as that."""
    best, *rest = candidates
    return [best.node, *(other.node for other in rest[:1] if other.score >= _CLOSE * best.score)]
