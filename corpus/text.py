"""How text is compared (NFKC, blanks removed) and how a cell's lines become readable text."""

from __future__ import annotations

import re
import unicodedata

LATIN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"  # full-width letters and digits count as Latin here
_LOOSE_BLANK = re.compile(rf"(?<![{LATIN}])[ \u3000]+(?![{LATIN}])")
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` as it is matched: NFKC and lower case. People are shown the original, never this."""
    return unicodedata.normalize("NFKC", text).lower()


def compact(text: str) -> str:
    """Return `text` folded and without any blank, for comparing across line breaks and justified cells."""
    return _BLANKS.sub("", fold(text))


def tidy(text: str) -> str:
    """Return one line of a cell without its justifying blanks; blanks beside Latin letters and digits stay."""
    return _LOOSE_BLANK.sub("", text)
