"""How often each term stands in each text, gathered in arrays small enough for large indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Batch:
    """Counts of one batch of texts.

    Attributes:
        rows: int32, a term's number for each pair of term and text; text by text.
        texts: that text's place in the batch.
        counts: how often it holds the term.
        lengths: int64 `(n_texts,)`, how many tokens each text has.
    """

    rows: NDArray[np.int32]
    texts: NDArray[np.unsignedinteger[Any]]
    counts: NDArray[np.unsignedinteger[Any]]
    lengths: NDArray[np.int64]


class Counting:
    """Numbers terms in the order in which they first occur."""

    def __init__(self) -> None:
        """Start without any term."""
        self.terms: dict[str, int] = {}

    def count(self, texts: Iterable[Sequence[str]]) -> Batch:
        """Count the tokens of the next texts."""
        rows: list[int] = []
        places: list[int] = []
        counts: list[int] = []
        lengths: list[int] = []
        for place, tokens in enumerate(texts):
            lengths.append(len(tokens))
            held = Counter(tokens)
            rows.extend([self.terms.setdefault(term, len(self.terms)) for term in held])
            places.extend([place] * len(held))
            counts.extend(held.values())
        return Batch(
            np.asarray(rows, np.int32), _packed(places), _packed(counts), np.asarray(lengths, np.int64)
        )


def _packed(numbers: Sequence[int]) -> NDArray[np.unsignedinteger[Any]]:
    """As an array of the smallest type that holds them all."""
    return np.asarray(numbers, np.min_scalar_type(max(numbers, default=0)))
