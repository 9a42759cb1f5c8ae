"""The words by which people show what they want, read from data files; no plan's own words are among them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FOLDER = Path(__file__).parent / "cues"


@cache
def cues(name: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of `cues/<name>.json` by cue; each matches any of the cue's alternatives.

    They are meant for text that `index.script.normalise` has folded.
    """
    rows = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return MappingProxyType(
        {cue: re.compile(_either(row), re.IGNORECASE | re.DOTALL) for cue, row in rows.items()}
    )


@cache
def words(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the word lists of `cues/<name>.json` by cue, longest words first."""
    rows = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return MappingProxyType(
        {cue: tuple(sorted(row, key=lambda w: (-len(w), w))) for cue, row in rows.items()}
    )


def _either(row: str | list[str]) -> str:
    return row if isinstance(row, str) else "|".join(f"(?:{pattern})" for pattern in row)
