"""What a question leaves out: places, categories, words that must not be mentioned, words that no heading may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.asking import BLANK, Asked, level_of, levels_in, only
from bot.conditions import Conditions, item_or_content
from bot.cues import cues
from bot.mentioned import QUOTED, Mentioned, level_mentioning
from bot.query import INNER, Query
from bot.scopes import Scopes
from bot.sizes import outermost
from bot.telling import LITTLE, below
from corpus import Level, Node, Plan

_WORDS = ("related_off", "lacking", "unrelated", "absent")
_PLACES = ("put_off", "denied", "taken_off", "set_aside", "beyond_it")
_TITLE_NEAR = 8  # characters around a negation in which a word for headings can stand


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a question leaves out.

    Attributes:
        asked: the question without it.
        nodes: below these nothing is wanted.
        categories: nodes of these are not wanted.
        lacking: terms that nodes must not mention.
        untitled: terms that headings must not hold.
    """

    asked: Asked
    nodes: tuple[Node, ...] = ()
    categories: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    untitled: tuple[str, ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether anything is left out."""
        return bool(self.nodes or self.categories or self.lacking or self.untitled)

    def narrow(self, query: Query) -> Query:
        """Return the query without what is left out; the category is the reader's to narrow."""
        outside = tuple(node.passage_id for node in self.nodes)
        return replace(query, outside=outside, lacking=self.lacking, untitled=self.untitled)

    def of_kind(self, query: Query, plan: Plan) -> Query:
        """The query for nodes of the kind asked for; without a place of its own, of what is left out it takes the siblings."""
        kind = level_of(self.asked)
        kinds = {node.level for node in self.nodes}
        under = [plan.nodes[name] for name in query.under]
        if self.untitled:
            children = {child.level for node in under for child in plan.children(node)} & INNER
            level = next(iter(children), None) or outermost(self.asked.shape)
            return replace(query, level=level or Level.ITEM)
        if self.lacking:
            return replace(query, level=level_mentioning(self.asked))
        if self.categories:
            level = item_or_content(self.asked, query)
            return replace(query, level=level, is_every=level is Level.WORK_PLAN)
        if not query.under and kind in {None, *kinds}:
            parents = dict.fromkeys(node.parent for node in self.nodes if node.parent)
            return replace(query, under=tuple(parents))
        return replace(query, level=below(under[0], kind, self.asked) if under else kind)


class Negating:
    """Reads what questions about one plan leave out."""

    def __init__(self, scopes: Scopes, conditions: Conditions, mentioned: Mentioned) -> None:
        self._scopes = scopes
        self._conditions = conditions
        self._mentioned = mentioned

    def read(self, asked: Asked) -> LeftOut | None:
        """Return what a question leaves out; None if it leaves nothing out that the plan knows."""
        left = LeftOut(asked)
        for read in (self._words, self._places):
            left = read(left)
        return left if left.is_something else None

    # -- words

    def _words(self, left: LeftOut) -> LeftOut:
        """Without the words that are not to be mentioned, or not to stand in headings."""
        for match in _found(_WORDS, left.asked.shape):
            if category := self._conditions.category_in(match["term"]):
                asked = _without(left.asked, match)
                left = replace(left, asked=asked, categories=(*left.categories, category))
                continue
            if (terms := self._terms(match)) is None:
                continue
            name = "untitled" if _is_of_title(match) else "lacking"
            # What is said of the words again, as in 「沒寫這個詞」, adds none.
            added = {name: (*getattr(left, name), *terms)}
            left = replace(left, asked=_without(left.asked, match), **added)
        return left

    def _terms(self, match: re.Match[str]) -> tuple[str, ...] | None:
        """The words that a negation speaks of; None if the plan does not have them and they are not quoted."""
        if quoted := tuple(QUOTED.findall(match["term"])):
            return quoted
        said = match["term"].strip("「」 ")
        if cues("structure")["said_again"].fullmatch(said):
            return ()
        return self._mentioned.said(said) or None

    # -- places and categories

    def _places(self, left: LeftOut) -> LeftOut:
        """Without the places and categories that are denied, taken off, or named before 「以外」."""
        for match in _found(_PLACES, left.asked.shape):
            inside = only(left.asked, *match.span("what"))
            if category := self._conditions.category_in(inside.shape):
                left = replace(left, categories=(*left.categories, category))
            elif terms := self._but(match, left.asked) or self._mentioned.told(inside):
                left = replace(left, lacking=(*left.lacking, *terms))
            elif nodes := self._nodes(left.asked, inside):
                left = replace(left, nodes=(*left.nodes, *nodes))
            else:
                continue
            left = replace(left, asked=_without(left.asked, match))
        return left

    def _but(self, match: re.Match[str], asked: Asked) -> tuple[str, ...]:
        """The words that are denied of what is to mention others: 「提到某某但不是某某的」."""
        but = cues("structure")["but_not"].match(match[0])
        by_words = but and asked.says("filter") and not levels_in(match["what"])
        return self._mentioned.said(match["what"]) if by_words else ()

    def _nodes(self, asked: Asked, inside: Asked) -> tuple[Node, ...]:
        """The nodes that a stretch of a question names, if it says nothing else."""
        scope = self._scopes.of(inside, several=True)
        if scope.nodes and scope.left <= LITTLE and not scope.references.missing:
            return scope.nodes
        levels = {level for _, level in levels_in(inside.shape)} & INNER
        likely = asked.likely if asked.english else None
        return (likely,) if likely and likely.level in levels else ()


def _found(names: Sequence[str], shape: str) -> Iterator[re.Match[str]]:
    """What the cues find; of two that overlap the first one's."""
    taken: set[int] = set()
    for match in (match for name in names for match in cues("structure")[name].finditer(shape)):
        if taken.isdisjoint(range(*match.span())):
            taken.update(range(*match.span()))
            yield match


def _is_of_title(match: re.Match[str]) -> bool:
    """Whether a negation speaks of headings: 「名稱沒有某某」, in English the other way round."""
    before = match.string[max(0, match.start() - _TITLE_NEAR) : match.start()]
    behind = match.string[match.end() : match.end() + _TITLE_NEAR]
    form = cues("structure")
    return bool(form["of_title"].search(before) or form["in_title"].match(behind))


def _without(asked: Asked, match: re.Match[str]) -> Asked:
    """The question without what a cue found; a comma stands there, which ends what is said before it."""
    start, end = match.span()
    gap = "," + BLANK * (end - start - 1)
    return replace(
        asked,
        text=asked.text[:start] + gap + asked.text[end:],
        shape=asked.shape[:start] + gap + asked.shape[end:],
        mentions=tuple(one for one in asked.mentions if not start <= one.start < end),
        steps=tuple(one for one in asked.steps if not start <= one.start < end),
    )
