"""The shapes that leave this stage: a plan and its nodes, as `docs/passages.md` defines them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

Span = tuple[int, int]  # half-open range of code points in the source as published


class Level(StrEnum):
    """What a node is in the form of an annual plan."""

    PREFACE = "preface"
    PARAGRAPH = "paragraph"
    PART = "part"
    GOAL = "goal"
    STRATEGY = "strategy"
    WORK_PLAN = "work_plan"
    ITEM = "item"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Node:
    """One place in a plan; a leaf is a passage, an inner node's text is its heading.

    Attributes:
        passage_id: plan and node number, `mol-111/2.6.4.3`.
        label: the place in the plan's own words, 「貳、林帶復育／海岸防風林更新造林／三」.
        headings: full headings of all ancestors with their marks, outermost first.
        mark: 一、 or （一）, or None; never part of `text`.
        text: without mark and line breaks; blanks only beside Latin words and numbers.
        span: where the text stands in the published source, one range per unbroken run of lines.
        previous, next: neighbours of the same level in reading order, across parents.
        children: ids in order; empty for a leaf.
    """

    passage_id: str
    plan: str
    level: Level
    label: str
    headings: tuple[str, ...]
    category: str | None
    mark: str | None
    text: str
    span: tuple[Span, ...]
    parent: str | None
    previous: str | None
    next: str | None
    children: tuple[str, ...]

    @property
    def number(self) -> str:
        """The node's number without its plan: `2.6.4.3`."""
        return self.passage_id.partition("/")[2]

    @property
    def heading(self) -> str:
        """The node's own text with its mark, as descendants list it."""
        return (self.mark or "") + self.text

    @property
    def is_leaf(self) -> bool:
        """Whether this node is a passage."""
        return not self.children


@dataclass(frozen=True)
class Plan:
    """A plan as a tree; nodes are kept by id, in reading order with parents before children."""

    plan_id: str
    title: str
    publisher: str
    year_roc: int
    year: int
    nodes: Mapping[str, Node]

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        object.__setattr__(self, "nodes", MappingProxyType(dict(self.nodes)))

    @cached_property
    def passages(self) -> tuple[Node, ...]:
        """All leaves in reading order."""
        return tuple(node for node in self.nodes.values() if node.is_leaf)

    @property
    def year_label(self) -> str:
        """Both calendars, 「111（2022）」."""
        return f"{self.year_roc}（{self.year}）"

    def of_level(self, level: Level) -> tuple[Node, ...]:
        """All nodes of one level in reading order."""
        return tuple(node for node in self.nodes.values() if node.level is level)

    def children(self, node: Node) -> tuple[Node, ...]:
        """The node's children in order."""
        return tuple(self.nodes[child] for child in node.children)

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """The node's ancestors, outermost first."""
        above: list[Node] = []
        while node.parent is not None:
            node = self.nodes[node.parent]
            above.append(node)
        return tuple(reversed(above))

    def leaves(self, node: Node) -> Iterator[Node]:
        """The passages at or below `node`, in reading order."""
        if node.is_leaf:
            yield node
        for child in self.children(node):
            yield from self.leaves(child)
