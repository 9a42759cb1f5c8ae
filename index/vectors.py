"""A field's vectors beside a query's: all compared exactly, or of many the nearest ones, chosen coarsely first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Matrix

CANDIDATES = 2  # vectors of a large index that are compared exactly, per one asked for


class Vectors:
    """Unit vectors by number."""

    def __init__(self, index: faiss.Index) -> None:
        """Take an index that `storage.vector_index` made, whose parts are looked up here once."""
        self._index = index  # what follows lives only as long as this
        whole: Any = faiss.downcast_index(index)  # the stubs lack what its kind has
        is_refined = isinstance(whole, faiss.IndexRefine)
        self._exact: Any = faiss.downcast_index(whole.refine_index) if is_refined else whole
        self._coarse = faiss.downcast_index(whole.base_index) if is_refined else None

    def __len__(self) -> int:
        """How many there are."""
        return int(self._index.ntotal)

    def held(self) -> Matrix:
        """All of them, float32 `(n, dim)`."""
        held: Matrix = self._exact.reconstruct_n(0, len(self))
        return held

    @cached_property
    def _few(self) -> Matrix:
        """All of few, for which calling FAISS takes longer than comparing."""
        return self.held()

    def every(self, vector: Matrix) -> Matrix:
        """The exact cosines to a vector `(dim,)` of few vectors, all of them; float32 `(n,)`."""
        return self._few @ vector

    def cosines(self, vector: Matrix, wanted: NDArray[np.int64]) -> Matrix:
        """The exact cosines to a vector `(dim,)` of those that are wanted, by number; float32 `(n_wanted,)`."""
        found = np.empty(len(wanted), np.float32)
        if not len(wanted):  # FAISS refuses to compare nothing
            return found
        with one_thread():
            self._exact.compute_distance_subset(
                1,
                faiss.swig_ptr(np.ascontiguousarray(vector)),
                len(wanted),
                faiss.swig_ptr(found),
                faiss.swig_ptr(wanted),
            )
        return found

    def nearest(self, vector: Matrix, depth: int) -> tuple[NDArray[np.int64], Matrix]:
        """The numbers of the `depth` nearest to a vector `(dim,)` with their cosines, in no order.

        What `IndexRefineFlat` does, but for putting them in order, which takes as long as all else.
        """
        count = min(depth, len(self))
        numbers = self._candidates(vector, min(CANDIDATES * count, len(self)))
        found = self.cosines(vector, numbers)
        best = np.argpartition(found, -count)[-count:] if len(found) > count else slice(None)
        return numbers[best], found[best]

    def _candidates(self, vector: Matrix, count: int) -> NDArray[np.int64]:
        if self._coarse is None:
            return np.arange(len(self))
        with one_thread():  # sharing out one query takes longer than answering it
            _, (numbers,) = self._coarse.search(vector[None, :], count)
        chosen: NDArray[np.int64] = numbers[numbers >= 0]
        return chosen


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep FAISS to the thread that calls it."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)
