"""Choosing the passages that a question needs: one, or several where it asks for several."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cues import cues
from bot.relevance import Relevant, Scores, relevant
from bot.search import Finder
from corpus import Level, Node
from index.script import normalise

_MOST = 5  # passages in one answer
LIKELY = 0.5  # likelihood from which a passage is told beside the first
LIKELY_SEVERAL = 0.3  # the same where the question sounds like several; chosen on the development questions
LIKELY_LINKED = 0.6  # the same for a follow-up, whose scores hold those of the turn before


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages chosen, best first; how likely the first is right; and all candidates."""

    nodes: tuple[Node, ...] = ()
    likelihood: float = 0.0
    candidates: tuple[Relevant, ...] = ()


def select(question: str, scores: Scores, finder: Finder, *, likely: float = LIKELY) -> Selection:
    """Choose passages for a question.

    Args:
        question: what is asked, follow-ups resolved.
        scores: every node's score for it, as `Finder.scores` gives them.
        finder: searches for its parts.
        likely: from which likelihood on a passage is told beside the first.
    """
    candidates = tuple(relevant(question, scores, finder))
    if not candidates:
        return Selection()
    if likely == LIKELY and cues("several")["several"].search(normalise(question)):
        likely = LIKELY_SEVERAL
    chosen = _by_parts_of_plan(question, scores, finder)
    chosen = chosen or [one.node for n, one in enumerate(candidates) if n == 0 or one.likelihood >= likely]
    return Selection(tuple(chosen[:_MOST]), candidates[0].likelihood, candidates)


def _by_parts_of_plan(question: str, scores: Scores, finder: Finder) -> list[Node]:
    """The best passage of each part of the plan, if the question names two parts by their numbers."""
    text = normalise(question)
    parts = [part for part in finder.plan.of_level(Level.PART) if part.label in text]
    best = [finder.passages(scores, 1, under=part) for part in parts] if len(parts) > 1 else []
    return [found[0].node for found in best if found]
