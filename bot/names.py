"""Inner nodes that a question names: by heading, by part of it, or by the short forms people make of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from bot.cues import words
from bot.short_forms import NO_HINTS, Heading, Headings, Hints, Match, Phrase, Stretch, match_heading
from corpus import Level, Node, Plan
from corpus.lexicon import Entry, Kind
from corpus.text import compact
from index.script import normalise
from index.segmentation import Segmenter

_BRACKET = re.compile(r"[(（][^)）]*[)）]")
LATIN = re.compile(r"[a-z]{2,}")
_SHORTEST = 4  # characters of a heading's part that may stand for the whole
_KEPT = 64  # shapes that are kept prepared: one question is read in many ways
_NAMED = (Level.GOAL, Level.WORK_PLAN, Level.ITEM)


@dataclass(frozen=True, slots=True)
class Mention:
    """A heading, or a part of it, that stands in a text as it is written."""

    node: Node
    start: int
    end: int


class Names:
    """Knows a plan's headings, whole, in parts and abbreviated."""

    def __init__(self, plan: Plan, segmenter: Segmenter, lexicon: Sequence[Entry] = ()) -> None:
        """Prepare; `lexicon` tells which agency stands for which heading."""
        self._plan = plan
        self._segmenter = segmenter
        self._agencies = [(entry.term, entry.means[0]) for entry in lexicon if entry.kind is Kind.AGENCY]
        self._stretch = lru_cache(maxsize=_KEPT)(self._prepared_stretch)
        self.kept = lru_cache(maxsize=_KEPT)(self._kept)

    def mentions(self, text: str) -> list[Mention]:
        """The headings, and parts of them between commas, that stand in a squeezed text, in order, the longest ones."""
        found: list[Mention] = []
        taken: set[int] = set()
        for part, node in self._parts:
            start = text.find(part)
            if start >= 0 and taken.isdisjoint(range(start, start + len(part))):
                found.append(Mention(node, start, start + len(part)))
                taken.update(range(start, start + len(part)))
        return sorted(found, key=lambda mention: mention.start)

    def best(
        self,
        text: str,
        *,
        among: Collection[Level] = _NAMED,
        under: Sequence[Node] = (),
        hints: Hints = NO_HINTS,
    ) -> list[Match]:
        """The inner nodes that a text may be short for, best first; ties in reading order.

        Args:
            text: squeezed; characters that are not to be read are blanks.
            among: the kinds of node that can be meant.
            under: only nodes below these, if any are given.
            hints: what decides between equals.
        """
        said = self._stretch(text)
        found: list[Match | None] = []
        for heading in self._headings.sharing(said):
            node = heading.node
            if node.level in among and (not under or not set(under).isdisjoint(self._plan.ancestors(node))):
                found.append(match_heading(said, heading, bonus=hints.bonus(node)))
        return sorted((match for match in found if match), key=lambda match: -match.score)

    def rest(self, text: str) -> str:
        """What a text says besides the words that any question has."""
        return "".join(self.kept(text)).replace(" ", "")

    def topical(self, text: str) -> int:
        """How many characters of what a text says besides the plan may tell of: pairs that it has but for figures, and Latin words."""
        found: set[tuple[int, int]] = set()
        runs = "".join(self.kept(text)).split()
        for number, run in enumerate(runs):
            pairs = ("".join(pair) for pair in pairwise(run))
            held = (at for at, pair in enumerate(pairs) if LATIN.match(pair) or pair in self._pairs)
            found |= {(number, place) for at in held for place in (at, at + 1)}
        return len(found)

    def own(self, text: str, node: Node) -> Match | None:
        """How far a text tells of an inner node by its own heading."""
        heading = self._headings.of(node)
        return match_heading(self._stretch(text), heading, bonus=0.0) if heading else None

    def holds_word(self, word: str) -> bool:
        """Whether a Latin word stands in the plan."""
        return word in self._latin

    @cached_property
    def _latin(self) -> frozenset[str]:
        return frozenset(
            word for node in self._plan.nodes.values() for word in LATIN.findall(normalise(node.text))
        )

    def _kept(self, text: str) -> tuple[str, ...]:
        """The text's characters, those of the words that any question has as blanks."""
        said = self._stretch(text)
        free = said.letters - said.frame
        return tuple(char if at in free else " " for at, char in enumerate(text))

    def _prepared_stretch(self, text: str) -> Stretch:
        return Stretch.of(text, self._framed(text))

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Every two characters that stand side by side in the plan."""
        texts = (compact(normalise(node.text)) for node in self._plan.nodes.values())
        return frozenset(
            "".join(pair) for text in texts for pair in pairwise(text) if not "".join(pair).isdigit()
        )

    def _framed(self, text: str) -> frozenset[int]:
        """Positions of the words that any question has; one of a single character only where it is a word (not 年 in 青年)."""
        places = {at for match in _framing().finditer(text) for at in range(*match.span())}
        end = 0
        for word in (word for part in self._segmenter.cut(text) for word in part):
            start = text.find(word, end)
            end = max(start, 0) + len(word)
            if word in _framing_words() or _particles().issuperset(word):
                places.update(range(start, end))
        return frozenset(places)

    @cached_property
    def _parts(self) -> list[tuple[str, Node]]:
        """What may stand for a heading as it is, the longest first."""
        rows: dict[str, Node] = {}
        for node in self._plan.nodes.values():
            whole = compact(normalise(node.text))
            if node.level is Level.PREFACE:
                rows[node.label] = node
            elif node.level is Level.PART:
                rows |= dict.fromkeys((whole, *_quoted_ends(whole)), node)
            elif node.level in _NAMED:
                short = _BRACKET.sub("", whole)
                for part in (whole, short, *short.split(",")):
                    if len(part) >= _SHORTEST or part == whole:
                        rows.setdefault(part, node)
        for agency, heading in self._agencies:
            if meant := rows.get(compact(normalise(heading))):
                rows.setdefault(compact(normalise(agency)), meant)
        return sorted(rows.items(), key=lambda row: -len(row[0]))

    @cached_property
    def _headings(self) -> Headings:
        nodes = [node for node in self._plan.nodes.values() if node.level in _NAMED]
        return Headings([self._prepared(node) for node in nodes])

    def _prepared(self, node: Node) -> Heading:
        whole = compact(normalise(node.text))
        short = _BRACKET.sub("", whole)
        pieces = [word for part in self._segmenter.cut(short) for word in part]
        initials = "".join(word[at] for word in pieces for at in range(0, len(word), 2))
        above = self._plan.nodes[node.parent] if node.parent and node.level is Level.ITEM else None
        higher = compact(normalise(above.text)) if above else ""
        return Heading(node, Phrase.of(f"{whole} {short}"), initials, Phrase.of(higher))


def _quoted_ends(heading: str) -> Iterator[str]:
    """What of a part's heading may stand for it in quotation marks: all of it, or its last words."""
    return (f"「{heading[at:]}」" for at in range(len(heading) - _SHORTEST + 1))


@cache
def _level_words() -> tuple[str, ...]:
    return tuple(word for listed in words("levels").values() for word in listed)


@cache
def _particles() -> frozenset[str]:
    return frozenset(words("frame")["particles"])


@cache
def _framing_words() -> frozenset[str]:
    return frozenset((*words("frame")["words"], *words("frame")["of_structure"], *_level_words()))


@cache
def _framing() -> re.Pattern[str]:
    listed = sorted((word for word in _framing_words() if len(word) > 1), key=lambda word: (-len(word), word))
    amount = rf"[\d一二三四五六七八九十兩幾]+(?:大|個)*(?:{'|'.join((*words('levels')['generic'], *words('levels')['paragraph']))})"
    ahead = rf"[一二三四五六七八九十兩幾]+(?:大|個)(?={'|'.join(_level_words())})"  # 六大 of 六大施政目標
    known = (
        re.escape(word) + ("(?!目)" if word.endswith("項") else "") for word in listed
    )  # 各項目 is not 各項
    return re.compile("|".join((amount, ahead, *known, "[的了嗎呢啊]")))
