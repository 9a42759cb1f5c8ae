"""A turn that only puts another place into the question before it (「看錯了，是第五個目標才對」)."""

from __future__ import annotations

from bot.asking import blank, squeeze
from bot.cues import cues
from bot.dialogue import FollowUp, Turn
from bot.ordinals import Step, find_steps
from bot.remainder import extent, residue
from corpus import Level, Plan

_HEADED = (Level.ITEM, Level.GOAL, Level.WORK_PLAN)
_LEFT = 1  # characters that may be left of such a turn


def replaced(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """The earlier question with the place that the normalised turn names in the place of its own; None if it does more."""
    form = cues("dialogue")
    if not any(form[cue].search(said) for cue in ("misread", "correction", "ending")):
        return None
    now, before = squeeze(said), squeeze(turn.question)
    new, old = find_steps(now), find_steps(before)
    if len(new) == 1:
        found = next((step for step in old if _alike(step, new[0])), None)
        return _put(now, before, (new[0].start, new[0].end), (found.start, found.end) if found else None)
    return _named(now, before, plan) if not new else None


def _alike(step: Step, other: Step) -> bool:
    return step.level is other.level and (step.level is not None or step.unit == other.unit)


def _named(now: str, before: str, plan: Plan) -> FollowUp | None:
    """The same for a node that both name by its heading, of one kind."""
    for level in _HEADED:
        new, old = _heading(now, level, plan), _heading(before, level, plan)
        if new and old:
            return _put(now, before, new, old)
    return None


def _heading(text: str, level: Level, plan: Plan) -> tuple[int, int] | None:
    """Where the heading of a node of a kind stands in a squeezed text."""
    for node in plan.of_level(level):
        heading = squeeze(node.text)
        if (start := text.find(heading)) >= 0:
            return start, start + len(heading)
    return None


def _put(now: str, before: str, new: tuple[int, int], old: tuple[int, int] | None) -> FollowUp | None:
    form = cues("dialogue")
    rest = form["correction"].sub(" ", form["misread"].sub(" ", blank(now, range(*new))))
    if old is None or extent(residue(rest)) > _LEFT:
        return None
    return FollowUp(question=before[: old[0]] + now[slice(*new)] + before[old[1] :])
