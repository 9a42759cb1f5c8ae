"""Telling near twins apart: of passages that sound alike, the one whose questions are worded like the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bm25 import BM25
from index.fusion import Scores

NEAR = 0.05  # a twin that scores lower than the best passage by more is no rival
_SMOOTHING = 0.3  # aliases that hold each term beside those that do, and as many that do not


@dataclass(frozen=True)
class Twins:
    """Settles whether the best passage or one of its near twins comes first.

    Attributes:
        known: the twins of each document that has any, by numbers.
        aliases: BM25 over the grams of all aliases.
        starts: int64 `(n_documents + 1,)`; document i has the aliases `starts[i]` to `starts[i + 1]`.
        telling: fused score that a unit of log odds is worth.
    """

    known: Mapping[int, NDArray[np.int64]]
    aliases: BM25
    starts: NDArray[np.int64]
    telling: float

    def settle(self, scores: Scores, grams: Sequence[str], allowed: NDArray[np.bool_]) -> Scores:
        """Return the scores, those of the best passage and of a twin that answers better exchanged.

        Exchanged and not raised, so that a score means the same whether or not there are twins.

        Args:
            scores: fused, float32 `(n_documents,)`.
            grams: the query's.
            allowed: bool `(n_documents,)`, the documents that are searched.
        """
        numbers = self.rivals(scores, allowed)
        if len(numbers) < 2:
            return scores
        gains = scores[numbers] + self.telling * self.log_odds(grams, numbers)
        best, chosen = numbers[0], numbers[np.argmax(gains)]
        settled = scores.copy()
        settled[[best, chosen]] = scores[[chosen, best]]
        return settled

    def rivals(self, scores: Scores, allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The number of the best passage, then of its twins that score nearly as much and, like it, have aliases."""
        best = int(np.argmax(np.where(allowed, scores, -1)))
        if best not in self.known:
            return np.asarray([best])
        numbers = np.concatenate(([best], self.known[best]))
        asked = self.starts[numbers + 1] > self.starts[numbers]
        near = allowed[numbers] & asked & (scores[numbers] >= scores[best] - NEAR)
        return numbers[near] if near[0] else numbers[:1]

    def log_odds(self, grams: Sequence[str], numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """How much likelier the query's grams are in each document's aliases than in the first one's, `(n,)`.

        Naive Bayes over the presence of those grams that the query holds, each counted once.
        """
        known = [self.aliases.terms[gram] for gram in dict.fromkeys(grams) if gram in self.aliases.terms]
        held = self._holding(np.asarray(known, np.int64), numbers)
        sizes = self.starts[numbers + 1] - self.starts[numbers]
        likelihood = np.log((held + _SMOOTHING) / (sizes + 2 * _SMOOTHING)).sum(axis=0)
        odds: NDArray[np.float64] = likelihood - likelihood[0]
        return odds

    def _holding(self, rows: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many aliases of each document hold the gram of each row, `(n_rows, n_documents)`."""
        first, end = self.aliases.starts[rows], self.aliases.starts[rows + 1]
        every = (self.aliases.documents[at:to] for at, to in zip(first, end, strict=True))
        texts = np.concatenate([self.aliases.documents[:0], *every])
        # Each row's texts are numbered on from those of the row before, so that all are sorted and looked up as one.
        ahead = np.arange(len(rows)) * self.aliases.size
        texts = texts + np.repeat(ahead, end - first)
        begin, past = (
            texts.searchsorted(bounds + ahead[:, None])
            for bounds in (self.starts[numbers], self.starts[numbers + 1])
        )
        return np.asarray(past - begin)
