"""Selections that a question makes by property: category, years, number of children, words of headings, words mentioned."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.asking import BLANK, Asked, levels_in
from bot.cues import cues
from bot.query import GAP, MANY, Extreme, Operation, Query, descendants, holds, squeezed
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from index.segmentation import Segmenter

_QUOTED = re.compile(r"[「『\"“']([^」』\"”']{1,30})[」』\"”']")
_EITHER = re.compile(r"或者?|、|和|跟|與|及|以及|/")
_YEARS = re.compile(r"(?<!\d)(1\d{2})年?[-－–—~至到](1\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1\d{2})(?!\d)")
_MENTIONS = ("mention_with", "mention_related", "mention_told", "mention_placed", "mention_which")
_INNER = (Level.WORK_PLAN, Level.GOAL, Level.ITEM)


class Conditions:
    """Reads conditions out of questions about one plan."""

    def __init__(self, plan: Plan, segmenter: Segmenter) -> None:
        self._plan = plan
        self._segmenter = segmenter
        self._categories = sorted({node.category for node in plan.nodes.values() if node.category})

    def read(self, asked: Asked, base: Query, *, by_words: bool = True) -> Query | None:
        """Return `base` narrowed by the conditions that the question states; None if it states none.

        Args:
            asked: the question, with what bounds the selection blanked.
            base: what is to be narrowed.
            by_words: whether words mentioned are a condition, too.
        """
        query = base
        for narrow in (self._size, self._extreme, self._category, self._years, self._title):
            query = narrow(asked, query)
        if query == base and by_words:
            query = self._mentioned(asked, base)
        return query if query != base else None

    # -- by number of children

    def _size(self, asked: Asked, query: Query) -> Query:
        form = cues("structure")
        match = form["size"].search(asked.shape) or form["size_of_name"].search(asked.shape)
        if match is None or (number := read_numeral(match["n"])) is None:
            return query
        rest = asked.shape[: match.start("n")] + asked.shape[match.end() :]
        if (container := _outermost(rest)) is None or (container is Level.ITEM and "項" in match["unit"]):
            return query
        return replace(
            query,
            level=container,
            children=_bounds(number, match[0]),
            measured=_measured(match["unit"], container),
        )

    def _extreme(self, asked: Asked, query: Query) -> Query:
        form = cues("structure")
        extreme = next((kind for kind in Extreme if form[kind].search(asked.shape)), None)
        container = _outermost(asked.shape)
        if extreme is None or container is None:
            return query
        return replace(query, level=container, extreme=extreme, measured=_measured(asked.shape, container))

    # -- by category and years

    def _category(self, asked: Asked, query: Query) -> Query:
        for category in self._categories:
            name = rf"{category[:2]}(?:{category[2:]})?"
            told = (
                rf"{name}(?:類|的?(?:項目|計畫|業務|點|項|有|內容)|.{{0,3}}[哪幾])|(?:屬於?|是|歸|列為){name}"
            )
            if re.search(told, asked.shape):
                others = [other for other in self._categories if other != category]
                denied = re.search(rf"(?:{cues('structure')['not'].pattern}){name}", asked.shape)
                chosen = others[0] if denied and len(others) == 1 else category
                return replace(query, level=_item_or_content(asked, query), category=chosen)
        return query

    def _years(self, asked: Asked, query: Query) -> Query:
        given = _YEARS.search(asked.shape)
        if not given and not asked.says("has_years"):
            return query
        if not given and (one := _YEAR.search(asked.shape)):
            years = (int(one[1]), int(one[1]))
        else:
            years = (int(given[1]), int(given[2])) if given else (0, 0)
        return replace(query, level=Level.ITEM, years=years) if asked.says("which") or not given else query

    # -- by words

    def _title(self, asked: Asked, query: Query) -> Query:
        form = cues("structure")
        if match := form["opens"].search(asked.shape):
            term = _bare(match["term"])
            level = _outermost(asked.shape) or Level.ITEM
            return replace(query, level=level, opens=term) if self._titled(term, opens=True) else query
        found = (form[cue].search(asked.shape) for cue in ("title", "title_of", "title_which"))
        if (match := next((one for one in found if one), None)) is None:
            return query
        terms = tuple(_QUOTED.findall(match[0]) or _EITHER.split(_bare(match["term"])))
        level = _outermost(asked.shape, match.span("term")) or Level.ITEM
        return replace(query, level=level, titles=terms) if all(map(self._titled, terms)) else query

    def without_categories(self, asked: Asked) -> Asked:
        """The question without the names of categories, and without asking for them, in its shape."""
        listed = "|".join(map(re.escape, self._categories)) or "(?!)"
        cue = cues("structure")["classify"].sub(lambda match: BLANK * len(match[0]), asked.shape)
        return replace(asked, shape=re.sub(listed, lambda match: BLANK * len(match[0]), cue))

    def _titled(self, term: str, *, opens: bool = False) -> bool:
        texts = (squeezed(node.text) for node in self._plan.nodes.values() if node.level in _INNER)
        return bool(term) and any(text.startswith(term) if opens else term in text for text in texts)

    def _mentioned(self, asked: Asked, query: Query) -> Query:
        terms = self._terms(asked)
        if not terms:
            return query
        found = levels_in(asked.shape)
        inner = [level for _, level in found if level in _INNER]
        level = Level.STRATEGY if any(level is Level.STRATEGY for _, level in found) else Level.PARAGRAPH
        level = Level.CONTENT if level is Level.PARAGRAPH and asked.says("contents") else level
        level = inner[-1] if inner and level is Level.PARAGRAPH and asked.says("which_inner") else level
        quoted = bool(_QUOTED.search(asked.shape))
        forms = [self._form(term, query, loose=asked.says("loose"), quoted=quoted) for term in terms]
        held = tuple(form for form in forms if form)
        if not held or len(held) < len(terms):
            return query
        if level is Level.PARAGRAPH and not (holders := self._holders(held[0], query))[0].is_leaf:
            level = holders[0].level
        return replace(query, level=level, mentions=held)

    def _terms(self, asked: Asked) -> list[str]:
        """What is to be mentioned: words in quotation marks, or what stands where a cue says."""
        if not asked.says("filter"):
            return []
        if quoted := _QUOTED.findall(asked.shape):
            return quoted
        for pattern in (cues("structure")[name] for name in _MENTIONS):
            for match in pattern.finditer(asked.shape):
                whole = self._trimmed(match["term"])
                parts = [whole] if self._is_said(whole) else _EITHER.split(match["term"])
                if terms := [term for part in parts if (term := self._trimmed(part))]:
                    return terms
        return []

    def _is_said(self, term: str) -> bool:
        """Whether a passage holds the term as it stands, conjunctions and all."""
        return len(term) > 1 and any(term in squeezed(leaf.text) for leaf in self._plan.passages)

    def _trimmed(self, term: str) -> str:
        """A term without the words of the question at its edges."""
        edges = cues("structure")["edges"]
        while (shorter := edges.sub("", term.strip(" 「」『』\"“”'?,。"))) != term:
            term = shorter
        return term

    def _form(self, term: str, query: Query, *, loose: bool, quoted: bool) -> str | None:
        """The term as nodes hold it: with gaps for a loose question, with its words apart, else in one piece."""
        words = [word for part in self._segmenter.cut(term) for word in part if len(word) > 1]
        pairs = [part for word in words for part in ([word[:2], word[2:]] if len(word) == 4 else [word])]
        forms = [GAP.join([term[:2], term[2:]])] if loose and len(term) == 3 else []
        forms += [] if quoted else [" ".join(dict.fromkeys(words)), " ".join(dict.fromkeys(pairs))]
        return next((form for form in [*forms, term] if len(form) > 1 and self._holders(form, query)), None)

    def _holders(self, term: str, query: Query) -> list[Node]:
        """The passages below the query's scope that hold the term; headings if no passage does."""
        roots = [self._plan.nodes[passage_id] for passage_id in query.under]
        below = [node for root in roots for node in descendants(self._plan, root)]
        nodes = [node for node in below or self._plan.nodes.values() if holds(squeezed(node.text), term)]
        leaves = [node for node in nodes if node.is_leaf]
        return leaves or [node for node in nodes if node.level in _INNER]


def _outermost(text: str, but: tuple[int, int] = (0, 0)) -> Level | None:
    """Of the kinds of node that a text names, the outermost: in 「項目最多的業務」 the work plan."""
    found = {level for at, level in levels_in(text) if not but[0] <= at < but[1]}
    return next((level for level in _INNER if level in found), None)


def _measured(unit: str, container: Level) -> Level | None:
    """What is counted: passages if points of a work plan are, else children."""
    in_points = cues("structure")["in_points"].search(unit)
    return Level.PARAGRAPH if container is Level.WORK_PLAN and in_points else None


def _bounds(number: int, said: str) -> tuple[int, int]:
    """From how many to how many are meant."""
    form = cues("structure")
    beyond = 1 if form["beyond"].search(said) else 0
    if form["at_least"].search(said):
        return (number + beyond, MANY)
    return (1, number - beyond) if form["at_most"].search(said) else (number, number)


def _item_or_content(asked: Asked, query: Query) -> Level:
    """What of a category is asked for: its items, or their contents."""
    found = [level for _, level in levels_in(asked.shape)]
    if Level.WORK_PLAN in found[-1:]:
        return Level.WORK_PLAN
    if asked.says("points") and (query.operation is Operation.COUNT or Level.ITEM not in found):
        return Level.CONTENT
    return Level.CONTENT if found[-1:] == [Level.CONTENT] else Level.ITEM


def _bare(term: str) -> str:
    return term.strip("「」『』\"“”' 為是以用")
