"""The rows of a table that belong to a text's character n-grams, found by numbers: a sorted array does for a dictionary.

A gram is one number of 64 bits, 16 for each character. All grams of a text are looked up at once, in a fraction of the
time and the memory that a dictionary of strings takes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 4  # characters of an n-gram
_SHIFTS = np.asarray([48, 32, 16, 0], np.uint64)  # of the number of its first, second, … character
_SHORTER = np.asarray(
    [(1 << 64) - (1 << shift) for shift in (48, 32, 16, 0)], np.uint64
)  # keep so many of them
_UNKNOWN = (1 << 16) - 1  # stands for a character that no gram of the table holds
_CODE = np.dtype("<u4")


class GramTable:
    """Knows the row of each of its n-grams."""

    def __init__(self, grams: Sequence[str]) -> None:
        """Take the grams of the rows 0, 1, …; raises `ValueError` if they do not ascend by their characters."""
        codes = np.asarray(grams, f"<U{LONGEST}").view(_CODE).reshape(-1, LONGEST)
        self._numbers = _numbered(codes)
        self._keys = (self._numbers[codes].astype(np.uint64) << _SHIFTS).sum(axis=1, dtype=np.uint64)
        if not (self._keys[1:] > self._keys[:-1]).all():
            msg = f"{len(grams)} 個字串的表格沒有依字元排序。請執行 planbot train 重建模型。"
            raise ValueError(msg)

    def __len__(self) -> int:
        """How many grams it has."""
        return len(self._keys)

    def rows(self, text: str) -> NDArray[np.intp]:
        """The rows of the distinct grams of a text that the table has, ascending."""
        keys = (self._longest(text) & _SHORTER[:, None]).ravel()
        keys.sort()
        rows = self._keys.searchsorted(keys)
        known = self._keys.take(rows, mode="clip") == keys
        known[1:] &= keys[1:] != keys[:-1]
        found: NDArray[np.intp] = rows[known]
        return found

    def _longest(self, text: str) -> NDArray[np.uint64]:
        """The number of the longest gram that begins at each character; of its beginnings, the numbers begin alike."""
        codes = np.frombuffer(text.encode("utf-32-le"), _CODE)
        numbers = np.zeros(len(codes) + LONGEST - 1, np.uint64)
        numbers[: len(codes)] = self._numbers.take(codes, mode="clip")
        keys: NDArray[np.uint64] = numbers[: len(codes)] << _SHIFTS[0]
        for place in range(1, LONGEST):
            keys |= numbers[place : place + len(codes)] << _SHIFTS[place]
        return keys


def _numbered(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """A number by code point, 0 for none behind a shorter gram; they ascend, and the last one is for all larger codes."""
    numbers = np.zeros(int(codes.max(initial=0)) + 2, np.uint16)
    numbers[codes] = 1
    held = numbers > 0
    held[0] = False
    numbers = held.cumsum(dtype=np.uint16)
    numbers[~held] = _UNKNOWN
    numbers[0] = 0
    return numbers
