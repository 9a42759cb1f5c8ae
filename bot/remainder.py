"""What a turn says beyond the words that any turn may have."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.cues import cues
from index.script import normalise
from index.segmentation import runs

_PUNCTUATION = re.compile(r"[\s,，。?？!！~、:：;；「」()（）]+")
_IDLE_BLANK = re.compile(r"(?<![a-zA-Z0-9]) | (?![a-zA-Z0-9])")  # only Latin words need one to stay apart


def residue(said: str, *taken: str) -> str:
    """What is left of a turn without the stretches taken and the words that say nothing of a topic."""
    for part in taken:
        said = said.replace(part, " ", 1)
    left = cues("dialogue")["idle"].sub("", said)
    return _IDLE_BLANK.sub("", _PUNCTUATION.sub(" ", left))


def extent(text: str) -> int:
    """How much a stretch of text says: its Han characters, and two for each Latin word or number."""
    return sum(2 if run[0].isascii() else len(run) for run in runs(text))


def pairs(text: str) -> set[str]:
    """The bigrams and Latin words of a text, without the words that say nothing of a topic."""
    left = runs(cues("dialogue")["idle"].sub(" ", normalise(text)))
    return {"".join(pair) for run in left for pair in ([run] if run[0].isascii() else pairwise(run))}


def names_something(text: str) -> bool:
    """Whether a stretch of a question says more than that it asks, and for what kind of place."""
    form = cues("dialogue")
    return extent(residue(form["where_idle"].sub(" ", form["where"].sub(" ", text)))) > 1
