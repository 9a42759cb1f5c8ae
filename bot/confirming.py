"""A turn that states of what was told how many it is, where it stands, or what it is, and no more: 「不是第三點嗎」, 「是每季吧」."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking import BLANK, Asked, blank, squeeze
from bot.codes import by_code
from bot.cues import cues
from bot.dialogue import FollowUp, Link, Turn
from bot.ordinals import Step, find_steps
from bot.places import counted
from bot.query import holds_any
from bot.references import paths, resolve
from bot.remainder import extent, pairs, residue
from bot.statements import Statement, number_stated, statement_in
from corpus import Node, Plan

_GUESSED = 8  # characters that a guess has at most
_OF_MATTER = 2  # the same at least for what is called a matter


def confirmed(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """Hold a normalised turn against what `turn` told; None if it says anything else."""
    statement = statement_in(squeeze(said))
    if statement is None or not (statement.is_firm or statement.is_doubted):
        return None
    steps = find_steps(statement.text)
    shape = blank(statement.text, (at for step in steps for at in range(step.start, step.end)))
    asked = Asked(statement.text, shape, steps=tuple(steps))
    return _number(asked, turn, plan) or _place(asked, turn, plan) or _guess(statement, turn, plan)


def _number(said: Asked, turn: Turn, plan: Plan) -> FollowUp | None:
    """How many there are of what was told."""
    stated = number_stated(said)
    if stated is None or said.steps or residue(cues("statements")["of_number"].sub(" ", said.text)):
        return None
    parents = {node.parent for node in turn.focus}
    listed = len(turn.focus) > 1
    if listed and (len(parents) > 1 or not turn.listed):
        return FollowUp(Link.COUNT, turn, turn.focus, claimed=stated.number, is_each=True)
    above = plan.nodes.get(next(iter(parents)) or "") if listed else turn.scope
    return FollowUp(Link.COUNT, turn, (above,), claimed=stated.number) if above else None


def _place(said: Asked, turn: Turn, plan: Plan) -> FollowUp | None:
    """Where what was told stands, or the one of it that the turn names by its words (「某事是第三點嗎」)."""
    form = cues("statements")
    coded = by_code(said.text, plan).nodes
    if not (coded or said.steps):
        return None
    matter = "" if coded else residue(form["put_after"].sub("", form["put"].sub(" ", said.shape)), BLANK)
    told = _spoken_of(matter, turn, plan)
    nodes = coded or (_counted(said.steps, told, plan) if told else ())
    if told is None or len(nodes) != 1:
        return None
    stands = nodes[0] in (told, *plan.ancestors(told))
    return FollowUp(Link.WHERE, turn, (told,), is_false=not stands)


def _spoken_of(matter: str, turn: Turn, plan: Plan) -> Node | None:
    """What a turn speaks of: what was told, or of a list or an item's points the only one that has the words of a matter."""
    if not matter:
        return None if turn.listed and len(turn.focus) > 1 else next(iter(turn.focus), None)
    found = [node for node in counted(turn, plan) if holds_any(node, (matter,))]
    return found[0] if len(found) == 1 and extent(matter) >= _OF_MATTER else None


def _guess(said: Statement, turn: Turn, plan: Plan) -> FollowUp | None:
    """What somebody takes for the answer to the open question before, to which the plan has one in other words."""
    form = cues("dialogue")
    match = form["guessed"].fullmatch(said.text)
    asks = form["bare_question"].search(turn.text)
    if (
        match is None
        or not (said.is_firm and asks and turn.focus)
        or turn.query
        or extent(said.text) > _GUESSED
    ):
        return None
    guess = pairs((match["what"] or match["how"]).replace("個", ""))
    right = tuple(node for node in turn.focus if guess & _said_of(node, plan))
    return FollowUp(Link.REPEAT, turn, right or turn.focus, is_false=not right) if guess else None


def _said_of(node: Node, plan: Plan) -> set[str]:
    return pairs(" ".join(one.text for one in (*plan.ancestors(node), node)))


def _counted(steps: Sequence[Step], told: Node, plan: Plan) -> tuple[Node, ...]:
    """The node that ordinals lead to, counted beside what was told where they do not say it."""
    anchor = plan.nodes[told.parent] if told.parent else None
    return resolve(paths(steps, ()), plan, anchor).nodes
