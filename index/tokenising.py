"""Cutting and counting all texts of an index; many of them in a process beside the one that embeds them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from index.counting import Batch, Counting
from index.extent import is_large
from index.segmentation import Segmenter

Texts = Sequence[str]


@dataclass(frozen=True)
class Counted:
    """All counts of one kind of token, ready for BM25."""

    terms: dict[str, int]
    batches: list[Batch]


class Tally:
    """Counts words and grams of batches of texts, in order."""

    def __init__(self, segmenter: Segmenter) -> None:
        """Start with nothing counted."""
        self._segmenter = segmenter
        self._words, self._grams = Counting(), Counting()

    @property
    def terms(self) -> tuple[dict[str, int], dict[str, int]]:
        """Each word's and each gram's number."""
        return self._words.terms, self._grams.terms

    def count(self, texts: Texts) -> tuple[Batch, Batch]:
        """Count the words and the grams of the next texts."""
        tokens = [self._segmenter.tokens(text) for text in texts]
        return self._words.count(words for words, _ in tokens), self._grams.count(
            grams for _, grams in tokens
        )


Count = Callable[[], tuple[Counted, Counted]]


@contextmanager
def counting(batches: Sequence[Texts], segmenter: Segmenter) -> Iterator[Count]:
    """Give a function that returns the counted words and grams of all batches.

    Many texts are counted in another process in the meantime; it is started afresh (`spawn`), so that a
    program that builds a large index needs the usual `if __name__ == "__main__"`.
    """
    if not is_large(sum(map(len, batches))) or (os.cpu_count() or 1) < 2:
        yield lambda: _count_here(batches, segmenter)
        return
    pool = ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=_start, initargs=(segmenter.extra_words,)
    )
    try:
        pending = [pool.submit(_count, batch) for batch in batches]
        terms = pool.submit(_terms)
        yield lambda: _gathered(pending, terms) or _count_here(batches, segmenter)
    finally:
        pool.shutdown(cancel_futures=True)


def _count_here(batches: Sequence[Texts], segmenter: Segmenter) -> tuple[Counted, Counted]:
    tally = Tally(segmenter)
    pairs = [tally.count(batch) for batch in batches]
    return _counted(tally.terms, pairs)


def _gathered(
    pending: Sequence[Future[tuple[Batch, Batch]]], terms: Future[tuple[dict[str, int], dict[str, int]]]
) -> tuple[Counted, Counted] | None:
    """What the other process counted; None if it could not be started or was killed."""
    try:
        pairs = [future.result() for future in pending]
        return _counted(terms.result(), pairs)
    except BrokenProcessPool:
        return None


def _counted(
    terms: tuple[dict[str, int], dict[str, int]], pairs: Sequence[tuple[Batch, Batch]]
) -> tuple[Counted, Counted]:
    words, grams = ([pair[kind] for pair in pairs] for kind in (0, 1))
    return Counted(terms[0], words), Counted(terms[1], grams)


_own: list[Tally] = []  # the one of this process, when it was started to count


def _start(words: Sequence[str]) -> None:
    _own.append(Tally(Segmenter(words)))


def _count(texts: Texts) -> tuple[Batch, Batch]:
    return _own[0].count(texts)


def _terms() -> tuple[dict[str, int], dict[str, int]]:
    return _own[0].terms
