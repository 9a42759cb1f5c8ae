"""Inner nodes that a question names: by heading, by part of it, or by the short forms people make of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.cues import words
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise
from index.segmentation import Segmenter

_BRACKET = re.compile(r"[(（][^)）]*[)）]")
_WORD = re.compile(r"[\u3400-\u9fffa-z0-9]")
_SHORTEST = 4  # characters of a heading's part that may stand for the whole
_INITIALS = 4  # characters of an abbreviation at most
_NAMED = (Level.GOAL, Level.WORK_PLAN, Level.ITEM)


@dataclass(frozen=True, slots=True)
class Mention:
    """A heading, or a part of it, that stands in a text as it is written."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """How far a text is a short form of a heading.

    Attributes:
        told: the text's characters that the heading accounts for, without the words that any question has.
        left: those that nothing accounts for.
        places: positions of all characters that the heading accounts for.
        score: larger is better.
    """

    node: Node
    told: int
    left: int
    places: frozenset[int]
    score: float

    @property
    def share(self) -> float:
        """The share of what the text says that the heading accounts for."""
        return self.told / (self.told + self.left) if self.told else 0.0


@dataclass(frozen=True, slots=True)
class _Heading:
    """An inner node's heading, prepared."""

    node: Node
    forms: str  # whole, and without what stands in brackets
    initials: str  # of its words


class Names:
    """Knows a plan's headings, whole, in parts and abbreviated."""

    def __init__(self, plan: Plan, segmenter: Segmenter) -> None:
        self._plan = plan
        self._segmenter = segmenter

    def mentions(self, text: str) -> list[Mention]:
        """The headings and parts of headings between commas that stand in a squeezed text, in order, the longest at each place."""
        found: list[Mention] = []
        taken: set[int] = set()
        for part, node in self._parts:
            start = text.find(part)
            if start >= 0 and taken.isdisjoint(range(start, start + len(part))):
                found.append(Mention(node, start, start + len(part)))
                taken.update(range(start, start + len(part)))
        return sorted(found, key=lambda mention: mention.start)

    def best(
        self, text: str, *, among: Collection[Level] = _NAMED, under: Sequence[Node] = (), likely: Node | None = None
    ) -> list[Match]:
        """The inner nodes that a text may be short for, best first; ties in reading order.

        Args:
            text: squeezed; characters that are not to be read are blanks.
            among: the kinds of node that can be meant; they are preferred in this order.
            under: only nodes below these, if any are given.
            likely: what searching finds; it decides between equals.
        """
        frame = self._frame(text)
        found = []
        for heading in self._headings:
            node = heading.node
            if node.level not in among or (under and not any(above in self._plan.ancestors(node) for above in under)):
                continue
            if match := _match(text, frame, heading, bonus=_BONUS if node is likely else 0.0):
                found.append(match)
        return sorted(found, key=lambda match: -match.score)

    def rest(self, text: str) -> str:
        """What a text says besides the words that any question has."""
        frame = self._frame(text)
        return "".join(char for at, char in enumerate(text) if at not in frame and _WORD.match(char))

    def _frame(self, text: str) -> frozenset[int]:
        return frozenset(at for match in self._framing.finditer(text) for at in range(*match.span()))

    @cached_property
    def _framing(self) -> re.Pattern[str]:
        listed = {*words("frame")["words"], *words("frame")["of_structure"], *(word for level in words("levels").values() for word in level)}
        return re.compile("|".join(map(re.escape, sorted(listed, key=lambda word: (-len(word), word)))))

    @cached_property
    def _parts(self) -> list[tuple[str, Node]]:
        """What may stand for a heading as it is, the longest first."""
        rows: dict[str, Node] = {}
        for node in self._plan.nodes.values():
            whole = compact(normalise(node.text))
            if node.level is Level.PREFACE:
                rows[node.label] = node
            elif node.level is Level.PART:
                rows[whole] = node
            elif node.level in _NAMED:
                short = _BRACKET.sub("", whole)
                for part in (whole, short, *short.split(",")):
                    if len(part) >= _SHORTEST or part == whole:
                        rows.setdefault(part, node)
        return sorted(rows.items(), key=lambda row: -len(row[0]))

    @cached_property
    def _headings(self) -> list[_Heading]:
        nodes = [node for node in self._plan.nodes.values() if node.level in _NAMED]
        return [self._prepared(node) for node in nodes]

    def _prepared(self, node: Node) -> _Heading:
        whole = compact(normalise(node.text))
        short = _BRACKET.sub("", whole)
        pieces = [word for part in self._segmenter.cut(short) for word in part]
        initials = "".join(word[at] for word in pieces for at in range(0, len(word), 2))
        return _Heading(node, f"{whole} {short}", initials)


_BONUS = 1.5  # what a search's first finding is worth, in characters
_COVERED = 3.0  # what the share of the heading that is told is worth


def _match(text: str, frame: frozenset[int], heading: _Heading, *, bonus: float) -> Match | None:
    """Account for the text's characters by a heading: runs of two and more as they stand, then abbreviations."""
    places = _shared(text, heading.forms)
    places |= _abbreviated(text, places, heading.initials)
    told = len(places - frame)
    if told < 2:
        return None
    left = sum(1 for at, char in enumerate(text) if at not in places and at not in frame and _WORD.match(char))
    covered = min(1.0, len(places) / len(heading.forms.partition(" ")[0]))
    return Match(heading.node, told, left, frozenset(places), told - left + bonus + _COVERED * covered)


def _shared(text: str, heading: str) -> set[int]:
    """Positions of the text's runs of two characters and more that stand in the heading."""
    places: set[int] = set()
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if " " not in pair and pair in heading:
            places |= {at, at + 1}
    return places


def _abbreviated(text: str, places: set[int], initials: str) -> set[int]:
    """Positions of runs of two to four other characters that are initials of the heading's words, in order."""
    found: set[int] = set()
    at = 0
    while at < len(text) - 1:
        longest = 0
        for end in range(at + 2, min(at + _INITIALS, len(text)) + 1):
            if end - 1 in places or at in places or not _is_subsequence(text[at:end], initials):
                break
            longest = end - at
        found |= set(range(at, at + longest))
        at += longest or 1
    return found


def _is_subsequence(short: str, initials: str) -> bool:
    rest = iter(initials)
    return all(char in rest for char in short)
