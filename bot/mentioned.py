"""Selections by words: what a question wants mentioned, as the plan's passages hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.asking import BLANK, Asked, is_level, levels_in
from bot.cues import cues, words
from bot.query import GAP, INNER, OR, Query, descendants, holds, squeezed
from bot.sizes import Narrowed
from corpus import Level, Node, Plan
from corpus.lexicon import Entry, Kind
from corpus.text import compact
from index.script import normalise
from index.segmentation import Segmenter

QUOTED = re.compile(r"「([^」 ]{1,30})」")
EITHER = re.compile(r"或[者是]?|、|和|跟|與|及|以及|/")
_FORMS = (
    "mention_with",
    "mention_related",
    "mention_about",
    "mention_told",
    "mention_word",
    "mention_subject",
)
_TELLING = 3  # characters of a term that no verb of writing introduces
_KEPT = 4096  # terms whose holders are kept
_LATIN = re.compile(r"[a-z()'/,-]+")


class Mentioned:
    """Reads which words a question about one plan wants mentioned."""

    def __init__(self, plan: Plan, segmenter: Segmenter, lexicon: Sequence[Entry] = ()) -> None:
        """Prepare; `lexicon` tells the plan's words for those of people, where the plan lacks these."""
        self._plan = plan
        self._segmenter = segmenter
        self._known = lru_cache(maxsize=_KEPT)(self._find)
        self._source = "。".join(squeezed(node.text) for node in plan.nodes.values())
        self._meanings = _meanings(lexicon)
        self._called_so = _with_synonyms(self._meanings)

    def narrow(self, narrowed: Narrowed) -> Narrowed:
        """Narrow by the words; not at all if the question names none, or one that nothing holds."""
        query, asked = narrowed.query, narrowed.asked
        terms = self._terms(asked)
        places = [at for term in terms for at in _places(term, asked.shape)]
        forms = [self._forms(term, asked, query) for term in terms]
        unheld = tuple(term for term, found in zip(terms, forms, strict=True) if self._is_meant(term, found))
        query = replace(query, unheld=unheld)
        if terms and not any(forms) and asked.says("as_word"):
            return narrowed.to(replace(query, level=level_mentioning(asked), mentions=tuple(terms)), places)
        if not terms or not all(forms):
            return narrowed
        held = tuple(dict.fromkeys(form for found in forms for form in found))
        if asked.says("at_once") and len(terms) > 1:
            held = tuple(dict.fromkeys(OR.join(found) for found in forms))
            query = replace(query, is_each=True)
        level = query.level if query.level and query.is_of_inner else level_mentioning(asked)
        if asked.says("with_headings") and level is Level.PARAGRAPH:
            return narrowed.to(replace(query, mentions=held, with_headings=True), places)
        if level is Level.PARAGRAPH and not (holders := self._holders(forms[0][0], query))[0].is_leaf:
            level = holders[0].level
        return narrowed.to(replace(query, level=level, mentions=held), places)

    def _terms(self, asked: Asked) -> list[str]:
        """What is to be mentioned: words in quotation marks, or what stands where a cue says."""
        if not asked.says("filter"):
            if things := self._told(asked, ("mention_things",)):
                return things if self._is_said(things[0]) else []
            return [
                term
                for term in self._told(asked, _FORMS[-1:])
                if len(term) >= _TELLING and self._is_said(term)
            ]
        if quoted := QUOTED.findall(asked.shape):
            return [part for term in quoted for part in self._parted(term)]
        return self._told(asked, _FORMS)

    def _told(self, asked: Asked, forms: Sequence[str]) -> list[str]:
        """What stands where the first of the cues says that has any."""
        for match in (match for name in forms for match in cues("structure")[name].finditer(asked.shape)):
            if terms := self._in_match(match):
                again = match.re.finditer(asked.shape, match.end()) if asked.says("at_once") else ()
                return [*terms, *(term for one in again for term in self._in_match(one))]
        return []

    def _in_match(self, match: re.Match[str]) -> list[str]:
        trimmed = (self._trimmed(part) for part in self._parted(match["term"]))
        return [term for term in trimmed if term and not is_level(term)]

    def _parted(self, said: str) -> list[str]:
        """Terms between conjunctions; a term that a passage holds conjunctions and all is left whole."""
        return [said] if self._is_said(self._trimmed(said)) else EITHER.split(said)

    def _is_said(self, term: str) -> bool:
        """Whether a passage holds the term as it stands."""
        return len(term) > 1 and any(term in squeezed(leaf.text) for leaf in self._plan.passages)

    def told(self, asked: Asked) -> tuple[str, ...]:
        """The terms of which a stretch of a question says that something mentions them; none if no passage holds one."""
        terms = self._terms(asked) if asked.says("filter") else []
        return tuple(terms) if all(map(self._is_said, terms)) else ()

    def said(self, said: str) -> tuple[str, ...]:
        """The terms in what a question says, as the plan's passages hold them or call them; none if they hold one not."""
        terms = [self._trimmed(part) for part in self._parted(said)]
        forms = [self._called(term) for term in terms]
        return tuple(form for found in forms for form in found) if all(forms) else ()

    def _called(self, term: str) -> tuple[str, ...]:
        if self._is_said(term):
            return (term,)
        return tuple(form for form in self._meanings.get(term, ()) if self._is_said(squeezed(form)))

    def _trimmed(self, term: str) -> str:
        """A term without the words of the question at its edges."""
        edges = cues("structure")["edges"]
        while (shorter := edges.sub("", term.strip(" 「」'?,。"))) != term:
            term = shorter
        return term

    def _forms(self, term: str, asked: Asked, query: Query) -> tuple[str, ...]:
        """The term as nodes hold it; else, where passages are asked for, what the plan calls it, as far as they hold that."""
        held = next((form for form in self._variants(term, asked) if self._is_held(form, query)), None)
        found = (held,) if held else ()
        quoted, loose = bool(QUOTED.search(asked.shape)), asked.says("loose") or not self._is_said(term)
        if not asked.says("which_passages") or not loose or (quoted and self._is_said(term)):
            return found
        means = [form for form in self._called_so.get(term, ()) if self._is_held(squeezed(form), query)]
        of_headings = held and not self._holders(held, query)[0].is_leaf
        return tuple(dict.fromkeys((*(() if means and of_headings else found), *means)))

    def _is_meant(self, term: str, found: Sequence[str]) -> bool:
        """Whether the plan has but what it calls a term, and not the term."""
        return (
            bool(found) and set(found) <= set(self._called_so.get(term, ())) and not holds(self._source, term)
        )

    def forms(self, word: str, query: Query) -> tuple[str, ...]:
        """A word as nodes below the query's scope hold it, or what the plan calls it; none if they hold neither."""
        if self._is_held(word, query):
            return (word,)
        return tuple(form for form in self._meanings.get(word, ()) if self._is_held(squeezed(form), query))

    def _variants(self, term: str, asked: Asked) -> Iterator[str]:
        """With gaps for a loose question, with its words apart, in one piece, without what is not Han."""
        words = [word for part in self._segmenter.cut(term) for word in part if len(word) > 1]
        pairs = [part for word in words for part in ([word[:2], word[2:]] if len(word) == 4 else [word])]
        quoted = bool(QUOTED.search(asked.shape))
        if asked.says("loose") and len(term) == 3 and not quoted:
            yield GAP.join([term[:2], term[2:]])
        if not quoted:
            yield from (" ".join(dict.fromkeys(words)), " ".join(dict.fromkeys(pairs)))
        yield from (term, _LATIN.sub("", term))

    def _is_held(self, form: str, query: Query) -> bool:
        return len(form) > 1 and bool(self._holders(form, query))

    def _holders(self, term: str, query: Query) -> tuple[Node, ...]:
        """The passages below the query's scope that hold the term; headings if no passage does."""
        return self._known(term, query.under)

    def _find(self, term: str, under: tuple[str, ...]) -> tuple[Node, ...]:
        if not holds(self._source, term):  # no single node can; most words that are looked up fall here
            return ()
        roots = [self._plan.nodes[passage_id] for passage_id in under]
        below = [node for root in roots for node in descendants(self._plan, root)]
        nodes = [node for node in below or self._plan.nodes.values() if holds(squeezed(node.text), term)]
        leaves = tuple(node for node in nodes if node.is_leaf)
        return leaves or tuple(node for node in nodes if node.level in INNER)


def _meanings(lexicon: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """What a plan calls what people say, by its lexicon."""
    return {compact(normalise(entry.term)): entry.means for entry in lexicon if entry.kind is not Kind.AGENCY}


def _with_synonyms(meanings: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The same with what words mean in general."""
    found = dict(meanings)
    for meaning, terms in words("synonyms").items():
        for term in terms:
            found[term] = tuple(dict.fromkeys((*found.get(term, ()), meaning)))
    return found


def _places(term: str, shape: str) -> range:
    """Where a term stands in a shape."""
    start = shape.find(term)
    return range(start, start + len(term)) if start >= 0 else range(0)


def level_mentioning(asked: Asked) -> Level:
    """The kind of node that is to mention the words: strategies, contents, inner nodes, else any passage."""
    found = {level for _, level in levels_in(asked.shape)}
    inner = [level for _, level in levels_in(asked.shape) if level in INNER]
    if Level.STRATEGY in found:
        return Level.PARAGRAPH if Level.CONTENT in found else Level.STRATEGY
    if asked.says("contents"):
        return Level.CONTENT
    which = cues("structure")["which_inner"].search(asked.shape.replace(BLANK, ""))
    return inner[-1] if inner and which else Level.PARAGRAPH
