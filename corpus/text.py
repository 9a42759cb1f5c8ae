"""How text is compared (NFKC, blanks removed) and how a cell's lines become readable text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"  # full-width letters and digits count as Latin here
SIGNS = "%％‰+＋#＃°℃"  # signs that belong to the word or number before them: 80%, C++
LOOSE_BLANK = re.compile(  # one that neither stands beside Latin nor behind one or two signs of a Latin word
    rf"(?<![{LATIN}])(?<![{LATIN}][{SIGNS}])(?<![{LATIN}][{SIGNS}][{SIGNS}])[ \u3000]+(?![{LATIN}])"
)
_KEPT = 512  # texts that are kept without blanks: a question and what it is held against, in many ways
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` as it is matched: NFKC and lower case. People are shown the original, never this."""
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=_KEPT)
def compact(text: str) -> str:
    """Return `text` folded and without any blank, for comparing across line breaks and justified cells."""
    return _BLANKS.sub("", fold(text))


def tidy(text: str) -> str:
    """Return one line of a cell without its justifying blanks; blanks beside Latin words and numbers stay."""
    return LOOSE_BLANK.sub("", text)
