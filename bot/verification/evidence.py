"""What cited nodes vouch for, made ready for comparing: text, headings, places and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.verification.figures import Figure, Weight, find_figures
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

_BREAK = re.compile(r"[^\w]+")
_EVERY = re.compile(r"每([年月週周季日])")
_SEPARATOR = "|"


def squeeze(text: str) -> str:
    """Return normalised text with one separator for each run of punctuation and no blanks."""
    return _BREAK.sub(_SEPARATOR, compact(normalise(text)))


@dataclass(frozen=True)
class Evidence:
    """The text that a claim's citations vouch for.

    Attributes:
        nodes: the cited nodes.
        body: squeezed text of the cited nodes and of all below them.
        headings: squeezed headings above them.
        stated: squeezed texts, one for each cited node and each node below one.
        figures: every figure of the text and the headings.
        raw: the same text before squeezing, folded, for patterns that need punctuation.
    """

    nodes: tuple[Node, ...]
    body: str
    headings: str
    stated: tuple[str, ...]
    raw: str

    @cached_property
    def text(self) -> str:
        """Body and headings."""
        return f"{self.body}{_SEPARATOR}{self.headings}"

    @cached_property
    def solid(self) -> str:
        """The text without separators, in which a phrase is found across an enumeration comma."""
        return self.text.replace(_SEPARATOR, "")

    @cached_property
    def figures(self) -> frozenset[Figure]:
        """What amounts, years and counts the text holds."""
        return frozenset((*find_figures(self.raw), *_every(self.raw)))

    @cached_property
    def clauses(self) -> frozenset[str]:
        """All stretches between punctuation, of which verbatim quotations are made."""
        return frozenset(
            part for text in (*self.stated, self.headings) for part in text.split(_SEPARATOR) if part
        )


def gather(plan: Plan, cites: Sequence[str]) -> Evidence:
    """Return what the nodes `cites` vouch for; an inner node stands for its heading and all below it.

    Raises:
        KeyError: an id is not of this plan.
    """
    nodes = tuple(plan.nodes[passage_id] for passage_id in dict.fromkeys(cites))
    stated = list(dict.fromkeys(below for node in nodes for below in walk(plan, node)))
    headings = dict.fromkeys(heading for node in nodes for heading in node.headings)
    raw = "|".join([*(node.text for node in stated), *headings, *_categories(nodes)])
    return Evidence(
        nodes,
        squeeze("|".join(node.text for node in stated)),
        squeeze("|".join([*headings, *_categories(nodes)])),
        tuple(squeeze(node.text) for node in stated),
        normalise(raw),
    )


def _every(text: str) -> Iterator[Figure]:
    """「每月」 is once in one month."""
    for match in _EVERY.finditer(text):
        unit = {"月": "月份", "週": "周", "日": "天"}.get(match[1], match[1])
        yield from (Figure(1, one, Weight.HARD, match[0], match.start()) for one in (unit, "次"))


def walk(plan: Plan, node: Node) -> Iterator[Node]:
    """A node and all below it, in reading order."""
    yield node
    for child in plan.children(node):
        yield from walk(plan, child)


def _categories(nodes: Sequence[Node]) -> list[str]:
    return sorted({node.category for node in nodes if node.category})


def places(plan: Plan, nodes: Sequence[Node]) -> dict[Level, frozenset[int]]:
    """By level, at which places among their siblings the nodes and those above them stand, from 1."""
    found: dict[Level, set[int]] = {}
    for node in nodes:
        for one in (*plan.ancestors(node), node):
            found.setdefault(one.level, set()).add(place(plan, one))
    return {level: frozenset(numbers) for level, numbers in found.items()}


def place(plan: Plan, node: Node) -> int:
    """At which place among its siblings a node stands, from 1."""
    siblings = plan.nodes[node.parent].children if node.parent else _roots(plan)
    return siblings.index(node.passage_id) + 1 if node.passage_id in siblings else 0


def _roots(plan: Plan) -> tuple[str, ...]:
    """The ids of the plan's parts, which count from one; the preface stands before them."""
    return tuple(
        node.passage_id for node in plan.nodes.values() if node.parent is None and node.level is Level.PART
    )
