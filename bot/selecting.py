"""Selections by what a question says: the passages that hold all of its words of content, however it relates them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product

from bot.asking import BLANK, Asked, levels_in
from bot.cues import cues
from bot.described import described_kind
from bot.mentioned import EITHER, Mentioned, level_mentioning
from bot.names import Names
from bot.query import INNER, Operation, Query, run_query
from corpus import Level, Plan
from index.segmentation import Segmenter

_MOST = 12  # nodes that words of content select at most; what more hold says nothing of a matter
_BRANCHES = {Level.GOAL, Level.WORK_PLAN}
_PLACES = 3  # places told at once
_SHARE = 0.5  # of the content that the plan's words must account for
_CLAUSE = re.compile(r"[^,。?!;:]+")
_ASKED = re.compile(r"哪|幾|多少|有什麼|列|全")
_WHICH = re.compile(r"哪[些幾]")
_MARKS = re.compile(r"[「」『』\"'() ]+")


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of content, as the plan has it in one of its forms; none if it lacks it."""

    word: str
    start: int
    end: int
    forms: tuple[str, ...]


class Selecting:
    """Reads what questions about one plan select by their words of content."""

    def __init__(self, plan: Plan, names: Names, mentioned: Mentioned, segmenter: Segmenter) -> None:
        self._plan = plan
        self._names = names
        self._mentioned = mentioned
        self._segmenter = segmenter

    def read(self, asked: Asked, base: Query) -> Query | None:
        """Return `base` narrowed to the nodes that hold what the question says; None if that selects nothing.

        Words that no node below the base's scope holds tell how the others are meant, unless they are the most of it;
        but where no kind of node is asked for, the plan must have them all.
        """
        if not self._may(asked, base):
            return None
        query = replace(base, level=_level(asked, base))
        terms = list(self._terms(asked, query))
        terms = terms if base.operation is Operation.WHERE else self._asking(asked, terms)
        held = [term for term in terms if term.forms]
        plain = [term for term in terms if term.word in term.forms]
        share = _SHARE if base.operation is not Operation.WHERE and self._selects(asked) else 1.0
        groups = (
            group for group in (held, plain, *_without_one(plain)) if _extent(group) >= share * _extent(terms)
        )
        return next(
            (found for group in groups if group and (found := self._narrowed(query, group, asked))), None
        )

    def _may(self, asked: Asked, base: Query) -> bool:
        """Whether a question asks for nodes at all: for those of a kind, in a branch, or for their place."""
        if asked.says("negated"):
            return False
        if self._selects(asked) or base.operation is Operation.WHERE:
            return True
        return asked.says("which") and any(self._plan.nodes[name].level in _BRANCHES for name in base.under)

    def _narrowed(self, query: Query, terms: Sequence[_Term], asked: Asked) -> Query | None:
        """The query for nodes that hold the terms; None if it finds none, or too many for these to say much."""
        ways = product(*_alternatives(terms, asked.shape))
        query = replace(query, mentions=tuple(dict.fromkeys(" ".join(way) for way in ways)))
        found = run_query(query, self._plan)
        if query.operation is Operation.WHERE:
            nodes = tuple(node.passage_id for node in found)
            return Query(Operation.WHERE, nodes=nodes) if 0 < len(nodes) <= _PLACES else None
        return query if 0 < len(found) <= _MOST else None

    @staticmethod
    def _asking(asked: Asked, terms: list[_Term]) -> list[_Term]:
        """The words of content in the clause that asks; those of all clauses where it has none and nothing is named."""
        clause = next((one for one in _CLAUSE.finditer(asked.shape) if _ASKED.search(one[0])), None)
        if clause is None:
            return terms
        inside = [term for term in terms if clause.start() <= term.start < clause.end()]
        return inside if inside or BLANK in clause[0] else terms

    def _selects(self, asked: Asked) -> bool:
        """Whether a question asks which nodes of a kind there are, and not for what one of them does or holds."""
        if described_kind(asked) and not asked.says("filter"):
            return False
        kept = [BLANK, *self._names.kept(asked.shape)]
        if any(kept[match.start()] != BLANK for match in _WHICH.finditer(asked.shape)):
            return False  # 「審議哪些項目」 asks what is done to them
        passages = any(map(asked.says, ("which_passages", "points_asked")))
        kinds = {level for _, level in levels_in(asked.shape)}
        return asked.says("which") and (
            passages or not kinds <= {Level.PART, *INNER} or asked.says("which_inner")
        )

    def _terms(self, asked: Asked, query: Query) -> Iterator[_Term]:
        """The words of content, neighbours joined as far as the plan has them so."""
        shape = cues("structure")["relating"].sub(lambda match: BLANK * len(match[0]), asked.shape)
        kept = self._names.kept(shape)
        for run in re.finditer(r"[\u3400-\u9fffa-z0-9]+", shape):
            words, at = [word for part in self._segmenter.cut(run[0]) for word in part], run.start()
            for framed, group in groupby(_placed(words, at), lambda place: _is_framed(kept, *place)):
                if not framed:
                    yield from self._joined(shape, list(group), query)

    def _joined(self, shape: str, places: list[tuple[int, int]], query: Query) -> Iterator[_Term]:
        """The words at the places, each with as many of those behind it as the plan has in one piece."""
        while places:
            start = places[0][0]
            ends = [end for _, end in reversed(places)]
            end = next((end for end in ends if self._mentioned.forms(shape[start:end], query)), places[0][1])
            if end - start > 1:
                yield _Term(shape[start:end], start, end, self._mentioned.forms(shape[start:end], query)[:1])
            places = [place for place in places if place[0] >= end]


def _level(asked: Asked, base: Query) -> Level:
    """What is looked for: nodes of the kind asked for, or, where a place is, passages that stand there."""
    return Level.PARAGRAPH if base.operation is Operation.WHERE else level_mentioning(asked)


def _without_one(terms: Sequence[_Term]) -> list[list[_Term]]:
    """The terms without one of them, the shortest left out first."""
    return [
        [term for term in terms if term is not one] for one in sorted(terms, key=lambda term: len(term.word))
    ]


def _extent(terms: Sequence[_Term]) -> int:
    return sum(len(term.word) for term in terms)


def _is_framed(kept: Sequence[str], start: int, end: int) -> bool:
    """Whether nothing of a word is kept, or no more than a character of a longer one, as of 幾條."""
    left = sum(char != BLANK for char in kept[start:end])
    return left == 0 or left == 1 < end - start


def _placed(words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Where each of the words stands that follow each other from `start` on."""
    for word in words:
        yield start, start + len(word)
        start += len(word)


def _alternatives(terms: Sequence[_Term], shape: str) -> list[tuple[str, ...]]:
    """Of what stands together the words that must be held together; what a conjunction joins are alternatives."""
    groups: list[tuple[str, ...]] = []
    end = -1
    for stretch in _stretches(terms):
        ways = tuple(" ".join(way) for way in product(*(term.forms for term in stretch)))
        if groups and EITHER.fullmatch(_MARKS.sub("", shape[end : stretch[0].start])):
            groups[-1] += ways
        else:
            groups.append(ways)
        end = stretch[-1].end
    return groups


def _stretches(terms: Sequence[_Term]) -> list[list[_Term]]:
    """The terms that stand side by side."""
    found: list[list[_Term]] = []
    for term in terms:
        if found and found[-1][-1].end == term.start:
            found[-1].append(term)
        else:
            found.append([term])
    return found
