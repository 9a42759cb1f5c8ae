"""Whether a question contradicts the nodes it is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.boundaries import Boundaries
from bot.precedents import Precedents
from bot.presumption import can_reach, joined, sounds_false
from bot.verification import Premises
from corpus import Node

EASILY = (
    0.35  # likelihood from which a question rests on something the plan does not say, if it sounds like that
)
_CONFIRMED = 0.9  # the same for one that gives a rate as the first passage has it
_PLAINLY = 0.95  # the same by the first of several passages alone


class Falsity:
    """Judges questions about one plan by their wording and beside its passages."""

    def __init__(
        self, boundaries: Boundaries, premises: Premises, precedents: Precedents, *, knows_plan: bool
    ) -> None:
        self._boundaries = boundaries
        self._premises = premises
        self._precedents = precedents
        self._knows_plan = knows_plan

    def misstates(self, question: str, node: Node) -> bool:
        """Whether the question gives a figure or a rate that a passage does not."""
        return self._premises.misstates(question, node)

    def __call__(self, question: str, nodes: Sequence[Node], needed: float, *, forged: bool = False) -> bool:
        """Whether the question contradicts all the nodes that it is about.

        Of a plan that nothing was learned about, the guards alone tell, against the first.
        """
        if not self._knows_plan:
            return needed <= EASILY and bool(self._premises.contradictions(question, nodes[0]))
        by_wording = sounds_false(self._boundaries.mask(question))
        if not forged and self._premises.confirms(question, nodes[0]):
            needed = max(needed, _CONFIRMED)
        by_first = self._precedents.tell_false(question, nodes[0].passage_id)
        if not can_reach(min(needed, _PLAINLY), by_wording, by_first):
            return False
        by_others = (self._precedents.tell_false(question, node.passage_id) for node in nodes[1:])
        first, *others = (
            joined(
                by_wording,
                self._premises.presupposes_falsely(question, node),
                by_precedent,
                # A text that is brought along gives the detail itself.
                given=not forged and self._boundaries.gives(question, node),
            )
            for node, by_precedent in zip(nodes, (by_first, *by_others), strict=True)
        )
        return first >= _PLAINLY or all(one >= needed for one in (first, *others))
