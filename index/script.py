"""What a text goes through before comparing: NFKC, no invisible characters, Taiwan's Traditional."""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC

from corpus.text import fold

# OpenCC takes these for Simplified, yet Taiwan's own laws are written with them (counted over all in force).
_ALSO_TRADITIONAL = frozenset("准雇秘占床台群里干厘游岩佣吃峰征伙斗咨皂灶霉晒岳凶恒痴唇")
_INVISIBLE = {"Cc", "Cf", "Co", "Cn"}  # control, format (zero-width, bidi, tags), private use, unassigned


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)


@cache
def is_simplified(char: str) -> bool:
    """Whether a character is written in Simplified Chinese only (「劳」), not in both scripts (「台」)."""
    changes = _converter("s2t").convert(char) != char == _converter("t2s").convert(char)
    return changes and char not in _ALSO_TRADITIONAL


def to_traditional(text: str) -> str:
    """Return `text` in Taiwan's Traditional; text without a Simplified-only character is returned as it is.

    OpenCC takes every input for Simplified and would turn good Traditional words into others (干擾 → 幹擾).
    """
    return _converter("s2tw").convert(text) if any(map(is_simplified, text)) else text


def normalise(text: str) -> str:
    """Return `text` as it is segmented and compared: folded, Traditional, without invisible characters."""
    visible = "".join(
        char for char in fold(text) if unicodedata.category(char) not in _INVISIBLE or char.isspace()
    )
    return to_traditional(visible)
