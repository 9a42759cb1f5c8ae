"""Holds the plan's own words against a text that a message brings along as the plan's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.brought import (
    claims,
    is_about,
    is_nearly_own,
    is_own,
    numbers,
    share,
    without_numbers,
    without_quotations,
)
from bot.codes import by_code
from bot.falsity import EASILY, Falsity
from bot.judging import quotes
from bot.query import Operation
from bot.search import Finder
from bot.task import Task
from corpus import Level, Node

_FORGED = 0.1  # likelihood from which such a text is not the plan's
_ON_THE_MATTER = 0.36  # a passage's fit from which on the plan speaks of what such a text is about; chosen on the training attacks
_SURELY = 0.6  # the same for a message that names a node there is not, and tells no text apart
_HEADING = 0.5  # share of a text from which on it is a heading put otherwise
_SURELY_OTHER = 0.5  # share of a text's words in a passage below which they are not that passage's
_MOST = 2  # nodes that a text is held against


@dataclass(frozen=True, slots=True)
class Disowned:
    """What the plan has instead of a text brought along: a node, or None if it does not treat the matter."""

    node: Node | None = None


class Disowner:
    """Compares texts brought along with one plan."""

    def __init__(self, finder: Finder, is_false: Falsity) -> None:
        self._finder = finder
        self._plan = finder.plan
        self._is_false = is_false

    def __call__(self, task: Task) -> Disowned | None:
        """Return what the plan has instead; None if the message brings nothing along, or the plan's own words."""
        if not task.received.forged or task.reading.missing:
            return None
        told, named = claims(task.text), self._named(task)
        if named:
            return self._held_against(named, told, task)
        unknown = numbers(task.text)
        if task.reading.query and not unknown:
            return None
        return self._searched(told, task, unknown=bool(unknown))

    def _named(self, task: Task) -> tuple[Node, ...]:
        """The nodes whose text the message says it brings along, by their numbers or places."""
        if nodes := by_code(task.text, self._plan).nodes:
            return nodes[:_MOST]
        query = task.reading.query
        whole = query and query.operation in {Operation.QUOTE, Operation.LIST} and not query.mentions
        ids = query.nodes or query.under if query and whole else ()
        return tuple(self._plan.nodes[passage_id] for passage_id in ids) if len(ids) <= _MOST else ()

    def _held_against(self, named: Sequence[Node], told: Sequence[str], task: Task) -> Disowned | None:
        """What the nodes named say, where that is not what is told of them."""
        below = [leaf for node in named if not node.is_leaf for leaf in self._plan.leaves(node)]
        around = [part for node in named for part in self._plan.ancestors(node)]
        known = [*named, *below, *around]
        other = [claim for claim in told if not self._is_own(claim, known)]
        if told and not other:
            return None
        text = "。".join(other) or without_numbers(task.text)
        if not told and not (named[0].is_leaf and self._is_false(text, named[:1], EASILY, forged=True)):
            return None
        return Disowned(self._nearest(named[0], text))

    def _is_own(self, claim: str, known: list[Node]) -> bool:
        if is_own(claim, known):
            return True
        return is_nearly_own(claim, known) and not self._is_false(claim, known[:1], EASILY)

    def _nearest(self, node: Node, text: str) -> Node:
        """The node itself, if it is a passage or the text its heading put otherwise; else the passage below that is nearest."""
        if node.is_leaf or share(text, node) >= _HEADING:
            return node
        found = self._finder.passages(self._finder.scores(text), 1, under=node)
        return found[0].node if found else node

    def _searched(self, told: Sequence[str], task: Task, *, unknown: bool) -> Disowned | None:
        """The passage on what is told, where that is not what it says, or where it stands under no such number."""
        text, every = "。".join(told), list(self._plan.nodes.values())
        if told and all(is_own(claim, every) for claim in told):
            return None
        node = self._treating(text, task, surely=unknown)
        if node is None:
            return Disowned()
        if quotes(task.text, node) and not (told and share(text, node) < _SURELY_OTHER):
            return None
        false = unknown or self._is_false.misstates(text or task.text, node)
        false = false or self._is_false(task.text, [node], _FORGED, forged=True)
        return Disowned(node) if false else None

    def _treating(self, text: str, task: Task, *, surely: bool) -> Node | None:
        """The passage on the matter of the text told, or of the whole message; None if there is none."""
        asked = without_quotations(task.text)
        fits = [(task.selection.fit, node) for node in task.selection.nodes[:1]]
        if not text:
            needed = _SURELY if surely else _ON_THE_MATTER
            return next((node for fit, node in fits if fit >= needed and _is_on(node, asked)), None)
        scores = self._finder.scores(text)
        alone = [one.node for one in self._finder.passages(scores, 1)]
        fits += [(self._finder.fit(text, scores), node) for node in alone]
        good = [one for one in fits if one[0] >= (_ON_THE_MATTER if one[1] in alone else _SURELY)]
        good = [one for one in good if _is_on(one[1], text)]
        if good and not surely:
            return max(good, key=lambda one: one[0])[1]
        return next(
            (node for _, node in reversed(fits) if is_about(text, node) or is_about(asked, node)), None
        )


def _is_on(node: Node, text: str) -> bool:
    """Whether a passage that fits is on the matter; a preface speaks of the plan in words that any such text has."""
    return node.level is not Level.PARAGRAPH or is_about(text, node)
