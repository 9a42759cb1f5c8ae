"""A small query language over the plan's tree: what a structure question asks, in a form that can be read and run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus import Level, Node, Plan
from corpus.text import compact


class Operation(StrEnum):
    """What is done with the nodes that a query selects."""

    LIST = "list"
    COUNT = "count"
    WHERE = "where"
    QUOTE = "quote"


class Extreme(StrEnum):
    """Which of the selected nodes: those with the most or the fewest children."""

    MOST = "most"
    FEWEST = "fewest"


@dataclass(frozen=True, slots=True)
class Query:
    """A selection of nodes.

    Attributes:
        operation: what is asked of the selection.
        under: ids of the nodes it lies below (at any depth); the whole plan if empty.
        level: which nodes; None for the children of `under`.
        category: only nodes of this category.
        mentions: terms of which a node's text must hold at least one; of a term with blanks, each of its words.
        years: a 民國 year that must lie in a range the node or its heading names.
        children: how many children a node must have.
        extreme: among those, only the ones with the most or fewest children.
        outside: ids of nodes below which nothing is taken.
        nodes: the very nodes, when the question names them; then nothing else selects.
    """

    operation: Operation
    under: tuple[str, ...] = ()
    level: Level | None = None
    category: str | None = None
    mentions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    children: int | None = None
    extreme: Extreme | None = None
    outside: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The query as people read it: `list content under 2.6 mentioning 地方政府`."""
        parts = [self.operation.value, ", ".join(self.nodes) or (self.level or "children")]
        parts += [f"under {', '.join(self.under)}"] if self.under else []
        parts += [f"outside {', '.join(self.outside)}"] if self.outside else []
        parts += [f"in {self.category}"] if self.category else []
        parts += [f"mentioning {' or '.join(self.mentions)}"] if self.mentions else []
        parts += [f"in years {self.years[0]}-{self.years[1]}"] if self.years else []
        parts += [f"with {self.children} children"] if self.children is not None else []
        parts += [f"with the {self.extreme} children"] if self.extreme else []
        return " ".join(parts)


_YEARS = re.compile(r"(\d{2,3})\s*[-－–—~至到]\s*(\d{2,3})\s*年")


def run_query(query: Query, plan: Plan) -> tuple[Node, ...]:
    """Return the nodes that the query selects, in reading order."""
    if query.nodes:
        return tuple(plan.nodes[passage_id] for passage_id in query.nodes)
    nodes = _candidates(query, plan)
    for passes in _conditions(query, plan):
        nodes = [node for node in nodes if passes(node)]
    if query.outside:
        left_out = {node.passage_id for name in query.outside for node in _descendants(plan, plan.nodes[name])}
        nodes = [node for node in nodes if node.passage_id not in left_out]
    if query.extreme and nodes:
        pick = max if query.extreme is Extreme.MOST else min
        size = pick(len(node.children) for node in nodes)
        nodes = [node for node in nodes if len(node.children) == size]
    return tuple(nodes)


def _candidates(query: Query, plan: Plan) -> list[Node]:
    roots = [plan.nodes[passage_id] for passage_id in query.under]
    if query.level is None:
        return [child for root in roots for child in plan.children(root)] if roots else list(plan.passages)
    below = [node for root in roots for node in _descendants(plan, root)] if roots else list(plan.nodes.values())
    wanted = {Level.CONTENT, Level.STRATEGY, Level.PARAGRAPH} if query.level is Level.PARAGRAPH else {query.level}
    return [node for node in below if node.level in wanted]


def _descendants(plan: Plan, root: Node) -> list[Node]:
    found = [root]
    for child in plan.children(root):
        found.extend(_descendants(plan, child))
    return found


def _conditions(query: Query, plan: Plan) -> list[Callable[[Node], bool]]:
    conditions: list[Callable[[Node], bool]] = []
    if query.category:
        conditions.append(lambda node: node.category == query.category)
    if query.mentions:
        terms = [[compact(word) for word in term.split()] for term in query.mentions]
        conditions.append(lambda node: any(all(word in compact(node.text) for word in term) for term in terms))
    if query.years:
        first, last = query.years
        conditions.append(lambda node: _in_years(node, plan, first, last))
    if query.children is not None:
        conditions.append(lambda node: len(node.children) == query.children)
    return conditions


def _in_years(node: Node, plan: Plan, first: int, last: int) -> bool:
    """Whether the node or one above it names a range of years that covers `first` to `last`."""
    texts = [node.text, *(above.text for above in plan.ancestors(node)[1:])]
    ranges = [(int(a), int(b)) for text in texts for a, b in _YEARS.findall(text)]
    return any(start <= first and last <= end for start, end in ranges)
