"""Text to tokens: jieba words over our own Traditional dictionary, and character uni- and bigrams."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from corpus import Plan
from index.cutting import open_cutter
from index.script import normalise

DICTIONARY = Path(__file__).parent / "dictionary" / "words.txt"
_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_KEPT = 256  # texts whose runs are kept: one question is looked at in many ways
_QUOTED = re.compile(r"「([^「」]{2,30})」")


class Segmenter:
    """Cuts text with a dictionary file (`word frequency` lines) and extra words that are always kept whole.

    Text is normalised first, so Simplified and full-width input cuts like the Traditional original.
    """

    def __init__(self, extra_words: Iterable[str] = (), *, dictionary: Path = DICTIONARY) -> None:
        """Take the dictionary with the extra words."""
        self.extra_words = tuple(sorted(set(extra_words)))
        self._cutter = open_cutter(dictionary, tuple(map(normalise, self.extra_words)))

    def words(self, text: str) -> list[str]:
        """Cut into words and the dictionary words inside long ones; Latin letters and digits run together."""
        return self._words(runs(text))

    def tokens(self, text: str) -> tuple[list[str], list[str]]:
        """Return (words, character uni- and bigrams) of `text`, normalising it once."""
        parts = runs(text)
        return self._words(parts), _grams(parts)

    def cut(self, text: str) -> list[tuple[str, ...]]:
        """Cut each run of the text into words that cover it without overlap."""
        return [self._cutter.cut(part) for part in runs(text)]

    def _words(self, parts: Sequence[str]) -> list[str]:
        return [word for part in parts for word in self._cutter.search(part)]


@lru_cache(maxsize=_KEPT)
def runs(text: str) -> tuple[str, ...]:
    """The runs of Han characters and of Latin letters and digits in the normalised text."""
    return tuple(_RUN.findall(normalise(text)))


def grams(text: str) -> list[str]:
    """Character uni- and bigrams within runs; a Latin run is one token and never matches by a letter."""
    return _grams(runs(text))


def _grams(parts: Sequence[str]) -> list[str]:
    tokens: list[str] = []
    for part in parts:
        if part[0].isascii():
            tokens.append(part)
        else:
            tokens.extend(part)
            tokens.extend(part[at : at + 2] for at in range(len(part) - 1))
    return tokens


def plan_terms(plan: Plan) -> tuple[str, ...]:
    """The plan's own words: quoted names, and runs of two to four dictionary words that behave like one.

    A run counts when it stands in two nodes at least and has two different neighbours on either side
    (accessor variety: Feng, Chen, Deng and Zheng, Computational Linguistics 30(1), 2004), begins and ends
    with a word of two characters or more, and does not begin with a word that opens a node's text: those are
    the verbs of plans (辦理, 推動).
    """
    segmenter = Segmenter()
    texts = [segmenter.cut(node.text) for node in plan.nodes.values()]
    verbs = {part[0] for text in texts for part in text[:1]}
    before: dict[str, set[str]] = defaultdict(set)
    behind: dict[str, set[str]] = defaultdict(set)
    for number, parts in enumerate(texts):
        for part in parts:
            edged = [
                f"^{number}",
                *part,
                f"${number}",
            ]  # the edge of a run is a neighbour of its own wherever it occurs
            for start in range(1, len(edged) - 2):
                for end in range(start + 2, min(start + 4, len(edged) - 1) + 1):
                    run = edged[start:end]
                    if len(run[0]) > 1 and len(run[-1]) > 1 and run[0] not in verbs:
                        before["".join(run)].add(edged[start - 1])
                        behind["".join(run)].add(edged[end])
    varied = {term for term in before if len(before[term]) > 1 and len(behind[term]) > 1}
    quoted = {name for node in plan.nodes.values() for name in _QUOTED.findall(normalise(node.text))}
    return tuple(sorted(quoted | varied))
