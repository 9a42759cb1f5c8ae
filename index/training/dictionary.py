"""The jieba dictionary we ship: jieba's common words in Traditional Chinese, and those of Taiwan's laws."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import jieba
from opencc import OpenCC

from index.script import normalise

COMMON = 30  # a word that jieba's corpus holds so often is kept, whether our texts hold it or not
RARE = 3  # how often our texts must hold any other word of jieba's
LONGEST = 8
_HAN = re.compile(r"[\u3400-\u9fff]+")


def make_dictionary(texts: Iterable[str], names: Iterable[str]) -> str:
    """Return a dictionary file's text, `word frequency` lines in order of the words.

    Args:
        texts: what the words should serve, in Traditional Chinese.
        names: words to keep whatever their frequency (names of laws).
    """
    held: Counter[str] = Counter()
    known = _jieba_words()
    for text in texts:
        for run in _HAN.findall(normalise(text)):
            for size in range(2, min(LONGEST, len(run)) + 1):
                held.update(
                    run[at : at + size] for at in range(len(run) - size + 1) if run[at : at + size] in known
                )
    kept = {
        word: count
        for word, count in known.items()
        if len(word) == 1 or count >= COMMON or held[word] >= RARE
    }
    for name in names:
        kept.setdefault(normalise(name), COMMON)
    return "".join(f"{word} {max(count, held[word])}\n" for word, count in sorted(kept.items()))


def _jieba_words() -> dict[str, int]:
    """Jieba's words (MIT licence) in Taiwan's Traditional up to `LONGEST` characters, with frequencies."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines]
    converted = OpenCC("s2tw").convert("\n".join(row[0] for row in rows)).split("\n")
    words: Counter[str] = Counter()
    for word, row in zip(converted, rows, strict=True):
        if _HAN.fullmatch(word) and len(word) <= LONGEST:
            words[word] += int(row[1])
    return words
