"""Selections by what a question says: the passages that hold all of its words of content, however it relates them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from bot.asking import BLANK, Asked, levels_in
from bot.cues import cues
from bot.described import described_kind
from bot.mentioned import EITHER, Mentioned, level_mentioning
from bot.names import Names
from bot.query import Query, run_query
from bot.sizes import INNER
from corpus import Level, Plan
from index.segmentation import Segmenter

_MOST = 12  # nodes that words of content select at most; what more hold says nothing of a matter
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

        Words that no node below the base's scope holds tell how the others are meant, unless they are the most of it.
        """
        if not self._selects(asked):
            return None
        query = replace(base, level=level_mentioning(asked))
        terms = self._asking(asked, list(self._terms(asked, query)))
        held = [term for term in terms if term.forms]
        said = sum(len(term.word) for term in terms)
        if not held or sum(len(term.word) for term in held) < _SHARE * said:
            return None
        ways = product(*_alternatives(held, asked.shape))
        query = replace(query, mentions=tuple(dict.fromkeys(" ".join(way) for way in ways)))
        return query if 0 < len(run_query(query, self._plan)) <= _MOST else None

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
        if asked.says("negated") or (described_kind(asked) and not asked.says("filter")):
            return False
        kept = [BLANK, *self._names.kept(asked.shape)]
        if any(kept[match.start()] != BLANK for match in _WHICH.finditer(asked.shape)):
            return False  # 「審議哪些項目」 asks what is done to them
        kinds = {level for _, level in levels_in(asked.shape)}
        passages = asked.says("which_passages") or not kinds <= {Level.PART, *INNER}
        return asked.says("which") and (passages or asked.says("which_inner"))

    def _terms(self, asked: Asked, query: Query) -> Iterator[_Term]:
        """The words of content, neighbours joined as far as the plan has them so."""
        shape = cues("structure")["relating"].sub(lambda match: BLANK * len(match[0]), asked.shape)
        kept = "".join(self._names.kept(shape))
        for run in re.finditer(r"\S+", kept):
            at = run.start()
            for word in self._joined([word for part in self._segmenter.cut(run[0]) for word in part], query):
                if len(word) > 1:
                    yield _Term(word, at, at + len(word), self._mentioned.forms(word, query)[:1])
                at += len(word)

    def _joined(self, words: Sequence[str], query: Query) -> Iterator[str]:
        """The words of a stretch, each with as many of those behind it as the plan has in one piece."""
        rest = list(words)
        while rest:
            ends = range(len(rest), 1, -1)
            end = next((end for end in ends if self._mentioned.forms("".join(rest[:end]), query)), 1)
            yield "".join(rest[:end])
            rest = rest[end:]


def _alternatives(terms: Sequence[_Term], shape: str) -> list[tuple[str, ...]]:
    """The forms of each term; those of terms that a conjunction joins are alternatives."""
    groups: list[tuple[str, ...]] = []
    end = 0
    for term in terms:
        between = _MARKS.sub("", shape[end : term.start])
        if groups and EITHER.fullmatch(between):
            groups[-1] += term.forms
        else:
            groups.append(term.forms)
        end = term.end
    return groups
