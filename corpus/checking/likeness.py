"""How alike two questions are by their character pairs, and all that are alike found without comparing each with each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from corpus.text import fold

Grams = frozenset[str]

ALIKE = 0.6  # two questions with a higher Jaccard differ in a word or two, and not in how they are asked

_MARKS = re.compile(r"[\W_]+")
_EXACT = 1e-9  # 0.6 · 5 is a little other than 3 in binary


def plain(text: str) -> str:
    """Return `text` folded (NFKC, lower case) and without punctuation, blanks and signs."""
    return _MARKS.sub("", fold(text))


def bigrams(text: str) -> Grams:
    """Return the pairs of neighbouring characters of a plain text; a single character stands for itself."""
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1))) if text else frozenset()


def jaccard(one: Grams, other: Grams) -> float:
    """Return the share of common pairs among all pairs of both, in [0, 1]; 0 where there is none."""
    return len(one & other) / len(one | other) if one or other else 0.0


class Likeness:
    """Texts among which those like another are found.

    A text is filed under its rarest pairs only, as many as two texts of this Jaccard cannot both miss
    (prefix filtering: Bayardo, Ma and Srikant, Scaling Up All Pairs Similarity Search, WWW 2007).
    """

    def __init__(self, texts: Sequence[Grams], above: float) -> None:
        """File the texts; those of a Jaccard higher than `above`, in (0, 1), are alike."""
        self._texts, self._above = texts, above
        self._counts = Counter(gram for text in texts for gram in text)
        self._filed: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for gram in self._rarest(text):
                self._filed[gram].append(number)

    def find(self, text: Grams) -> Iterator[tuple[int, float]]:
        """Yield number and Jaccard of each filed text that is like this one, by number."""
        near = {number for gram in self._rarest(text) for number in self._filed.get(gram, ())}
        for number in sorted(near):
            if (likeness := jaccard(text, self._texts[number])) > self._above + _EXACT:
                yield number, likeness

    def _rarest(self, text: Grams) -> list[str]:
        count = len(text) - ceil(self._above * len(text) - _EXACT) + 1
        return sorted(text, key=lambda gram: (self._counts[gram], gram))[:count]
