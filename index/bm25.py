"""BM25 (Robertson and Zaragoza, 2009) as one matrix of ready weights, so that a query is a sum of a few rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75  # the usual values; b per Okapi BM25


@dataclass(frozen=True)
class BM25:
    """Weights by term and document in compressed rows.

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
        terms: dict[str, int] = {}
        rows: list[int] = []
        numbers: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for number, tokens in enumerate(documents):
            lengths.append(len(tokens))
            for term, count in Counter(tokens).items():
                rows.append(terms.setdefault(term, len(terms)))
                numbers.append(number)
                counts.append(count)
        row = np.asarray(rows, np.int64)
        order = np.argsort(row, kind="stable")
        frequency = np.bincount(row, minlength=len(terms))
        starts = np.concatenate(([0], np.cumsum(frequency))).astype(np.int64)
        tf, number_of = np.asarray(counts, np.float64)[order], np.asarray(numbers, np.int32)[order]
        size, length = len(lengths), np.asarray(lengths or [0], np.float64)
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5))
        norm = k1 * (1 - b + b * length / max(length.mean(), 1.0))
        weights = idf[row[order]] * tf * (k1 + 1) / (tf + norm[number_of]) if size else tf
        return cls(terms, starts, number_of, weights.astype(np.float32), size)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every document, float32 `(size,)`, 0 where no term occurs."""
        total = np.zeros(self.size, np.float32)
        for term, count in Counter(tokens).items():
            if (row := self.terms.get(term)) is not None:
                held = slice(self.starts[row], self.starts[row + 1])
                total[self.documents[held]] += self.weights[held] * count
        return total

    def shares(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Return each document's score as a share of the query's weight, float32 `(size,)` in [0, 1].

        The query's weight is the sum of its terms' idf, which is what a document of average length scores that holds
        each once. A term that no document holds counts with the largest idf: what is unknown must cost something.
        """
        weight = sum(count * self._idf(term) for term, count in Counter(tokens).items())
        return np.minimum(self.scores(tokens) / weight, 1, dtype=np.float32) if weight else self.scores(())

    def _idf(self, term: str) -> float:
        row = self.terms.get(term)
        frequency = int(self.starts[row + 1] - self.starts[row]) if row is not None else 0
        return math.log1p((self.size - frequency + 0.5) / (frequency + 0.5))
