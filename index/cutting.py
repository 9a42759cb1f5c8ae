"""Cutting runs of characters into words by jieba; whoever cuts by the same words shares one dictionary in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from math import inf, log
from pathlib import Path

import jieba

TERM_FREQUENCY = 20_000  # of a plan's own word: about that of jieba's commonest nouns, so that it stays whole
_OPEN = 4  # dictionaries kept, with or without a plan's own words
_KEPT = 512  # runs kept cut: one question is cut for several purposes


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's, finding the likeliest way through a run by looking each stretch up once, not twice: half the time."""

    def get_DAG(self, sentence: str) -> Mapping[int, list[int]]:
        """No stretches, for `calc` finds them itself."""
        del sentence
        return {}

    def calc(self, sentence: str, DAG: Mapping[int, list[int]], route: dict[int, tuple[float, int]]) -> None:
        """Fill `route` from the end: by start, the log likelihood of the rest and the last character of its first word."""
        del DAG
        total, size = log(self.total), len(sentence)
        route[size] = (0, 0)
        for start in range(size - 1, -1, -1):
            best = (-inf, start)
            for end in range(start + 1, size + 1):
                frequency = self.FREQ.get(sentence[start:end])
                if frequency is None:  # nor does any word begin so
                    break
                if frequency:
                    best = max(best, (log(frequency) - total + route[end][0], end - 1))
            route[start] = best if best[0] > -inf else (-total + route[start + 1][0], start)


class Cutter:
    """Cuts runs of normalised text by a dictionary and extra words.

    Without the hidden Markov model: trained on Simplified text, it joins Traditional words wrongly.
    """

    def __init__(self, dictionary: bytes, extra_words: tuple[str, ...]) -> None:
        """Prepare jieba; the dictionary holds lines of a word and its frequency."""
        frequencies, total = _frequencies(dictionary)
        # Set here and not by jieba, which would keep a cache in the shared temporary folder.
        self._jieba = _Tokenizer()
        self._jieba.FREQ, self._jieba.total = frequencies.copy() if extra_words else frequencies, total
        self._jieba.initialized = True
        for word in extra_words:
            self._jieba.add_word(word, TERM_FREQUENCY)
        self.cut = lru_cache(maxsize=_KEPT)(self._cut)
        self.search = lru_cache(maxsize=_KEPT)(self._search)

    def _cut(self, run: str) -> tuple[str, ...]:
        """The words that cover a run without overlap."""
        return tuple(self._jieba.cut(run, HMM=False))

    def _search(self, run: str) -> tuple[str, ...]:
        """The same, each behind the dictionary words inside it."""
        return tuple(self._jieba.cut_for_search(run, HMM=False))


def open_cutter(dictionary: Path, extra_words: tuple[str, ...] = ()) -> Cutter:
    """The cutter by a dictionary file and normalised extra words; raises `OSError` or `ValueError` without the file."""
    return _cutter(dictionary.read_bytes(), extra_words)


@lru_cache(maxsize=_OPEN)
def _cutter(dictionary: bytes, extra_words: tuple[str, ...]) -> Cutter:
    return Cutter(dictionary, extra_words)


@lru_cache(maxsize=1)
def _frequencies(dictionary: bytes) -> tuple[dict[str, int], int]:
    """Each word's frequency, 0 for what only begins a word, and their sum."""
    frequencies, total = jieba.Tokenizer.gen_pfdict(BytesIO(dictionary))
    return frequencies, total
