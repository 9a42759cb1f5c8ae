"""Answers as they are compared: without marks, folded, or cut into sentences with the marks each bears."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MARK = re.compile(r"\[(\d+)\]")
_BLANKS = re.compile(r"\s+")
_OPENING, _CLOSING, _ENDING = "「『（(《〈", "」』）)》〉", "。！？!?\n"
_TAIL = re.compile(rf"(?:[{re.escape(_CLOSING)}”’\"。！？!?]|\s|\[\d+\])*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer.

    Attributes:
        text: without marks.
        marks: numbers of the marks it bears, each once, in order.
    """

    text: str
    marks: tuple[int, ...]


def bare(text: str) -> str:
    """Return `text` as must phrases are compared: NFKC and no blanks; case is kept."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def without_marks(text: str) -> str:
    """Return an answer without its marks, so that `[3]` is never taken for the number 3."""
    return MARK.sub("", text)


def marks(text: str) -> tuple[int, ...]:
    """The marks of an answer, each once, in order of first appearance."""
    return tuple(dict.fromkeys(int(found) for found in MARK.findall(text)))


def sentences(answer: str) -> tuple[Sentence, ...]:
    """Cut an answer at 。！？ and line ends, outside quotation marks and brackets.

    Marks behind the full stop belong to the sentence before it (「…。[1]」 is as common as 「…[1]。」). What
    holds no letter, digit or Han character is no sentence.
    """
    pieces: list[str] = []
    start = position = depth = 0
    while position < len(answer):
        char = answer[position]
        depth = 0 if char == "\n" else depth + (char in _OPENING) - (char in _CLOSING and depth > 0)
        position += 1
        if char in _ENDING and depth == 0:
            tail = _TAIL.match(answer, position)
            position = tail.end() if tail else position
            pieces.append(answer[start:position])
            start = position
    pieces.append(answer[start:])
    found = (Sentence(without_marks(piece).strip(), marks(piece)) for piece in pieces)
    return tuple(sentence for sentence in found if any(map(str.isalnum, sentence.text)))
