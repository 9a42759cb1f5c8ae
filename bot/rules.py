"""What rules make of a question: a query over the tree, where what it asks for is named outright."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.asking import Asked, ask, blank, is_level, levels_in, operation_of
from bot.choosing import Choosing, base_of
from bot.claimed import Claimed
from bot.codes import Coded, without_codes
from bot.comparing import Comparing
from bot.conditions import Conditions
from bot.cues import cues
from bot.described import Described, described_kind
from bot.mentioned import Mentioned
from bot.names import Names
from bot.negating import LeftOut, Negating
from bot.placing import Placing
from bot.query import INNER, Operation, Query, squeezed
from bot.scopes import Scopes, above
from bot.search import Found
from bot.selecting import Selecting
from bot.tallied import Tallied
from bot.telling import LITTLE, Places, Reading
from corpus import Level, Node, Plan
from corpus.lexicon import Entry
from index.segmentation import Segmenter

_TOLD = 3  # characters from which on the name of a unit may be short for a heading
_LISTABLE = 40  # nodes that are told to who says but what kind they are of
_SHARE = 0.6  # of what is said that a heading accounts for if it is meant


class Rules:
    """Reads questions about one plan by rules."""

    def __init__(
        self, plan: Plan, names: Names, scopes: Scopes, segmenter: Segmenter, lexicon: Sequence[Entry]
    ) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self.conditions = Conditions(plan, segmenter, lexicon)
        mentioned = Mentioned(plan, segmenter, lexicon)
        self._selecting = Selecting(plan, names, mentioned, segmenter)
        self.negating = Negating(scopes, self.conditions, mentioned)
        self._choosing = Choosing(plan, names, scopes, self.conditions)
        self._comparing = Comparing(plan, names, scopes)
        self._claimed = Claimed(plan, scopes, self.conditions)
        self.tallied = Tallied(plan, names, scopes, self.conditions)
        self._placing = Placing(plan, names, scopes)
        self._places = Places(plan, names, scopes)
        self._coded = Coded(plan, names, self.conditions, self._places)
        self._described = Described(names, scopes, self.conditions, self._places)

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
            self._choosing.read,
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
        nodes, rest = self._choosing.within(asked)
        base = base_of(asked, operation, nodes)
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
        left = self.negating.read(asked)
        if left is None or not (asked.says("which") or operation is Operation.COUNT):
            return None
        nodes, rest = self._choosing.within(left.asked)
        base = left.narrow(base_of(rest, operation, nodes))
        kept = self.conditions.but(left.categories) if left.categories else ()
        base = replace(base, categories=kept)
        return self.conditions.read(rest, base) or self._others(replace(left, asked=rest), base)

    def _others(self, left: LeftOut, base: Query) -> Query | None:
        """All nodes of the kind asked for that are not left out, where the question says nothing else."""
        kind = left.of_kind(base, self._plan).level
        scope = self._scopes.of(left.asked, among=above(kind) if left.untitled else INNER)
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
        if not asked.says("classify") or self._selects(asked):
            return None
        asked = self.conditions.without_categories(asked)
        scope = self._scopes.of(asked, among=(Level.WORK_PLAN, Level.ITEM)).nodes
        items = tuple(item for node in scope for item in _items(node, self._plan))
        return Query(Operation.CLASSIFY, nodes=items) if items else None

    def _selects(self, asked: Asked) -> bool:
        """Whether a question gives a category, a size or years and asks what belongs to them: 「類別是某某的是哪一項」."""
        query = self.conditions.read(asked, Query(Operation.LIST), by_words=False)
        given = query and (query.categories or query.children or (query.years and query.years.is_told))
        return bool(given and asked.says("which_node"))

    def _place(self, asked: Asked, operation: Operation | None) -> Query | None:
        """Where something stands."""
        if operation is not Operation.WHERE or asked.says("outside") or self._selects(asked):
            return None
        return self._placing.read(asked)


def _anchored(asked: Asked, likely: Sequence[Node]) -> Asked:
    """The question with the likeliest node; of the kind that it speaks of, as in 「…的那個目標」, if it does."""
    own = cues("structure")["own_item"].search(asked.shape)
    described = described_kind(asked)
    kinds = {level for _, level in levels_in(own[0])} if own else set()
    kinds |= {described.level} if described else set()
    fitting = [node for node in likely if node.level in kinds] or list(likely)
    return replace(asked, likely=fitting[0]) if fitting else asked


def _items(node: Node, plan: Plan) -> tuple[str, ...]:
    """Ids of the items at or below a node."""
    if node.level is Level.ITEM:
        return (node.passage_id,)
    return tuple(child.passage_id for child in plan.children(node) if child.level is Level.ITEM)
