"""A small query language over the plan's tree: what a structure question asks, in a form that can be read and run."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.periods import Period
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

LEAVES = frozenset({Level.CONTENT, Level.STRATEGY, Level.PARAGRAPH})
INNER = frozenset({Level.GOAL, Level.WORK_PLAN, Level.ITEM})  # what has a heading of its own below a part
GAP = "~"  # in a term: up to three other characters may stand here
OR = "|"  # in a term: either what stands before or what stands behind
MANY = 99  # no upper bound of a number of children


class Operation(StrEnum):
    """What is done with the nodes that a query selects."""

    LIST = "list"
    COUNT = "count"
    WHERE = "where"
    QUOTE = "quote"
    NAME = "name"
    """Their headings alone."""
    CLASSIFY = "classify"
    """Their categories."""
    COMPARE = "compare"
    """How many children each has."""


COUNTED = frozenset({Operation.LIST, Operation.COUNT})  # of what is selected by a place or conditions


class Extreme(StrEnum):
    """Which of the selected nodes: those with the most or the fewest children, the longest or the shortest text."""

    LONGEST = "longest"
    """By their own text."""
    SHORTEST = "shortest"
    MOST = "most"
    """By what lies below them."""
    FEWEST = "fewest"

    @property
    def by_length(self) -> bool:
        """Whether the nodes' own text is measured and not what lies below them."""
        return self in {Extreme.LONGEST, Extreme.SHORTEST}

    @property
    def is_largest(self) -> bool:
        """Whether the largest are meant and not the smallest."""
        return self in {Extreme.MOST, Extreme.LONGEST}


@dataclass(frozen=True, slots=True)
class Query:
    """A selection of nodes.

    Attributes:
        operation: what is asked of the selection.
        under: ids of the nodes it lies below (at any depth); the whole plan if empty.
        level: which nodes, `PARAGRAPH` for passages of any kind; None for the children of `under`.
        categories: only nodes of one of these categories; for work plans those with items of each of them.
        is_every: whether all items of a work plan must be of these categories.
        mentions: terms of which a node, or one below it, must hold at least one; of a term with blanks, each of its words.
        is_each: whether every term of `mentions` and of `titles` must be held, and not just one.
        unheld: words that the question wants mentioned and the plan lacks; `mentions` are what it calls that.
        lacking: terms of which neither a node nor anything below it may hold one.
        with_headings: whether inner nodes count beside passages, each by its own heading.
        titles: terms of which a node's own heading must hold at least one.
        untitled: terms of which a node's own heading must not hold any.
        opens: with what a node's heading must begin.
        years: what range of years the node or its heading must name.
        children: how many children a node must have, at least and at most.
        measured: what is counted for `children`, `extreme` and comparing; None for children, `PARAGRAPH` for passages.
        extreme: among those, only the ones with the most or fewest children, or the longest or shortest text.
        rank: which in that order is meant: 2 for the second most.
        top: how many of the first are meant, with what equals the last of them.
        outside: ids of nodes below which nothing is taken.
        among: ids of the nodes told before that conditions select from; then neither place nor level does.
        nodes: the very nodes, when the question names them; then nothing else selects.
        claimed: how many the question takes for granted that there are.
        is_false: whether the question takes something else for granted that the nodes contradict.
        is_counted: whether a list is asked for with its number, for which the node around it vouches.
        is_related: whether `nodes` are not named, but those of the selection that searching finds to be about the matter.
    """

    operation: Operation
    under: tuple[str, ...] = ()
    level: Level | None = None
    categories: tuple[str, ...] = ()
    is_every: bool = False
    mentions: tuple[str, ...] = ()
    is_each: bool = False
    unheld: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    with_headings: bool = False
    titles: tuple[str, ...] = ()
    untitled: tuple[str, ...] = ()
    opens: str | None = None
    years: Period | None = None
    children: tuple[int, int] | None = None
    measured: Level | None = None
    extreme: Extreme | None = None
    rank: int = 1
    top: int = 1
    outside: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    claimed: int | None = None
    is_false: bool = False
    is_counted: bool = False
    is_related: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the place in the tree selects."""
        by_words = (self.mentions, self.lacking, self.titles, self.untitled, self.opens)
        return any((*by_words, self.categories, self.years, self.children, self.outside, self.among))

    @property
    def is_of_inner(self) -> bool:
        """Whether a condition selects that only nodes with a heading of their own can meet."""
        return any((self.titles, self.untitled, self.years, self.children, self.extreme))

    def matches(self, terms: Iterable[str], nodes: Collection[Node]) -> bool:
        """Whether the nodes' own texts together hold one of the terms, or each of them."""
        held = (any(holds(squeezed(node.text), term) for node in nodes) for term in terms)
        return all(held) if self.is_each else any(held)

    def __str__(self) -> str:
        """The query as people read it: `list content under 2.6 mentioning 地方政府`."""
        parts = [self.operation.value, ", ".join(self.nodes) or (self.level or "children")]
        parts += ["related"] if self.is_related else []
        parts += [f"under {', '.join(self.under)}"] if self.under else []
        parts += [f"among {', '.join(self.among)}"] if self.among else []
        parts += [f"outside {', '.join(self.outside)}"] if self.outside else []
        every = "all " if self.is_every else ""
        parts += [f"{every}in {' and '.join(self.categories)}"] if self.categories else []
        either = " and " if self.is_each else " or "
        parts += [f"mentioning {either.join(self.mentions)}"] if self.mentions else []
        parts += ["headings too"] if self.with_headings else []
        parts += [f"not mentioning {' or '.join(self.lacking)}"] if self.lacking else []
        parts += [f"titled {either.join(self.titles)}"] if self.titles else []
        parts += [f"not titled {' or '.join(self.untitled)}"] if self.untitled else []
        parts += [f"opening with {self.opens}"] if self.opens else []
        parts += [f"in years {self.years}"] if self.years else []
        counted = self.measured or "children"
        parts += [f"with {self.children[0]}-{self.children[1]} {counted}"] if self.children else []
        parts += [f"with the {self.extreme} {counted}"] if self.extreme else []
        parts += [f"rank {self.rank}"] if self.rank > 1 else []
        parts += [f"first {self.top}"] if self.top > 1 else []
        return " ".join(parts)


def run_query(query: Query, plan: Plan) -> tuple[Node, ...]:
    """Return the nodes that the query selects, in reading order."""
    if query.nodes:
        return tuple(plan.nodes[passage_id] for passage_id in query.nodes)
    nodes = _candidates(query, plan)
    for passes in _conditions(query, plan):
        nodes = [node for node in nodes if passes(node)]
    if query.extreme and nodes:
        nodes = _ranked(nodes, query, plan)
    return tuple(nodes)


def _ranked(nodes: list[Node], query: Query, plan: Plan) -> list[Node]:
    """Those of the nodes with the rank that is asked for, or the first ones; none if so many ranks there are not."""
    largest_first = query.extreme is not None and query.extreme.is_largest
    sizes = sorted((_measure(node, query, plan) for node in nodes), reverse=largest_first)
    if query.top > 1:
        kept = set(sizes[: query.top])
        sign = -1 if largest_first else 1
        nodes = sorted(nodes, key=lambda node: sign * _measure(node, query, plan))
    else:
        kept = set(list(dict.fromkeys(sizes))[query.rank - 1 : query.rank])
    return [node for node in nodes if _measure(node, query, plan) in kept]


def _measure(node: Node, query: Query, plan: Plan) -> int:
    """What of a node decides on an extreme."""
    if query.extreme and query.extreme.by_length:
        return len(squeezed(node.text))
    return size_of(node, query.measured, plan)


def size_of(node: Node, measured: Level | None, plan: Plan) -> int:
    """How many children a node has, or how many nodes of a kind lie below it."""
    if measured is None:
        return len(node.children)
    return sum(1 for below in descendants(plan, node) if is_of(below, measured))


def is_of(node: Node, level: Level) -> bool:
    """Whether a node is of a kind; `PARAGRAPH` means any passage."""
    return node.level in LEAVES if level is Level.PARAGRAPH else node.level is level


def holds(text: str, term: str) -> bool:
    """Whether a squeezed text holds a term, in one piece or, if it has blanks, each of its words."""
    return any(
        all(
            bool(_pattern(word).search(text)) if GAP in word else _folded(word) in text
            for word in way.split()
        )
        for way in term.split(OR)
    )


def holds_any(node: Node, terms: Iterable[str]) -> bool:
    """Whether a node's own text holds any of the terms."""
    return any(holds(squeezed(node.text), term) for term in terms)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A node's text as terms are looked up in it."""
    return compact(normalise(text))


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return compact(word)


@lru_cache(maxsize=512)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(r"[^,。、;]{0,3}".join(map(re.escape, compact(word).split(GAP))))


def _candidates(query: Query, plan: Plan) -> list[Node]:
    if query.among:
        return [plan.nodes[passage_id] for passage_id in query.among]
    roots = [plan.nodes[passage_id] for passage_id in query.under]
    if query.with_headings:
        below = [node for root in roots for node in descendants(plan, root)] if roots else plan.nodes.values()
        return [node for node in below if node not in roots]
    if query.level is None:
        return [child for root in roots for child in plan.children(root)] if roots else list(plan.passages)
    below = [node for root in roots for node in descendants(plan, root)] if roots else plan.nodes.values()
    return [node for node in below if is_of(node, query.level)]


def descendants(plan: Plan, root: Node) -> Iterable[Node]:
    """A node and all nodes below it, in reading order."""
    yield root
    for child in plan.children(root):
        yield from descendants(plan, child)


def _conditions(query: Query, plan: Plan) -> list[Callable[[Node], bool]]:
    conditions: list[Callable[[Node], bool]] = []
    if query.outside:
        left_out = {node.passage_id for name in query.outside for node in descendants(plan, plan.nodes[name])}
        conditions.append(lambda node: node.passage_id not in left_out)
    if query.categories:
        conditions.append(lambda node: _is_in(node, query, plan))
    if query.lacking:
        conditions.append(
            lambda node: not any(holds_any(below, query.lacking) for below in descendants(plan, node))
        )
    if query.mentions:
        conditions.append(lambda node: query.matches(query.mentions, _read(node, query, plan)))
    if query.titles:
        conditions.append(lambda node: query.matches(query.titles, [node]))
    if query.untitled:
        conditions.append(lambda node: not holds_any(node, query.untitled))
    if opens := query.opens:
        conditions.append(lambda node: squeezed(node.text).startswith(compact(opens)))
    if years := query.years:
        conditions.append(lambda node: years.fits(node, plan))
    if sizes := query.children:
        conditions.append(lambda node: sizes[0] <= size_of(node, query.measured, plan) <= sizes[1])
    return conditions


def _read(node: Node, query: Query, plan: Plan) -> list[Node]:
    """The nodes in which something may be mentioned: a node with all below it, or each node by itself."""
    return [node] if query.with_headings else list(descendants(plan, node))


def _is_in(node: Node, query: Query, plan: Plan) -> bool:
    """Whether a node is of one of the query's categories; or a work plan's items of each, and of no other if so asked."""
    wanted = set(query.categories)
    if node.level is not Level.WORK_PLAN:
        return node.category in wanted
    held = {item.category for item in plan.children(node)}
    return bool(held) and held <= wanted if query.is_every else wanted <= held
