"""Which characters of a claim its evidence explains: by the same words, by others that mean them, or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.cues import words
from bot.verification.evidence import Evidence, squeeze
from corpus.lexicon import Entry, Kind

_RUN = re.compile(r"[^|]+")
_LATIN = re.compile(r"[a-z0-9.]+")
# What such an entry means is where to look, not the same thing.
_LOOSE = frozenset({Kind.AGENCY, Kind.GROUP, Kind.LAW, Kind.PROGRAMME})
_LONGEST = 14


class Mark(IntEnum):
    """How well a character is explained, best last."""

    NOVEL = 0
    CHARACTER = 1  # the evidence holds the character, but not with a neighbour
    FRAME = 2  # belongs to a word that says nothing of the plan
    LOOSE = 3  # a lexicon term for what the evidence says that may say more than it does
    SYNONYM = 4  # another word for what the evidence says
    SAME = 5


@dataclass(frozen=True, slots=True)
class Aligned:
    """A claim's runs between punctuation and a mark for each of their characters."""

    runs: tuple[str, ...]
    marks: tuple[tuple[Mark, ...], ...]

    @classmethod
    def joined(cls, parts: Sequence[Aligned]) -> Aligned:
        """One alignment of several parts of a claim."""
        return cls(
            tuple(run for part in parts for run in part.runs),
            tuple(row for part in parts for row in part.marks),
        )

    def share(self, least: Mark) -> float:
        """The share of characters, frame words left out, that are explained at least so well."""
        counted = [mark for row in self.marks for mark in row if mark is not Mark.FRAME]
        return sum(mark >= least for mark in counted) / len(counted) if counted else 1.0

    def stretches(self, most: Mark) -> Iterator[str]:
        """The longest stretches of characters that are explained no better than `most`."""
        for run, row in zip(self.runs, self.marks, strict=True):
            flags = "".join("x" if mark <= most else " " for mark in row)
            for match in re.finditer("x+", flags):
                yield run[match.start() : match.end()]


class Aligner:
    """Explains claims by a lexicon, by general synonyms and by the words that every such sentence has."""

    def __init__(self, lexicon: Sequence[Entry], own: Iterable[str] = ()) -> None:
        """Prepare the vocabulary.

        Args:
            lexicon: the plan's.
            own: names of the plan's publisher, which are part of the frame.
        """
        self._synonyms = _both_ways(words("synonyms"))
        for entry in lexicon:
            known = self._synonyms.setdefault(squeeze(entry.term), {})
            for meaning in entry.means:
                loose = entry.note or (entry.kind in _LOOSE and not _shortens(entry.term, meaning))
                mark = Mark.LOOSE if loose else Mark.SYNONYM
                known[squeeze(meaning)] = max(mark, known.get(squeeze(meaning), mark))
        self._frame = frozenset(words("claims")["neutral"]) | {squeeze(name) for name in own}
        self._reach = _longest_by_first((*self._frame, *self._synonyms))

    def align(self, claim: str, evidence: Evidence) -> Aligned:
        """Mark each character of `claim`, folded, with how the evidence explains it."""
        runs = tuple(_RUN.findall(squeeze(claim)))
        return Aligned(runs, tuple(tuple(self._marks(run, evidence)) for run in runs))

    def explains(self, word: str, evidence: Evidence) -> Mark:
        """How the evidence explains one word."""
        if word in evidence.text:
            return Mark.SAME
        return max(
            (mark for meaning, mark in self._synonyms.get(word, {}).items() if meaning in evidence.text),
            default=Mark.NOVEL,
        )

    def _marks(self, run: str, evidence: Evidence) -> list[Mark]:
        marks = [Mark.CHARACTER if char in evidence.text else Mark.NOVEL for char in run]
        for start in range(len(run)):
            for end in range(start + 1, min(start + self._reach.get(run[start], 0), len(run)) + 1):
                mark = self._mark(run[start:end], evidence)
                if mark is not None:
                    marks[start:end] = [max(mark, old) for old in marks[start:end]]
        _mark_same(run, evidence, marks)
        return marks

    def _mark(self, part: str, evidence: Evidence) -> Mark | None:
        if part in self._frame:
            return Mark.FRAME
        meanings = self._synonyms.get(part)
        if not meanings:
            return None
        return max((mark for meaning, mark in meanings.items() if meaning in evidence.solid), default=None)


def _longest_by_first(vocabulary: Iterable[str]) -> dict[str, int]:
    """By first character how long a word of the vocabulary can be, up to `_LONGEST`: most stretches begin none."""
    found: dict[str, int] = {}
    for word in filter(None, vocabulary):
        found[word[0]] = max(found.get(word[0], 0), min(len(word), _LONGEST))
    return found


def _mark_same(run: str, evidence: Evidence, marks: list[Mark]) -> None:
    """Mark pairs of characters that stand together in the evidence, and whole Latin words and numbers."""
    latin = [match.span() for match in _LATIN.finditer(run)]
    for start, end in latin:
        if re.search(rf"(?<![a-z0-9]){re.escape(run[start:end])}(?![a-z0-9])", evidence.text):
            marks[start:end] = [Mark.SAME] * (end - start)
        elif not any(mark >= Mark.LOOSE for mark in marks[start:end]):
            marks[start:end] = [Mark.NOVEL] * (end - start)
    inside = {at for start, end in latin for at in range(start, end)}
    for at in range(len(run) - 1):
        if at not in inside and at + 1 not in inside and run[at : at + 2] in evidence.solid:
            marks[at] = marks[at + 1] = Mark.SAME


def _shortens(term: str, meaning: str) -> bool:
    """Whether a term is made of its meaning's characters in order, to the last: 勞基法 for 勞動基準法."""
    rest = iter(meaning)
    return term[-1] == meaning[-1] and all(char in rest for char in term)


def _both_ways(groups: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Mark]]:
    """By word, what else means it: each group's head stands for its members and each member for the head."""
    found: dict[str, dict[str, Mark]] = {}
    for head, members in groups.items():
        for member in members:
            found.setdefault(squeeze(member), {})[squeeze(head)] = Mark.SYNONYM
            found.setdefault(squeeze(head), {})[squeeze(member)] = Mark.SYNONYM
    return found
