"""The shapes of a conversation that is followed: turns that were worked out, and how the last one hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.query import Operation, Query
from bot.references import Missing
from corpus import Node


class Link(StrEnum):
    """How a turn hangs on those before it."""

    NONE = "none"
    """It stands alone."""
    PLACE = "place"
    """It names a place relative to what was told: the next point, the second one."""
    MORE = "more"
    """It asks for the rest."""
    WHERE = "where"
    """It asks where the thing told stands."""
    CATEGORY = "category"
    """It asks which category the item told belongs to."""
    NAME = "name"
    """It asks what the thing is called that it names by its position."""
    COUNT = "count"
    """It asks how many points the item, goal or work plan told has."""
    REPEAT = "repeat"
    """It asks to hear it again."""
    TOLD = "told"
    """It asks something of what was told, or puts the same question otherwise: a query of its own."""
    ELLIPSIS = "ellipsis"
    """It leaves out the topic or the frame of the question before."""


_ASKED = {
    Link.WHERE: Operation.WHERE,
    Link.MORE: Operation.LIST,
    Link.CATEGORY: Operation.CLASSIFY,
    Link.NAME: Operation.NAME,
}  # of the nodes; of others their full text


@dataclass(frozen=True, slots=True)
class Turn:
    """A user turn that was worked out.

    Attributes:
        text: as typed.
        question: what it means by itself, in words.
        focus: nodes it was answered with, best first.
        about: the nodes it asks about, also where the reply declined; never empty where `focus` is not.
        scope: the inner node it was about, whose children 「第二點」 counts.
        listed: whether the answer was a list, so that 「第二個」 counts among `focus`.
        query: the query over the tree that answered it, if one did.
        before: where an ordinal chose what it was answered with, the nodes among which that counted.
    """

    text: str
    question: str
    focus: tuple[Node, ...] = ()
    about: tuple[Node, ...] = ()
    scope: Node | None = None
    listed: bool = False
    query: Query | None = None
    before: tuple[Node, ...] = ()

    @property
    def main(self) -> Node:
        """The node behind which the next one stands."""
        if self.listed and self.focus:
            return self.focus[-1]
        inside = (node for node in self.about if self.scope and node.parent == self.scope.passage_id)
        return next(inside, self.about[0])


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a turn means.

    Attributes:
        link: how it hangs on an earlier turn.
        turn: that turn.
        nodes: places it means; for an `ELLIPSIS` there are none.
        missing: the place it means does not exist.
        query: what it asks of the tree, if what was told settles that.
        question: its own words, without those that only change the topic or take something back; empty if all count.
        denied: what it says that it does not mean.
        part: the only node in which it asks for something, if it names one.
        told: nodes told before that it asks to leave out.
        claimed: how many it states that there are.
        is_each: whether that is of the very nodes, and not of what lies below one.
        is_false: whether it states that the nodes stand where they do not.
        own: every node's score for its own words, float32 `(n_nodes,)`, if they were looked up.
        joint: the same for them behind the question of `turn`.
    """

    link: Link = Link.NONE
    turn: Turn | None = None
    nodes: tuple[Node, ...] = ()
    missing: tuple[Missing, ...] = ()
    query: Query | None = None
    question: str = ""
    denied: str = ""
    part: Node | None = None
    told: tuple[Node, ...] = ()
    claimed: int | None = None
    is_each: bool = False
    is_false: bool = False
    own: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    joint: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be searched for."""
        return bool(self.nodes or self.missing or self.query)

    def to_query(self) -> Query | None:
        """What it asks of the tree, if what was told or a place that it means settles that."""
        if self.query or not self.nodes:
            return self.query
        ids = tuple(node.passage_id for node in self.nodes)
        if self.link is Link.PLACE and not self.nodes[0].is_leaf:
            return Query(Operation.LIST, ids)
        if self.link is Link.COUNT and not self.is_each:
            return Query(Operation.COUNT, ids, claimed=self.claimed)
        if self.link is Link.COUNT:
            return Query(Operation.COUNT, nodes=ids, claimed=self.claimed, is_related=True)
        return Query(_ASKED.get(self.link, Operation.QUOTE), nodes=ids, is_false=self.is_false)
