"""Choosing the passages that a question needs: one, or several where it asks for several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.boundaries import asked_aspects, asking_clauses
from bot.cues import cues
from bot.relevance import Relevant, Scores, relevant
from bot.search import Finder
from corpus import Level, Node
from index.script import normalise

_MOST = 5  # passages in one answer
LIKELY = 0.5  # likelihood from which a passage is told beside the first
LIKELY_SEVERAL = 0.3  # the same where the question sounds like several; chosen on the development questions
LIKELY_LINKED = 0.6  # the same for a follow-up, whose scores hold those of the turn before
_LIKELY_PART = 0.2  # the same for the best passage of a part that none of those is best of
_LIKELY_ENUMERATED = (
    0.15  # the same where the question tells its parts apart; both chosen on the training questions
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages chosen, best first; how likely the first is right; all candidates.

    Attributes:
        fit: how likely the best passage answers by its score alone, in [0, 1].
        several: whether the question tells several things apart, and the passages are the best of different ones.
    """

    nodes: tuple[Node, ...] = ()
    likelihood: float = 0.0
    candidates: tuple[Relevant, ...] = ()
    several: bool = False
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a question asks for several things.

    Attributes:
        joined: it joins words, be they several things or one.
        enumerated: it says that they are several.
        apart: it says so, or asks in several clauses.
    """

    joined: bool = False
    enumerated: bool = False
    apart: bool = False


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
    asked = _asked(question) if likely == LIKELY else _Asked()  # a follow-up's parts are not all its own
    bar = LIKELY_SEVERAL if asked.joined else likely
    chosen = [one for n, one in enumerate(candidates) if n == 0 or one.likelihood >= bar]
    if asked.joined or asked.apart:
        chosen += _uncovered(chosen, candidates, _LIKELY_ENUMERATED if asked.enumerated else _LIKELY_PART)
    if asked.enumerated:
        chosen += _shared_out(chosen, candidates)
    several = asked.apart and len({one.parts for one in chosen if one.parts}) > 1
    in_parts = _by_parts_of_plan(question, scores, finder)
    told = _with_twins(chosen) if several else [one.node for one in chosen]
    nodes = tuple(in_parts or told)[:_MOST]
    told_apart, fit = several or len(in_parts) > 1, finder.fit(question, scores)
    return Selection(nodes, candidates[0].likelihood, candidates, told_apart, fit)


def _with_twins(chosen: Sequence[Relevant]) -> list[Node]:
    """The passages chosen, each with the one that says the same elsewhere in the plan."""
    pairs = ((one.node, one.twin) for one in chosen)
    return list(dict.fromkeys(node for pair in pairs for node in pair if node))


def _asked(question: str) -> _Asked:
    form, said = cues("several"), normalise(question)
    enumerated = bool(form["apart"].search(said))
    asking = [clause for clause in asking_clauses(question) if not asked_aspects(clause)]
    return _Asked(bool(form["several"].search(said)), enumerated, enumerated or len(asking) > 1)


def _uncovered(chosen: Sequence[Relevant], candidates: Sequence[Relevant], likely: float) -> list[Relevant]:
    """The likeliest passages of the parts of a question that no passage chosen is the best of."""
    covered = {part for one in chosen for part in one.parts}
    found: list[Relevant] = []
    for one in candidates:
        if one not in chosen and one.likelihood >= likely and not one.parts <= covered:
            found.append(one)
            covered |= one.parts
    return found


def _shared_out(chosen: Sequence[Relevant], candidates: Sequence[Relevant]) -> list[Relevant]:
    """The likeliest passages of parts that only a passage chosen for another part as well is the best of."""
    alone = {part for one in chosen if len(one.parts) == 1 for part in one.parts}
    shared = {part for one in chosen if len(one.parts) > 1 for part in one.parts} - alone
    found: list[Relevant] = []
    for one in candidates:
        if (
            one not in chosen
            and one.likelihood >= _LIKELY_PART
            and one.parts & shared
            and not one.parts & alone
        ):
            found.append(one)
            shared -= one.parts
    return found


def _by_parts_of_plan(question: str, scores: Scores, finder: Finder) -> list[Node]:
    """The best passage of each part of the plan, if the question names two parts by their numbers."""
    text = normalise(question)
    parts = [part for part in finder.plan.of_level(Level.PART) if part.label in text]
    best = [finder.passages(scores, 1, under=part) for part in parts] if len(parts) > 1 else []
    return [found[0].node for found in best if found]
