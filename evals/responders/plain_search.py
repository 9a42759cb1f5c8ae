"""Plain BM25 over character bigrams: the ranking for models that bring none of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.passages import Passages
from evals.responders.base import Hit
from index.bm25 import BM25
from index.segmentation import grams


class PlainSearch:
    """Ranks the leaves of `passages` by BM25 over heading and text; no tuning, no aliases."""

    def __init__(self, passages: Passages) -> None:
        """Index the leaves."""
        self._ids = [p.passage_id for p in passages if p.leaves == (p.passage_id,)]
        self._bm25 = BM25.build(grams(passages.evidence(passage_id)) for passage_id in self._ids)

    def __call__(self, query: str, k: int) -> Sequence[Hit]:
        """The best `k` by falling score, ties in reading order; none that share nothing with the query."""
        scores = self._bm25.scores(grams(query))
        best = np.argsort(-scores, kind="stable")[:k]
        return [Hit(self._ids[row], float(scores[row])) for row in best.tolist() if scores[row] > 0]
