"""What a turn asks of what was told before it, as a query over the tree: 「前兩點」, 「各有幾點」, 「哪幾個提到青年」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, ask, levels_in
from bot.conditions import Conditions
from bot.confirming import confirmed
from bot.cues import cues, words
from bot.dialogue import FollowUp, Link, Turn
from bot.following import turn_meant
from bot.members import Members, members_of
from bot.names import Names
from bot.negating import Negating
from bot.of_members import OfMembers
from bot.otherwise import Otherwise
from bot.places import Place
from bot.query import COUNTED, Operation, Query, holds_any, run_query
from bot.scopes import Scopes
from corpus import Plan


class Told:
    """Reads turns over what was told, for one plan."""

    def __init__(
        self, plan: Plan, names: Names, scopes: Scopes, conditions: Conditions, negating: Negating
    ) -> None:
        self._plan = plan
        self._names = names
        self._conditions = conditions
        self._negating = negating
        self._of_members = OfMembers(plan)
        self._otherwise = Otherwise(plan, names, scopes, conditions)

    def read(self, text: str, history: Sequence[Turn]) -> FollowUp | None:
        """What a turn asks of what was told; None if it asks for something else."""
        heard = [turn for turn in history if turn.about]
        if not heard:
            return None
        turn, said = turn_meant(text, heard)
        if confirmation := confirmed(said, turn, self._plan):
            return confirmation
        if beside := self._otherwise.beside(said, turn):
            return FollowUp(Link.TOLD, turn, query=beside)
        asked = ask(said, self._names)
        described = self._described(asked, turn)
        members = described or members_of(asked, turn, self._plan)
        if isinstance(members, Members) and cues("told")["doubt"].fullmatch(members.rest.replace(BLANK, "")):
            return None  # states where something stands
        if isinstance(members, Place):
            return FollowUp(Link.TOLD, turn, missing=members.missing)
        named = members if described or asked.steps else None
        query = None if named else self._whole(asked, heard) or self._otherwise.read(said, turn)
        query = query or (None if named else self._standing_in(asked, turn))
        if members and query is None:
            query = self._of_members.read(members, turn) or self._narrowed(members, asked)
        if query:
            return FollowUp(Link.TOLD, turn, query=query)
        return _about_one(named, turn) if named else None

    def _described(self, asked: Asked, turn: Turn) -> Members | None:
        """The one of a list that a turn names by words of its heading or text: 「飛砂那項」."""
        match = cues("told")["that_one"].match(asked.shape)
        if match is None or asked.steps or asked.mentions or not turn.listed:
            return None
        found = [node for node in turn.focus if holds_any(node, (match["what"],))]
        return Members(tuple(found), asked.shape[match.end() :], chosen=True) if len(found) == 1 else None

    def _whole(self, asked: Asked, heard: Sequence[Turn]) -> Query | None:
        """Which of the two that were counted or listed last has more, or that a list was all there is."""
        form, last = cues("told"), [turn.query for turn in heard[-2:]]
        if form["more_or_less"].fullmatch(asked.shape.strip("?。呢啊嗎 ")):
            under = [name for query in last if query and query.operation in COUNTED for name in query.under]
            kinds = {query.level for query in last if query}
            if len(dict.fromkeys(under)) == len(last) == 2 and len(kinds) == 1:
                return Query(Operation.COMPARE, nodes=tuple(under), measured=kinds.pop())
        if form["all_told"].search(asked.shape) and heard[-1].listed and last[-1]:
            query = last[-1]
            complete = query.operation in COUNTED and not (query.is_narrowed or query.nodes)
            return replace(query, operation=Operation.COUNT) if complete else None
        return None

    def _narrowed(self, members: Members, asked: Asked) -> Query | None:
        """Those of the members that meet conditions, or that do not."""
        if members.chosen or cues("told")["fresh"].search(asked.text):
            return None
        members = self._in_points(members, asked)
        if less := _without_words(members, asked):
            return less
        operation = Operation.COUNT if cues("told")["how_many"].search(asked.shape) else Operation.LIST
        base = Query(operation, among=members.ids)
        asked = _plainly(asked)
        singled = _of_kind(asked, members)
        left = self._negating.read(singled or asked)
        narrowed = self._conditions.read(left.asked if left else singled or asked, base)
        query = left.narrow(narrowed or base) if left else narrowed
        if query is None:
            return None
        if left and left.categories:
            query = replace(query, categories=self._conditions.but(left.categories))
        # 「提到…的有哪些」 may stand anywhere in the plan.
        anywhere = query.mentions and cues("told")["all_such"].search(asked.shape)
        of_them = singled and query.level in {None, members.level} and not anywhere
        if not (of_them or _points_back(asked, members, negated=left is not None)):
            return None
        query = replace(query, level=None, under=(), with_headings=False)
        stated = replace(query, among=()).is_narrowed or query.extreme
        return query if stated and run_query(query, self._plan) else None

    def _standing_in(self, asked: Asked, turn: Turn) -> Query | None:
        """Those of a list that stand below the node that a turn names (「哪些是某某業務的」)."""
        match = cues("told")["below"].fullmatch(asked.text.strip("?。"))
        place = self._otherwise.place(match["what"] or match["which"]) if match and turn.listed else None
        found = [node for node in turn.focus if place in self._plan.ancestors(node)] if place else []
        if not found or place is None:
            return None
        operation = Operation.COUNT if cues("told")["how_many"].search(asked.text) else Operation.LIST
        return Query(operation, (place.passage_id,), among=tuple(node.passage_id for node in found))

    def _in_points(self, members: Members, asked: Asked) -> Members:
        """The members, or the passages below them where a turn asks which point it is (「裡面講…的是第幾點」)."""
        if members.are_leaves or not cues("told")["which_point"].search(asked.shape):
            return members
        return replace(
            members, nodes=tuple(leaf for node in members.nodes for leaf in self._plan.leaves(node))
        )


def _without_words(members: Members, asked: Asked) -> Query | None:
    """The members but those that have a word (「扣掉造林的還有哪些」), where some have it and some do not."""
    match = cues("told")["less"].fullmatch(asked.shape.strip("?。"))
    if match is None:
        return None
    held = [node for node in members.nodes if holds_any(node, (match["what"],))]
    if not 0 < len(held) < len(members.nodes):
        return None
    return Query(Operation.LIST, among=members.ids, lacking=(match["what"],))


def _about_one(members: Members, turn: Turn) -> FollowUp | None:
    """A question about the one that a turn chose (「第三點是跟誰合作的」), to be answered out of it."""
    question = members.rest.replace(BLANK, "")
    if len(members.nodes) != 1 or not cues("told")["asks"].search(question):
        return None
    return FollowUp(Link.ELLIPSIS, turn, question=question, part=members.nodes[0])


def _of_kind(asked: Asked, members: Members) -> Asked | None:
    """A turn that asks which of them (「哪幾個」), with their kind behind; None where it names another kind there."""
    form = cues("told")
    match = form["singled"].search(asked.shape) or form["all_such"].search(asked.shape)
    if match is None:
        return None
    if named := [level for start, level in levels_in(asked.shape) if start == match.end()]:
        return asked if named[0] is members.level else None
    kind, end = words("levels")[members.level][-1], match.end()
    return replace(
        asked,
        text=f"{asked.text[:end]}{kind}{asked.text[end:]}",
        shape=f"{asked.shape[:end]}{kind}{asked.shape[end:]}",
    )


def _points_back(asked: Asked, members: Members, *, negated: bool) -> bool:
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
