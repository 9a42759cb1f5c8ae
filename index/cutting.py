"""Cutting runs of characters into words by jieba; whoever cuts by the same words shares one dictionary in memory."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from math import inf, log
from pathlib import Path

import jieba

TERM_FREQUENCY = 20_000  # of a plan's own word: about that of jieba's commonest nouns, so that it stays whole
_OPEN = 4  # dictionaries kept, with or without a plan's own words
_KEPT = 512  # runs kept cut: one question is cut for several purposes
_INSIDE = 3  # characters of the words that are looked for inside longer ones
_PLAIN = re.compile(
    "[\u4e00-\u9fd5]+"
)  # what jieba takes for one block, without digits and letters that it joins


class Cutter:
    """Cuts runs of normalised text by a dictionary and extra words.

    Without the hidden Markov model: trained on Simplified text, it joins Traditional words wrongly.
    """

    def __init__(self, dictionary: bytes, extra_words: tuple[str, ...]) -> None:
        """Prepare jieba; the dictionary holds lines of a word and its frequency."""
        frequencies, total = _frequencies(dictionary)
        # Set here and not by jieba, which would keep a cache in the shared temporary folder.
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total = frequencies.copy() if extra_words else frequencies, total
        self._jieba.initialized = True
        for word in extra_words:
            self._jieba.add_word(word, TERM_FREQUENCY)
        self._frequencies: dict[str, int] = self._jieba.FREQ
        self._total = log(self._jieba.total)
        self.cut = lru_cache(maxsize=_KEPT)(self._cut)
        self.search = lru_cache(maxsize=_KEPT)(self._search)

    def _cut(self, run: str) -> tuple[str, ...]:
        """The words that cover a run without overlap."""
        if not _PLAIN.fullmatch(run):
            return tuple(self._jieba.cut(run, HMM=False))
        words, start, ends = list[str](), 0, self._ends(run)
        while start < len(run):
            words.append(run[start : ends[start]])
            start = ends[start]
        return tuple(words)

    def _search(self, run: str) -> tuple[str, ...]:
        """The same, each behind the dictionary words of two and three characters inside it."""
        found = list[str]()
        for word in self.cut(run):
            for size in range(2, min(len(word), _INSIDE + 1)):
                inside = [word[at : at + size] for at in range(len(word) - size + 1)]
                found += [part for part in inside if self._frequencies.get(part)]
            found.append(word)
        return tuple(found)

    def _ends(self, run: str) -> list[int]:
        """By character where a word ends that begins there, on the likeliest way through the rest.

        jieba's own, but looking each stretch up once and not twice, which takes half the time.
        """
        size, frequencies, total = len(run), self._frequencies, self._total
        ends, likelihoods = [0] * size, [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            best, last = -inf, start + 1
            for end in range(start + 1, size + 1):
                frequency = frequencies.get(run[start:end])
                if frequency is None:  # nor does any word begin so
                    break
                if frequency and (value := log(frequency) - total + likelihoods[end]) >= best:
                    best, last = value, end
            ends[start], likelihoods[start] = last, best if best > -inf else likelihoods[start + 1] - total
        return ends


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
