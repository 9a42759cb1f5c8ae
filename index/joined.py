"""BM25 over texts of several kinds, asked at once: each token is looked up, and what it adds is added up, but once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.bm25 import BM25, KEPT, Row, add_up


class _Joined(NamedTuple):
    """What a term adds to the texts of all kinds, and its idf among those of each."""

    row: Row
    idfs: tuple[float, ...]


class JoinedBM25:
    """Several BM25 over one kind of token; their texts are numbered on from one to the next."""

    def __init__(self, parts: Sequence[BM25]) -> None:
        """Take the parts."""
        self._parts = parts
        self._starts: list[int] = np.cumsum([0, *(part.size for part in parts)]).tolist()
        self._row = lru_cache(maxsize=KEPT)(self._join)

    def shares(self, tokens: Sequence[str]) -> list[NDArray[np.float32]]:
        """What `BM25.shares` of each part returns, but for how sums are rounded."""
        asked = [(self._row(term), count) for term, count in Counter(tokens).items()]
        total = add_up([(joined.row, count) for joined, count in asked], self._starts[-1])
        found: list[NDArray[np.float32]] = []
        for part, (start, end) in enumerate(pairwise(self._starts)):
            weight = sum([count * joined.idfs[part] for joined, count in asked])
            found.append(np.minimum(total[start:end] / np.float32(weight or 1.0), np.float32(1)))
        return found

    def _join(self, term: str) -> _Joined:
        rows = [part.row(term) for part in self._parts]
        documents = [row.documents + np.int32(start) for row, start in zip(rows, self._starts, strict=False)]
        weights = np.concatenate([row.weights for row in rows])
        return _Joined(Row(np.concatenate(documents), weights, 0.0), tuple(row.idf for row in rows))
