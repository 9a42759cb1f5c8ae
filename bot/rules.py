"""What rules make of a question: a query over the tree, where what it asks for is named outright."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, ask, blank, is_level, levels_in, operation_of
from bot.claimed import Claimed
from bot.codes import Coded, without_codes
from bot.comparing import Comparing
from bot.conditions import Conditions
from bot.cues import cues
from bot.described import Described, described_kind
from bot.mentioned import QUOTED, Mentioned
from bot.names import Names
from bot.negating import LeftOut, Negating
from bot.nested import below_selected
from bot.placing import Placing
from bot.query import INNER, Operation, Query, run_query, squeezed
from bot.scopes import Scopes
from bot.search import Found
from bot.selecting import Selecting
from bot.tallied import Tallied
from bot.telling import LITTLE, Places, Reading
from corpus import Level, Node, Plan
from corpus.lexicon import Entry
from index.segmentation import Segmenter

_WITHIN = re.compile(r"裡面?|裡頭|當中|之中|底下|項下|下面|之下|轄下|[那這]邊|中|內|下|的|有|(?=哪)")
_LONGEST = 30  # characters within which a question says inside what it selects
_TOLD = 3  # characters from which on the name of a unit may be short for a heading
_LISTABLE = 40  # nodes that are told to who says but what kind they are of
_SHARE = 0.6  # of what is said that a heading accounts for if it is meant
_OUTER = {Level.PREFACE, Level.PART}
_CONDITIONS = ("filter", "title", "title_which", "opens", "opens_with")


class Rules:
    """Reads questions about one plan by rules."""

    def __init__(
        self, plan: Plan, names: Names, scopes: Scopes, segmenter: Segmenter, lexicon: Sequence[Entry]
    ) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self._conditions = Conditions(plan, segmenter, lexicon)
        mentioned = Mentioned(plan, segmenter, lexicon)
        self._selecting = Selecting(plan, names, mentioned, segmenter)
        self._negating = Negating(scopes, self._conditions, mentioned)
        self._comparing = Comparing(plan, names, scopes)
        self._claimed = Claimed(plan, scopes, self._conditions)
        self.tallied = Tallied(plan, names, scopes, self._conditions)
        self._placing = Placing(plan, names, scopes)
        self._places = Places(plan, names, scopes)
        self._coded = Coded(plan, names, self._conditions, self._places)
        self._described = Described(names, scopes, self._conditions, self._places)

    def read(self, question: str, found: Found) -> tuple[Asked, Reading]:
        """The question taken apart, and what the rules make of it; the first way that fits wins."""
        said = without_codes(question, self._plan)
        asked = _anchored(ask(said, self._names), [one.node for one in found.inner])
        operation = None if asked.says("elsewhere") else operation_of(asked)
        coded = self._coded.read(question, asked, operation)
        if coded is None and self._is_of_unknown_unit(asked):
            return asked, Reading(is_sure=True, unknown=True)
        return asked, coded or self._read(asked, operation)

    def _is_of_unknown_unit(self, asked: Asked) -> bool:
        """Whether a question asks for the nodes of a unit that no heading stands for: 「某某處有幾個項目」."""
        unit = cues("structure")["of_unit"].match(asked.shape)
        if unit is None:
            return False
        stem = unit["stem"]
        headed = any(stem in squeezed(node.text) for node in self._plan.nodes.values() if node.level in INNER)
        return not headed and (len(stem) < _TOLD or self._scopes.short(stem) is None)

    def _read(self, asked: Asked, operation: Operation | None) -> Reading:
        ways: tuple[Callable[[Asked, Operation | None], Query | None], ...] = (
            self._claimed.read,
            self._excluding,
            self._comparing.difference,
            self._comparing.read,
            self._outline,
            self._categories,
            self._described.read,
            self._place,
            self._selection,
        )
        if gist := self._kind_alone(asked) or self._summary(asked):
            return Reading(operation, gist, is_sure=True)
        query = next((found for way in ways if (found := way(asked, operation))), None)
        if query:
            return Reading(operation, query, is_sure=bool(query.under) and asked.says("property"))
        reading = self._places.read(asked, operation) or Reading(operation)
        return reading if reading.is_settled else replace(reading, selected=self._selected(asked, operation))

    def _selected(self, asked: Asked, operation: Operation | None) -> Query | None:
        """What the words of content select, below the nodes that are named or outside of them."""
        if asked.says("tag") or operation is Operation.QUOTE or self._tells_likely(asked):
            return None
        nodes, rest = self._within(asked)
        base = _base(asked, operation, nodes)
        place = replace(base, operation=Operation.WHERE) if operation is Operation.WHERE else base
        return self._selecting.read(rest, place)

    def _tells_likely(self, asked: Asked) -> bool:
        """Whether what is said is mostly the heading that searching finds, so that the question is about that node."""
        if asked.likely is None or asked.says("filter") or asked.says("where"):
            return False
        match = self._names.own(asked.shape, asked.likely)
        return bool(match and match.share >= _SHARE)

    def _excluding(self, asked: Asked, operation: Operation | None) -> Query | None:
        """What is left once places, categories or words that the question leaves out are taken off."""
        if asked.says("tag") or operation is Operation.QUOTE:
            return None
        left = self._negating.read(asked)
        if left is None or not (asked.says("which") or operation is Operation.COUNT):
            return None
        nodes, rest = self._within(left.asked)
        base = left.narrow(_base(rest, operation, nodes))
        kept = self._conditions.but(left.categories) if left.categories else ()
        base = replace(base, categories=kept)
        return self._conditions.read(rest, base) or self._others(replace(left, asked=rest), base)

    def _others(self, left: LeftOut, base: Query) -> Query | None:
        """All nodes of the kind asked for that are not left out, where the question says nothing else."""
        scope = self._scopes.of(left.asked)
        if self._names.topical(scope.shape) > LITTLE:
            return self._selecting.read(left.asked, base)
        nodes = tuple(node for node in scope.nodes if not node.is_leaf)
        if nodes and not base.under:
            base = replace(base, under=tuple(node.passage_id for node in nodes))
        return left.of_kind(base, self._plan)

    def _outline(self, asked: Asked, operation: Operation | None) -> Query | None:
        """The plan's parts, or what a part consists of."""
        if not asked.says("outline") or self._names.rest(asked.shape):
            return None
        parts = self._plan.of_level(Level.PART)
        numbers = {number for step in asked.steps if step.level is Level.PART for number in step.numbers}
        if len(numbers) == 1 and 1 <= min(numbers) <= len(parts):
            return Query(Operation.LIST, (parts[min(numbers) - 1].passage_id,))
        if asked.mentions or any(step.level is not Level.PART for step in asked.steps):
            return None
        before = () if "部分" in asked.text else self._plan.of_level(Level.PREFACE)
        wanted = Operation.COUNT if operation is Operation.COUNT else Operation.LIST
        return Query(wanted, nodes=tuple(node.passage_id for node in (*before, *parts)))

    def _kind_alone(self, asked: Asked) -> Query | None:
        """All nodes of a kind, where a question is nothing but its name: 「施政目標呢？」; of no kind with too many."""
        said = cues("structure")["idle_ends"].sub("", asked.text)
        level = levels_in(said)[0][1] if is_level(said) else Level.PART
        few = level is not Level.PART and 0 < len(self._plan.of_level(level)) <= _LISTABLE
        return Query(Operation.LIST, level=level) if few else None

    def _summary(self, asked: Asked) -> Query | None:
        """The plan's goals, where nothing but the gist of the whole plan is asked for."""
        said = cues("structure")["summary"].search(asked.shape)
        if said is None or asked.mentions or asked.steps or "計畫" not in asked.text:
            return None
        left = self._names.rest(blank(asked.shape, range(*said.span())))
        goals = bool(self._plan.of_level(Level.GOAL))
        return Query(Operation.LIST, level=Level.GOAL) if goals and len(left) <= LITTLE else None

    def _categories(self, asked: Asked, operation: Operation | None) -> Query | None:
        """The category of an item, or of each item of a work plan."""
        del operation
        if not asked.says("classify") or self._selects_category(asked):
            return None
        asked = self._conditions.without_categories(asked)
        scope = self._scopes.of(asked, among=(Level.WORK_PLAN, Level.ITEM)).nodes
        items = tuple(item for node in scope for item in _items(node, self._plan))
        return Query(Operation.CLASSIFY, nodes=items) if items else None

    def _selects_category(self, asked: Asked) -> bool:
        """Whether a question gives the category and asks what belongs to it: 「類別是某某的是哪一項」."""
        query = self._conditions.read(asked, Query(Operation.LIST), by_words=False)
        return bool(query and query.categories and asked.says("which_node"))

    def _place(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Where something stands."""
        if operation is not Operation.WHERE or asked.says("outside") or self._selects_category(asked):
            return None
        return self._placing.read(asked)

    def _selection(self, asked: Asked, operation: Operation | None) -> Query | None:
        """What meets conditions."""
        if asked.says("tag") or not self._asks_selection(asked, operation):
            return None
        quoted = bool(QUOTED.search(asked.shape))
        if asked.says("own_item") and not (quoted or asked.mentions or asked.says("inside_item")):
            return None  # what is said describes that one node, and selects nothing in it
        by_words = (
            operation is not Operation.WHERE or quoted or any(map(asked.says, ("which_place", "outside")))
        )
        if self._conditions.read(asked, Query(Operation.LIST), by_words=by_words) is None:
            return None
        nodes, rest = self._within(asked)
        query = self._conditions.read(rest, _base(asked, operation, nodes), by_words=by_words)
        if quoted and (query is None or not nodes) and not asked.mentions:
            # What stood before 「的」 was no place, or no such word stands behind the place that is described.
            query = self._conditions.read(asked, _base(asked, operation, self._told_beside(asked)))
        place = query and operation is Operation.WHERE and query.mentions and not query.categories
        if query and place and len(run_query(query, self._plan)) == 1:
            return replace(query, operation=Operation.WHERE)
        return below_selected(query, asked, self._plan) if query else None

    def _asks_selection(self, asked: Asked, operation: Operation | None) -> bool:
        """Whether a question asks for nodes with a property; so does one that says no more than their category."""
        if operation is Operation.COUNT or asked.says("which") or asked.says("property"):
            return True
        query = self._conditions.read(asked, Query(Operation.LIST), by_words=False)
        rest = self._conditions.without_categories(asked).shape
        return bool(query and query.categories) and (asked.says("name") or not self._names.rest(rest))

    def _told_beside(self, asked: Asked) -> tuple[Node, ...]:
        """The inner nodes that a question describes beside the words in quotation marks, by a kind or by 「那項」."""
        shape = cues("structure")["filter"].sub(_hidden, QUOTED.sub(_hidden, asked.shape))
        start = cues("structure")["asked_for"].search(shape)
        before = shape[: start.start()] if start else shape
        of_kind = {level for _, level in levels_in(before)} & INNER
        if not (of_kind or cues("structure")["own_item"].search(before)):
            return ()
        scope = self._scopes.of(replace(asked, shape=shape, likely=None))
        fits = self._names.topical(scope.shape) <= LITTLE
        return tuple(node for node in scope.nodes if not node.is_leaf) if fits else ()

    def _within(self, asked: Asked) -> tuple[tuple[Node, ...], Asked]:
        """The nodes inside which a question selects, and the question without them.

        They are named as they are, by ordinals, or short before 「裡」 and the like, in front of any condition.
        """
        named = self._scopes.of(replace(asked, shape="")).nodes
        under = [node for node in named if not node.is_leaf]
        if pointed := self._pointed_at(asked):
            return pointed
        found = (cues("structure")[cue].search(asked.shape) for cue in _CONDITIONS)
        end = min((match.start() for match in found if match), default=_LONGEST)
        for match in _WITHIN.finditer(asked.shape, 0, end):
            if node := self._scopes.short(asked.shape[: match.start()], under=under):
                return (node,), replace(asked, shape=blank(asked.shape, range(match.start())))
        if named and asked.says("as_well") and all(node.level in _OUTER for node in named):
            return (), asked  # 「前言也算」 narrows nothing
        return named, asked

    def _pointed_at(self, asked: Asked) -> tuple[tuple[Node, ...], Asked] | None:
        """The node that a clause describes before 「那項裡面」 or 「那項，只要」, and the question without it."""
        match = cues("structure")["inside_item"].search(asked.shape)
        if match is None or asked.mentions or asked.steps:
            return None
        start = max(asked.shape.rfind(mark, 0, match.start()) for mark in ",。?!;") + 1
        start += len(asked.shape[start:]) - len(asked.shape[start:].removeprefix("只要"))
        node = self._scopes.short(asked.shape[start : match.start()])
        places = range(start, match.end())
        return ((node,), replace(asked, shape=blank(asked.shape, places))) if node else None


def _hidden(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def _anchored(asked: Asked, likely: Sequence[Node]) -> Asked:
    """The question with the likeliest node; of the kind that it speaks of, as in 「…的那個目標」, if it does."""
    own = cues("structure")["own_item"].search(asked.shape)
    described = described_kind(asked)
    kinds = {level for _, level in levels_in(own[0])} if own else set()
    kinds |= {described.level} if described else set()
    fitting = [node for node in likely if node.level in kinds] or list(likely)
    return replace(asked, likely=fitting[0]) if fitting else asked


def _base(asked: Asked, operation: Operation | None, nodes: Sequence[Node]) -> Query:
    """The list or count of what is below nodes, or outside of them, that conditions are to narrow."""
    counted = operation is Operation.COUNT and not asked.says("which_ones")
    wanted = Operation.COUNT if counted else Operation.LIST
    inner = tuple(node.passage_id for node in nodes if not node.is_leaf)
    return Query(wanted, outside=inner) if asked.says("outside") else Query(wanted, inner)


def _items(node: Node, plan: Plan) -> tuple[str, ...]:
    """Ids of the items at or below a node."""
    if node.level is Level.ITEM:
        return (node.passage_id,)
    return tuple(child.passage_id for child in plan.children(node) if child.level is Level.ITEM)
