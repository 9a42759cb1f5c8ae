"""What a turn asks of what was told before it, as a query over the tree: 「前兩點」, 「各有幾點」, 「哪幾個提到青年」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, ask, levels_in
from bot.conditions import Conditions
from bot.cues import cues
from bot.dialogue import FollowUp, Link, Turn
from bot.following import turn_meant
from bot.members import Members, members_of
from bot.mentioned import Mentioned
from bot.names import Names
from bot.negating import Negating
from bot.of_members import OfMembers
from bot.otherwise import Otherwise
from bot.places import Place
from bot.query import Operation, Query, run_query
from bot.scopes import Scopes
from corpus import Plan
from corpus.lexicon import Entry
from index.segmentation import Segmenter


class Told:
    """Reads turns over what was told, for one plan."""

    def __init__(
        self, plan: Plan, names: Names, scopes: Scopes, segmenter: Segmenter, lexicon: Sequence[Entry]
    ) -> None:
        self._plan = plan
        self._names = names
        self._conditions = Conditions(plan, segmenter, lexicon)
        self._negating = Negating(scopes, self._conditions, Mentioned(plan, segmenter, lexicon))
        self._of_members = OfMembers(plan)
        self._otherwise = Otherwise(plan, names, scopes, self._conditions)

    def read(self, text: str, history: Sequence[Turn]) -> FollowUp | None:
        """What a turn asks of what was told; None if it asks for something else."""
        heard = [turn for turn in history if turn.about]
        if not heard:
            return None
        turn, said = turn_meant(text, heard)
        asked = ask(said, self._names)
        members = members_of(asked, turn, self._plan)
        if isinstance(members, Place):
            return FollowUp(Link.TOLD, turn, missing=members.missing)
        chosen = members is not None and bool(asked.steps)
        query = None if chosen else self._otherwise.read(said, turn)
        if members and query is None:
            query = self._of_members.read(members, turn) or self._narrowed(members, asked)
        if query:
            return FollowUp(Link.TOLD, turn, query=query)
        return _about_one(members, turn) if members and chosen else None

    def _narrowed(self, members: Members, asked: Asked) -> Query | None:
        """Those of the members that meet conditions, or that do not."""
        if members.chosen or cues("told")["fresh"].search(asked.text):
            return None
        operation = Operation.COUNT if cues("told")["how_many"].search(asked.shape) else Operation.LIST
        base = Query(operation, among=members.ids)
        asked = _plainly(asked)
        left = self._negating.read(asked)
        narrowed = self._conditions.read(left.asked if left else asked, base)
        query = left.narrow(narrowed or base) if left else narrowed
        if query is None or not _keeps(members, asked, negated=left is not None):
            return None
        query = replace(query, level=None, under=(), with_headings=False)
        stated = replace(query, among=()).is_narrowed
        return query if stated and run_query(query, self._plan) else None


def _about_one(members: Members, turn: Turn) -> FollowUp | None:
    """A question about the one that an ordinal chose (「第三點是跟誰合作的」), to be answered out of it."""
    question = members.rest.replace(BLANK, "")
    if len(members.nodes) != 1 or not cues("told")["asks"].search(question):
        return None
    return FollowUp(Link.ELLIPSIS, turn, question=question, part=members.nodes[0])


def _keeps(members: Members, asked: Asked, *, negated: bool) -> bool:
    """Whether conditions are on what was told and not on the whole plan."""
    form = cues("told")
    kinds = {level for _, level in levels_in(asked.shape)}
    if kinds - {members.level}:
        return False
    if form["of_these"].search(asked.shape) or (negated and form["remaining"].search(asked.shape)):
        return True
    return not kinds and bool(form["of_members"].search(asked.shape))


def _plainly(asked: Asked) -> Asked:
    """A turn that asks whether there is any (「有沒有講…」) as one for what there is, which no negation is."""
    return replace(asked, shape=cues("told")["any"].sub(lambda match: BLANK * len(match[0]), asked.shape))
