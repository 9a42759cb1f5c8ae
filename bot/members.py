"""Which of what was told a turn is about: all of a list, or those that it names by their position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.asking import Asked, squeeze
from bot.dialogue import Turn
from bot.ordinals import Step, find_steps
from bot.places import Place, counted, nth
from corpus import Level, Node, Plan

_NESTED = 2  # ordinals of which the second may count below the first: 「第二個的第一點」
_JOINS = "和跟與及、,"  # what puts ordinals beside each other


@dataclass(frozen=True, slots=True)
class Members:
    """What a turn is about: nodes that were told, or those of them that it names by their position.

    Attributes:
        nodes: these, in the order told.
        rest: what else the turn says, squeezed.
        chosen: whether ordinals chose them.
    """

    nodes: tuple[Node, ...]
    rest: str
    chosen: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(node.passage_id for node in self.nodes)

    @property
    def level(self) -> Level:
        """Their kind."""
        return self.nodes[0].level

    @property
    def are_leaves(self) -> bool:
        """Whether they are passages, below which nothing stands."""
        return self.nodes[0].is_leaf


def members_of(asked: Asked, turn: Turn, plan: Plan) -> Members | Place | None:
    """The nodes a turn is about; a place without nodes where it names one beyond them."""
    if asked.mentions:
        return None
    if not asked.steps:
        alone = turn.query if len(turn.focus) == 1 else None
        chosen = alone is not None and alone.extreme is not None
        told = turn.listed or chosen or (alone is not None and alone.is_narrowed)
        return Members(turn.focus, asked.shape, chosen=chosen) if told else None
    if not turn.listed and turn.about[0].is_leaf and any(step.unit == "個" for step in asked.steps):
        return None  # it counts things that the passage speaks of
    among, steps = _among(asked.steps, turn, plan), asked.steps
    if len(steps) == _NESTED and _leads_down(asked, *steps) and _are_of(among, steps[0]):
        outer = [place for number in steps[0].numbers if (place := nth(among, number, plan))]
        among = tuple(child for place in outer for node in place.nodes for child in plan.children(node))
        steps = steps[1:]
    if not among or not all(_are_of(among, step) for step in steps):
        return None
    if any(_leads_down(asked, *pair) for pair in pairwise(steps)):
        return None
    places = [nth(among, number, plan) for step in steps for number in step.numbers]
    if beyond := next((place for place in places if place and place.missing), None):
        return beyond
    named = {node for place in places if place for node in place.nodes}
    nodes = tuple(node for node in among if (node in named) is not asked.says("outside"))
    return Members(nodes, asked.shape, chosen=True) if nodes else None


def _are_of(nodes: Sequence[Node], step: Step) -> bool:
    """Whether nodes are of the kind that an ordinal counts, if it says which."""
    return step.level is None or {node.level for node in nodes} == {step.level}


def _among(steps: Sequence[Step], turn: Turn, plan: Plan) -> tuple[Node, ...]:
    """The nodes among which ordinals count: as many are told, or those beside the one asked for so before."""
    before = find_steps(squeeze(turn.text))
    so_again = [step.unit for step in before[-1:]] == [steps[0].unit]
    return turn.before if turn.before and so_again else counted(turn, plan)


def _leads_down(asked: Asked, first: Step, second: Step) -> bool:
    """Whether the second ordinal counts below the first: 「第二個的第一點」."""
    between = asked.text[first.end : second.start]
    return not any(mark in between for mark in _JOINS) and bool(between or first.unit != second.unit)
