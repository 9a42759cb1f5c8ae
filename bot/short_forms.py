"""How far a stretch of a question is a short form of a heading: shared runs of characters, and initials of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from corpus import Level, Node

_LETTER = re.compile(r"[\u3400-\u9fffa-z0-9]")
_SLACK = 3  # characters told from which on one may be left
_INITIALS = 4  # characters of an abbreviation at most
_TOLD = 2  # characters that a short form has at least
_ABOVE = 0.5  # what a character is worth that the heading above accounts for
_BROKEN = 1.6  # what each further run of characters costs: one long run is in the heading's own order
_COVERED = 3.0  # what the share of the heading that is told is worth


@dataclass(frozen=True, slots=True)
class Hints:
    """What decides between headings that a text may be short for.

    Attributes:
        likely: the node that searching finds.
        level: the kind of node that the question speaks of.
        size: how many children it takes the node to have.
    """

    likely: Node | None = None
    level: Level | None = None
    size: int | None = None

    def bonus(self, node: Node) -> float:
        """What they are worth for a node, in characters told."""
        sized = self.size == len(node.children)
        return 1.5 * (self.likely is node) + 3.0 * (self.level is node.level) + 2.5 * sized


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Match:
    """How far a text is a short form of a heading.

    Attributes:
        told: the text's characters that the heading accounts for, without the words that any question has.
        left: those that nothing accounts for.
        places: positions of all characters that the heading, or the one above it, accounts for.
        score: larger is better.
    """

    node: Node
    told: int
    left: int
    places: frozenset[int]
    score: float

    @property
    def is_clear(self) -> bool:
        """Whether the heading accounts for all that the text says, or all but a character."""
        return self.left == 0 or (self.left == 1 and self.told > _SLACK)

    @property
    def share(self) -> float:
        """The share of what the text says that the heading accounts for."""
        return self.told / (self.told + self.left) if self.told else 0.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a question that may tell of headings, prepared.

    Attributes:
        frame: positions of the words that any question has.
        letters: positions of all characters that words are made of.
        pairs: every two characters that stand side by side, by the position of the first.
    """

    text: str
    frame: frozenset[int]
    letters: frozenset[int]
    pairs: tuple[str, ...]

    @classmethod
    def of(cls, text: str, frame: frozenset[int]) -> Stretch:
        """Prepare a squeezed text."""
        letters = frozenset(at for at, char in enumerate(text) if _LETTER.match(char))
        return cls(text, frame, letters, tuple(map("".join, pairwise(text))))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a heading, and every two characters of them that stand side by side."""

    text: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Prepare a text; what a blank parts is no pair."""
        pairs = map("".join, pairwise(text))
        return cls(text, frozenset(pair for pair in pairs if " " not in pair))


@dataclass(frozen=True, slots=True)
class Heading:
    """An inner node's heading, prepared."""

    node: Node
    forms: Phrase  # whole, and without what stands in brackets
    initials: str  # of its words
    above: Phrase  # the heading of the node above, which may be told with it

    @property
    def beginnings(self) -> frozenset[str]:
        """Every two characters with which a text can tell of it: two of its own side by side, or two initials."""
        return self.forms.pairs | set(map("".join, combinations(self.initials, 2)))

    @property
    def whole(self) -> str:
        """The heading as it stands."""
        return self.forms.text.partition(" ")[0]


class Headings:
    """A plan's inner headings, found by the pairs of characters that they share with a text."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        """Take down which of them each pair of characters tells of."""
        self._headings = headings
        self._by_id = {heading.node.passage_id: heading for heading in headings}
        self._told: dict[str, list[int]] = defaultdict(list)
        for number, heading in enumerate(headings):
            for pair in heading.beginnings:
                self._told[pair].append(number)

    def of(self, node: Node) -> Heading | None:
        """A node's own heading; None for a node whose heading is not known here."""
        return self._by_id.get(node.passage_id)

    def sharing(self, said: Stretch) -> list[Heading]:
        """Those of which a pair of the stretch's characters tells that is not all frame, in reading order.

        Of fifty headings a question shares so much with a few: only these need to be matched.
        """
        telling = [(at, pair) for at, pair in enumerate(said.pairs) if pair in self._told]
        free = (pair for at, pair in telling if at not in said.frame or at + 1 not in said.frame)
        numbers = {number for pair in free for number in self._told[pair]}
        return [self._headings[number] for number in sorted(numbers)]


def match_heading(said: Stretch, heading: Heading, *, bonus: float) -> Match | None:
    """Account for the stretch's characters by a heading: runs of two and more as they stand, then abbreviations."""
    shared = _shared(said, heading.forms)
    places = {at for run in shared for at in run}
    places |= _abbreviated(said.text, places, heading.initials)
    told = len(places - said.frame)
    if told < _TOLD:
        return None
    above = {at for run in _shared(said, heading.above) for at in run} - places
    left = len(said.letters - places - above - said.frame)
    covered = min(1.0, len(places) / len(heading.whole))
    order = _COVERED * covered - _BROKEN * max(len(shared) - 1, 0)
    score = told + _ABOVE * len(above - said.frame) - left + bonus + order
    return Match(heading.node, told, left, frozenset(places | above), score)


def _shared(said: Stretch, heading: Phrase) -> list[range]:
    """The stretch's runs of two characters and more that stand in the heading, each as long as it can be."""
    found: list[range] = []
    text, end = said.text, 0
    for start in [at for at, pair in enumerate(said.pairs) if pair in heading.pairs]:
        if start < end:  # part of the run before
            continue
        end = start + 2
        while end < len(text) and text[end] != " " and text[start : end + 1] in heading.text:
            end += 1
        found.append(range(start, end))
    return found


def _abbreviated(text: str, places: set[int], initials: str) -> set[int]:
    """Positions of runs of two to four other characters that are initials of the heading's words, in order."""
    found: set[int] = set()
    for at, char in enumerate(text[:-1]):
        if char not in initials or at in places or at in found:
            continue
        for end in range(at + 2, min(at + _INITIALS, len(text)) + 1):
            if end - 1 in places or not _is_subsequence(text[at:end], initials):
                break
            found |= set(range(at, end))
    return found


def _is_subsequence(short: str, initials: str) -> bool:
    rest = iter(initials)
    return all(char in rest for char in short)
