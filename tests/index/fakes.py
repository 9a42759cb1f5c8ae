"""A small encoder without any model: each character has a vector of its own, told by its code alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from index.encoder import Matrix, normalised

DIM = 16


class CharEncoder:
    """Adds up the vectors of a text's characters; `seed` makes another model of it."""

    dim = DIM

    def __init__(self, seed: int = 1) -> None:
        """Choose the model."""
        self.seed = seed
        self.fingerprint = f"chars@{seed}"

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """Return unit vectors, 0 for an empty text."""
        vectors = [sum((self._vector(char) for char in text), np.zeros(DIM)) for text in texts]
        return normalised(np.asarray(vectors, np.float32).reshape(len(texts), DIM))

    def encode_document(self, texts: Sequence[str]) -> Matrix:
        """The same as for queries."""
        return self.encode_query(texts)

    def _vector(self, char: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        digest = sha256(f"{self.seed}{char}".encode()).digest()[:DIM]
        return np.frombuffer(digest, np.uint8) / 127.5 - 1
