"""A turn that asks what the plan has, after one that it could not answer: 「那計畫裡有什麼制度」 after somebody's own case."""

from __future__ import annotations

from bot.cues import cues
from bot.dialogue import FollowUp, Turn
from bot.remainder import extent, pairs, residue

_LEFT = 1  # characters that may be left of a turn that names no matter of its own


def recourse(said: str, turn: Turn) -> FollowUp | None:
    """The turn's question as it stands alone: on its own matter, or else on that of the turn that was declined."""
    form = cues("dialogue")
    match = form["of_the_plan"].search(said)
    if turn.focus or match is None:
        return None
    left = form["plan_has"].sub(" ", form["more_generic"].sub(" ", said.replace(match[0], " ", 1)))
    if extent(residue(left)) > _LEFT:
        # What has words of the matter before is best looked up in its light.
        return None if pairs(left) & pairs(turn.question) else FollowUp(question=said)
    matter = form["detail_asked"].sub("", turn.question) or turn.question
    return FollowUp(question=f"{matter},{match['plan']}{said[match.end() :]}")
