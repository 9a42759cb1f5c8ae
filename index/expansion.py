"""Query expansion: beside what people say in another language, the plan's own words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.lexicon import Kind, read_lexicon
from index.script import normalise

_MOST = 3  # terms of one query that are expanded


class Expansion:
    """Adds to queries what the Latin terms in them stand for.

    Everyday words of the plan's own language are left to the question bank: expanding them too finds less.
    """

    def __init__(self, terms: Iterable[tuple[str, Sequence[str]]] = ()) -> None:
        """Prepare.

        Args:
            terms: what people say, and the plan's words for it, nearest first.
        """
        self._means: Mapping[str, str] = {normalise(term): means[0] for term, means in terms if means}
        listed = sorted(self._means, key=lambda term: (-len(term), term))
        any_of = "|".join(map(re.escape, listed)) or "(?!)"
        self._pattern = re.compile(rf"(?<![a-z0-9])({any_of})(?:e?s)?(?![a-z0-9])")
        self._begins = frozenset(term[0] for term in listed)

    def expand(self, query: str) -> str:
        """The query, and behind it the plan's words for the terms in it that are not there yet."""
        said = normalise(query)
        if self._begins.isdisjoint(said):  # most queries: no need to look for hundreds of terms everywhere
            return query
        found = dict.fromkeys(self._means[match[1]] for match in self._pattern.finditer(said))
        added = [words for words in found if normalise(words) not in said][:_MOST]
        return " ".join([query, *added]) if added else query


def known_expansion(folder: Path) -> Expansion:
    """What a plan's lexicon knows of English; raises `SourceError` when it cannot be read."""
    return Expansion(
        (entry.term, entry.means) for entry in read_lexicon(folder) if entry.kind is Kind.ENGLISH
    )
