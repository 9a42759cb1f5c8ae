"""What a text goes through before comparing: NFKC, no invisible characters, Taiwan's Traditional."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from corpus.text import fold

# OpenCC takes these for Simplified, yet they are Traditional too: counted over all laws in force, then over the
# 1,000 encyclopaedia paragraphs of DRCD (皇后, 范 and 余 as names, 虱目魚).
_ALSO_TRADITIONAL = frozenset(
    "准雇秘占床台群里干厘游岩佣吃峰征伙斗咨皂灶霉晒岳凶恒痴唇后于范采咸涌朴辟余并杰郁丑腊咤熏栖涂沄疴夸划虱洒"
)
_KEPT = 256  # texts kept normalised: one question is looked at in many ways
_traditional = set[str]()  # characters that are known not to be in Simplified Chinese only
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
    if _traditional.issuperset(text):  # most texts: each character was looked at in one before
        return text
    simplified = {char for char in text if is_simplified(char)}
    _traditional.update(set(text) - simplified)
    return _converter("s2tw").convert(text) if simplified else text


@lru_cache(maxsize=_KEPT)
def normalise(text: str) -> str:
    """Return `text` as it is segmented and compared: folded, Traditional, without invisible characters."""
    folded = fold(text)
    if folded.isprintable():  # most texts: nothing to look for
        return to_traditional(folded)
    visible = (char for char in folded if unicodedata.category(char) not in _INVISIBLE or char.isspace())
    return to_traditional("".join(visible))
