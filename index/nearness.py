"""Which vectors stand nearest to a query, and which of those are unlike each other."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Matrix


def nearest(
    vectors: faiss.Index, query: Matrix, k: int, selector: faiss.IDSelector | None
) -> list[tuple[int, float]]:
    """The k best rows with their cosines and all that tie with the k-th, so that none is cut by chance."""
    parameters = None
    if selector is not None:
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # the stubs lack it
    depth = min(k, vectors.ntotal)
    while True:
        depth = min(2 * depth, vectors.ntotal)
        scores, numbers = vectors.search(query, depth, params=parameters)
        if depth == vectors.ntotal or scores[0][-1] < scores[0][k - 1]:
            rows = zip(numbers[0].tolist(), scores[0].clip(-1, 1).tolist(), strict=True)
            return [(number, cosine) for number, cosine in rows if number >= 0]


def diverse(vectors: Matrix, nearness: NDArray[np.float32], k: int, weight: float) -> list[int]:
    """Choose up to k of the rows, each time the one best by nearness less its likeness to those chosen."""
    likeness = vectors @ vectors.T
    chosen: list[int] = []
    left = list(range(len(vectors)))
    while left and len(chosen) < k:
        repeats = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(vectors), np.float32)
        gain = weight * nearness - (1 - weight) * repeats
        best = max(left, key=lambda row: gain[row])
        chosen.append(best)
        left.remove(best)
    return chosen
