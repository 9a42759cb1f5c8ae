"""BM25 (Robertson and Zaragoza, 2009) as a matrix of ready weights: a query is a sum of a few rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.counting import Batch, Counting
from index.extent import is_large

K1, B = 1.2, 0.75  # the usual values; b per Okapi BM25
FREQUENT = 0.1  # in a large index a single character that stands in a larger share of texts is left out
KEPT = 8192  # rows kept at hand: questions have most of their words in common


class Row(NamedTuple):
    """What a term adds to which documents, and its idf; both arrays are empty for an unknown term."""

    documents: NDArray[np.int32]
    weights: NDArray[np.float32]
    idf: float


Asked = Sequence[tuple[Row, int]]  # the row of each distinct token, and how often the token occurs


@dataclass(frozen=True)
class BM25:
    """Weights by term and document in compressed rows.

    A row without any document is a term that was left out because it stands nearly everywhere.

    Attributes:
        terms: row number of each term.
        starts: int64 `(n_terms + 1,)`; row r holds `documents[starts[r]:starts[r + 1]]`, ascending.
        documents: int32, document numbers.
        weights: float32, what the term adds to that document's score.
        size: number of documents.
    """

    terms: dict[str, int]
    starts: NDArray[np.int64]
    documents: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]], *, k1: float = K1, b: float = B) -> BM25:
        """Weigh tokenised documents; idf is ln(1 + (n - df + 0.5) / (df + 0.5)), never negative."""
        counting = Counting()
        batch = counting.count(documents)
        return cls.weigh(counting.terms, [batch], k1=k1, b=b)

    @classmethod
    def weigh(cls, terms: dict[str, int], batches: Sequence[Batch], *, k1: float = K1, b: float = B) -> BM25:
        """The same from counts of `terms`, whose batches follow each other."""
        lengths = np.concatenate([np.zeros(0, np.int64), *(batch.lengths for batch in batches)])
        size, length = len(lengths), lengths.astype(np.float64)
        frequency = sum(
            (np.bincount(batch.rows, minlength=len(terms)) for batch in batches),
            np.zeros(len(terms), np.int64),
        )
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5))
        norm = k1 * (1 - b + b * length / max(length.mean() if size else 0.0, 1.0))
        kept = _kept(terms, frequency, size)
        starts = np.concatenate(([0], np.cumsum(np.where(kept, frequency, 0)))).astype(np.int64)
        documents, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
        for row, number, tf, at in _placed(batches, kept, starts):
            documents[at] = number
            weights[at] = idf[row] * tf * (k1 + 1) / (tf + norm[number])
        return cls(terms, starts, documents, weights, size)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every document, float32 `(size,)`, 0 where no term occurs."""
        return add_up(self._rows(tokens), self.size)

    def shares(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return each document's score as a share of the query's weight, float32 `(size,)` in [0, 1].

        The query's weight is the sum of its terms' idf, which is what a document of average length scores
        that holds each once. A term that no document holds counts with the largest idf: what is unknown must
        cost something. One that was left out counts nothing.
        """
        rows = self._rows(tokens)
        weight = sum(count * row.idf for row, count in rows)
        found = add_up(rows, self.size)
        return np.minimum(np.divide(found, weight or 1.0, out=found), 1, out=found)

    def _rows(self, tokens: Sequence[str]) -> Asked:
        return [(self._kept_row(term), count) for term, count in Counter(tokens).items()]

    @cached_property
    def _kept_row(self) -> Callable[[str], Row]:
        return lru_cache(maxsize=KEPT)(self.row)

    def row(self, term: str) -> Row:
        """What a term adds."""
        number = self.terms.get(term)
        if number is None:
            return Row(self.documents[:0], self.weights[:0], self._idf(0))
        row = slice(self.starts[number], self.starts[number + 1])
        documents = self.documents[row]
        return Row(documents, self.weights[row], self._idf(len(documents)) if len(documents) else 0.0)

    def _idf(self, frequency: int) -> float:
        return math.log1p((self.size - frequency + 0.5) / (frequency + 0.5))


def add_up(rows: Asked, size: int) -> NDArray[np.float32]:
    """Add up rows over `size` documents, each as often as it is counted; of many faster, and rounded otherwise."""
    if not rows:
        return np.zeros(size, np.float32)
    documents = np.concatenate([row.documents for row, _ in rows])
    weights = np.concatenate([row.weights if count == 1 else row.weights * count for row, count in rows])
    if is_large(size):
        return np.bincount(documents, weights, minlength=size).astype(np.float32)
    total = np.zeros(size, np.float32)
    np.add.at(total, documents, weights)
    return total


def _kept(terms: dict[str, int], frequency: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Which terms are searched: all, but in a large index no single character that is nearly everywhere."""
    if not is_large(size):
        return np.ones(len(terms), np.bool_)
    single = np.fromiter((len(term) == 1 for term in terms), np.bool_, len(terms))
    return ~(single & (frequency > FREQUENT * size))


def _placed(
    batches: Sequence[Batch], kept: NDArray[np.bool_], starts: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]]:
    """Yield (rows, document numbers, counts, places in the matrix) of each batch, sorted by row."""
    ends = starts[:-1].copy()  # where each row goes on
    first = 0
    for batch in batches:
        wanted = np.flatnonzero(kept[batch.rows])
        order = wanted[np.argsort(batch.rows[wanted], kind="stable")]
        rows = batch.rows[order]
        run = np.flatnonzero(np.diff(rows, prepend=-1))  # where another row begins
        sizes = np.diff(run, append=len(rows))
        within = np.arange(len(rows)) - np.repeat(run, sizes)
        yield (
            rows,
            batch.texts[order].astype(np.int64) + first,
            batch.counts[order].astype(np.float64),
            ends[rows] + within,
        )
        ends[rows[run]] += sizes
        first += len(batch.lengths)
