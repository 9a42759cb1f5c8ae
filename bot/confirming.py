"""A turn that states of what was told how many it is, or where it stands, and no more: 「不是第三點嗎」, 「一共八項對吧」."""

from __future__ import annotations

from bot.asking import Asked, blank, squeeze
from bot.codes import by_code
from bot.cues import cues
from bot.dialogue import FollowUp, Link, Turn
from bot.ordinals import find_steps
from bot.references import paths, resolve
from bot.remainder import residue
from bot.statements import Statement, number_stated, statement_in
from corpus import Node, Plan


def confirmed(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """Hold a normalised turn against what `turn` told; None if it says anything else."""
    statement = statement_in(squeeze(said))
    if statement is None or not (statement.is_firm or statement.is_doubted):
        return None
    return _number(statement, turn, plan) or _place(statement, turn, plan)


def _number(said: Statement, turn: Turn, plan: Plan) -> FollowUp | None:
    """How many there are of what was told."""
    steps = find_steps(said.text)
    shape = blank(said.text, (at for step in steps for at in range(step.start, step.end)))
    stated = number_stated(Asked(said.text, shape))
    if stated is None or steps or residue(cues("statements")["of_number"].sub(" ", said.text)):
        return None
    parents = {node.parent for node in turn.focus}
    listed = len(turn.focus) > 1
    if listed and (len(parents) > 1 or not turn.listed):
        return FollowUp(Link.COUNT, turn, turn.focus, claimed=stated.number, is_each=True)
    above = plan.nodes.get(next(iter(parents)) or "") if listed else turn.scope
    return FollowUp(Link.COUNT, turn, (above,), claimed=stated.number) if above else None


def _place(said: Statement, turn: Turn, plan: Plan) -> FollowUp | None:
    """Where what was told stands."""
    form, told = cues("statements"), turn.focus
    steps = find_steps(said.text)
    shape = blank(said.text, (at for step in steps for at in range(step.start, step.end)))
    coded = by_code(said.text, plan).nodes
    if not told or (turn.listed and len(told) > 1) or not (coded or steps):
        return None
    if not coded and residue(form["put_after"].sub("", form["put"].sub(" ", shape))):
        return None
    nodes = coded or _counted(said.text, told[0], plan)
    if len(nodes) != 1:
        return None
    stands = any(nodes[0] in (node, *plan.ancestors(node)) for node in told)
    return FollowUp(Link.WHERE, turn, told[:1], is_false=not stands)


def _counted(text: str, told: Node, plan: Plan) -> tuple[Node, ...]:
    """The node that ordinals lead to, counted beside what was told where they do not say it."""
    anchor = plan.nodes[told.parent] if told.parent else None
    return resolve(paths(find_steps(text), ()), plan, anchor).nodes
