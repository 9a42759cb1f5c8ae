"""Follow-ups: what a turn means after the turns before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.cues import cues, words
from bot.references import find_references
from corpus import Level, Node, Plan
from corpus.numerals import NUMERAL, read_numeral
from index.script import normalise

_ORDINAL = re.compile(rf"第\s*(?P<n>{NUMERAL})\s*(?:小|大)?(?:點|條|項|個|款|段|種)")
_FIRST_LAST = re.compile(r"(?:最後|末)(?:一|1)?(?:點|條|項|個|段)")
_OWN_SCOPE = re.compile(rf"目標|壹|貳|業務第|{NUMERAL}\.\d")
_ALONE = 14  # characters from which on a turn without any sign of dependence stands alone
_SHORT = 7  # characters up to which a turn is taken for an ellipsis


class Link(StrEnum):
    """How a turn hangs on those before it."""

    NONE = "none"
    """It stands alone."""
    PLACE = "place"
    """It names a place relative to what was told: the next point, the second one."""
    MORE = "more"
    """It asks for the rest."""
    WHERE = "where"
    """It asks where the thing told stands."""
    REPEAT = "repeat"
    """It asks to hear it again."""
    ELLIPSIS = "ellipsis"
    """It leaves out the topic or the frame of the question before."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A user turn that was worked out.

    Attributes:
        text: as typed.
        question: what it means by itself, in words.
        focus: nodes it was answered with.
        scope: the inner node it was about, if any.
    """

    text: str
    question: str
    focus: tuple[Node, ...] = ()
    scope: Node | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a turn means.

    Attributes:
        link: how it hangs on an earlier turn.
        turn: that turn.
        nodes: places it means, for `PLACE`, `MORE`, `WHERE` and `REPEAT`.
        part: the only part of the plan it asks about (the part's node), if it names one.
    """

    link: Link = Link.NONE
    turn: Turn | None = None
    nodes: tuple[Node, ...] = ()
    part: Node | None = None


def follow_up(text: str, history: Sequence[Turn], plan: Plan) -> FollowUp:
    """Read a turn after those before it.

    Args:
        text: the user's last message.
        history: earlier user turns with what they were answered with, oldest first.
        plan: the plan.
    """
    told = [turn for turn in history if turn.focus]
    if not told:
        return FollowUp()
    said = normalise(text).strip()
    form = cues("dialogue")
    turn = told[0] if form["return"].search(said) and len(told) > 1 else told[-1]
    if (other := form["other_part"].search(said)) and (part := _part(other["part"], plan)):
        return FollowUp(Link.ELLIPSIS, turn, part=part)
    for read in (_place, _more, _where, _repeat):
        if found := read(said, turn, plan):
            return found
    return FollowUp(Link.ELLIPSIS, turn) if _depends(said) else FollowUp()


def _place(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """The next, previous or n-th of what was told."""
    form = cues("dialogue")
    node = turn.focus[-1]
    if _OWN_SCOPE.search(said) or len(said) > _ALONE + 6:
        return None
    if form["next"].search(said) and node.next:
        return FollowUp(Link.PLACE, turn, (plan.nodes[node.next],))
    if form["previous"].search(said) and turn.focus[0].previous:
        return FollowUp(Link.PLACE, turn, (plan.nodes[turn.focus[0].previous],))
    ordinal = _ORDINAL.search(said)
    if ordinal is None and not _FIRST_LAST.search(said):
        return None
    if said[ordinal.end() - 1 if ordinal else 0] == "種" and len(turn.focus) == 1:
        return FollowUp(Link.REPEAT, turn, turn.focus)  # kinds are told within one passage
    siblings = turn.focus if len(turn.focus) > 1 else _children(turn, plan)
    number = (read_numeral(ordinal["n"]) or 0) if ordinal else len(siblings)
    if 1 <= number <= len(siblings) and not find_references(said, plan):
        return FollowUp(Link.PLACE, turn, (siblings[number - 1],))
    return None


def _more(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """The rest of the item, goal or work plan that was told of, or what stands behind it."""
    if not cues("dialogue")["more"].search(said.rstrip("?。!~ ")) or len(said) > _ALONE:
        return None
    told = set(turn.focus)
    rest = tuple(node for node in _children(turn, plan) if node not in told)
    if not rest and (behind := turn.focus[-1].next):
        rest = (plan.nodes[behind],)
    return FollowUp(Link.MORE, turn, rest) if rest else None


def _where(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    form = cues("dialogue")
    if form["where_that"].search(said) and len(_content(said)) <= _SHORT:
        return FollowUp(Link.WHERE, turn, turn.focus)
    return None


def _repeat(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    if cues("dialogue")["repeat"].search(said) and len(_content(said)) <= _SHORT:
        return FollowUp(Link.REPEAT, turn, turn.focus)
    return None


def _depends(said: str) -> bool:
    """Whether a turn shows that it leaves something out."""
    form = cues("dialogue")
    if form["correction"].search(said):
        return True
    if form["switch"].search(said):
        return False
    if form["pronoun"].search(said) or form["ending"].search(said):
        return True
    return len(said) <= _ALONE


def _children(turn: Turn, plan: Plan) -> tuple[Node, ...]:
    """The nodes among which the turn's answer stands."""
    node = turn.focus[-1]
    if not node.is_leaf:
        return plan.children(node)
    return plan.children(plan.nodes[node.parent]) if node.parent else ()


def _content(said: str) -> str:
    """What is left of a turn without the words that any question has."""
    for word in words("frame")["words"]:
        said = said.replace(word, "")
    return said


def _part(label: str, plan: Plan) -> Node | None:
    return next((part for part in plan.of_level(Level.PART) if part.label == label), None)
