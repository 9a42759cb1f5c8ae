"""Which inner nodes a question is about: those it names, refined or added by the short forms that stand in the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.asking import BLANK, Asked, blank
from bot.names import Match, Mention, Names
from bot.references import Path, References, paths, resolve
from corpus import Level, Node, Plan

_OF_WORK_PLANS = "項"  # what is counted below work plans rather than below items
_BETWEEN = re.compile(r"和|跟|與|及|以及|還是|或|、|,|vs\.?|/|相較於|比起")
_CLEAR = 0.99  # share of the rest that a heading must account for to be meant without further signs
_LIKELY = 0.6  # where an ordinal needs some node to count in
_FULL = 2  # characters that a short form has at least
_ANY = (Level.ITEM, Level.WORK_PLAN, Level.GOAL)
_ABOVE = {Level.ITEM: (Level.WORK_PLAN,), Level.STRATEGY: (Level.GOAL,), Level.CONTENT: (Level.ITEM, Level.WORK_PLAN)}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about.

    Attributes:
        references: the nodes, in the order named, and ordinals that do not exist.
        shape: the question's shape with the short forms blanked too.
        left: characters of it that nothing accounts for.
        is_named: whether a heading, or a part of one, stands in the question as it is, or an ordinal does.
    """

    references: References
    shape: str
    left: int
    is_named: bool = False

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes it is about."""
        return self.references.nodes


class Scopes:
    """Finds what questions about one plan are about."""

    def __init__(self, plan: Plan, names: Names) -> None:
        self._plan = plan
        self._names = names

    def of(self, asked: Asked, *, several: bool = False, among: Collection[Level] = _ANY) -> Scope:
        """Return what the question is about.

        Args:
            asked: the question.
            several: whether it can be about more than one node, so that conjunctions part their names.
            among: the kinds of node that short forms can mean.
        """
        found = paths(asked.steps, asked.mentions, self._plan)
        named = resolve([path for path in found if path.is_rooted], self._plan).nodes
        matches = self._short_forms(asked, found, named, several=several, among=among)
        places = {at for match in matches for at in match.places}
        shape = blank(asked.shape, places)
        left = len(self._names.rest(shape))
        if matches:
            short = [Mention(match.node, min(match.places), max(match.places) + 1) for match in matches]
            found = paths(asked.steps, self._joined(asked.mentions, short), self._plan)
        anchor = self._anchor(asked, found, left)
        return Scope(resolve(found, self._plan, anchor), shape, left, bool(asked.mentions or asked.steps))

    def short(self, text: str, *, among: Collection[Level] = _ANY, under: Sequence[Node] = ()) -> Node | None:
        """The node that a stretch of a question is a short form of, if it says nothing else."""
        found = self._names.best(text, among=among, under=under)
        return found[0].node if found and found[0].share >= _CLEAR else None

    def _short_forms(
        self, asked: Asked, found: Sequence[Path], named: Sequence[Node], *, several: bool, among: Collection[Level]
    ) -> list[Match]:
        """The short forms in the rest of a question; below the node it names, if that has such."""
        least = _LIKELY if any(not path.is_rooted for path in found) else _CLEAR
        levels = self._levels(asked, found, among)
        inner = [node for node in named if not node.is_leaf]
        matches = []
        for part in _parts(asked.shape) if several else [asked.shape]:
            if len(self._names.rest(part)) < _FULL:
                continue
            best = self._best(asked, part, levels, inner) if inner else None
            best = best or (self._best(asked, part, levels, ()) if several or not inner else None)
            if best and best.share >= least:
                matches.append(best)
        return matches

    def _best(self, asked: Asked, part: str, levels: Collection[Level], under: Sequence[Node]) -> Match | None:
        found = self._names.best(part, among=levels, under=under, likely=asked.likely)
        return found[0] if found else None

    @staticmethod
    def _levels(asked: Asked, found: Sequence[Path], among: Collection[Level]) -> Collection[Level]:
        """The kinds of node in which the ordinals without a beginning can count."""
        loose = [path for path in found if not path.is_rooted]
        if not loose:
            return among
        step = loose[0].steps[0]
        if len(loose[0].steps) > 1:
            return (Level.WORK_PLAN,)
        if step.unit in _OF_WORK_PLANS:
            return (Level.WORK_PLAN, Level.GOAL, Level.ITEM)
        return _ABOVE.get(step.level, _ANY) if step.level else _ANY

    def _anchor(self, asked: Asked, found: Sequence[Path], left: int) -> Node | None:
        """What searching found, for ordinals that do not say where they count, if the question says anything else."""
        loose = [path for path in found if not path.is_rooted]
        if not loose or not asked.likely or left < _FULL:
            return None
        node, unit = asked.likely, loose[0].steps[0].unit
        if node.level is Level.ITEM and unit == _OF_WORK_PLANS and node.parent:
            return self._plan.nodes[node.parent]
        return node

    def _joined(self, mentions: Sequence[Mention], short: Sequence[Mention]) -> list[Mention]:
        """Both kinds of names; a node is left out that one below it makes plain."""
        every = [*mentions, *short]
        above = {node for mention in short for node in self._plan.ancestors(mention.node)}
        return [mention for mention in every if mention.node not in above]


def _parts(shape: str) -> list[str]:
    """The stretches between conjunctions, each in its place in an otherwise blank shape."""
    cuts = [0, *(end for match in _BETWEEN.finditer(shape) for end in match.span()), len(shape)]
    return [BLANK * start + shape[start:end] + BLANK * (len(shape) - end) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
