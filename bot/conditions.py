"""Selections that a question makes by property: category, years, number of children, words of headings, words mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import Asked, levels_in
from bot.cues import cues
from bot.query import GAP, LEAVES, MANY, Extreme, Operation, Query, holds, is_of, squeezed
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from index.segmentation import Segmenter

_QUOTED = re.compile(r"[「『\"“']([^」』\"”']{1,30})[」』\"”']")
_EITHER = re.compile(r"或者?|、|和|跟|與|及|以及|/")
_YEARS = re.compile(r"(?<!\d)(1\d{2})年?[-－–—~至到](1\d{2})(?!\d)")
_INNER = (Level.WORK_PLAN, Level.GOAL, Level.ITEM)


class Conditions:
    """Reads conditions out of questions about one plan."""

    def __init__(self, plan: Plan, segmenter: Segmenter) -> None:
        self._plan = plan
        self._segmenter = segmenter
        self._categories = sorted({node.category for node in plan.nodes.values() if node.category})

    def read(self, asked: Asked, base: Query) -> Query | None:
        """Return `base` narrowed by the conditions that the question states; None if it states none."""
        query = base
        for narrow in (self._size, self._extreme, self._category, self._years, self._title):
            query = narrow(asked, query)
        if query == base:
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
            children=_bounds(number, match.groupdict().get("least"), match.groupdict().get("most")),
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
            short = rf"{category[:2]}(?:{category[2:]})?"
            if re.search(rf"{short}(?:類|的?(?:項目|計畫|業務|點|項|有|內容)|.{{0,3}}[哪幾])|(?:屬於?|是|歸|列為){short}", asked.shape):
                return replace(query, level=_item_or_content(asked, query), category=category)
        return query

    def _years(self, asked: Asked, query: Query) -> Query:
        given = _YEARS.search(asked.shape)
        if not given and not asked.says("has_years"):
            return query
        years = (int(given[1]), int(given[2])) if given else (0, 0)
        return replace(query, level=Level.ITEM, years=years) if asked.says("which") or not given else query

    # -- by words

    def _title(self, asked: Asked, query: Query) -> Query:
        form = cues("structure")
        level = _outermost(asked.shape)
        if match := form["opens"].search(asked.shape):
            term = _bare(match["term"])
            return replace(query, level=level or Level.ITEM, opens=term) if self._titled(term, opens=True) else query
        if (match := form["title"].search(asked.shape)) or (match := form["title_of"].search(asked.shape)):
            terms = tuple(_QUOTED.findall(match[0]) or _EITHER.split(_bare(match["term"])))
            held = all(self._titled(term) for term in terms)
            return replace(query, level=_outermost(asked.shape, match.span("term")) or Level.ITEM, titles=terms) if held else query
        return query

    def _titled(self, term: str, *, opens: bool = False) -> bool:
        texts = (squeezed(node.text) for node in self._plan.nodes.values() if node.level in _INNER)
        return bool(term) and any(text.startswith(term) if opens else term in text for text in texts)

    def _mentioned(self, asked: Asked, query: Query) -> Query:
        terms = self._terms(asked)
        if not terms:
            return query
        found = levels_in(asked.shape)
        inner = [level for at, level in found if level in _INNER and not asked.shape[at:].startswith("業務上")]
        level = Level.STRATEGY if any(level is Level.STRATEGY for _, level in found) else Level.PARAGRAPH
        level = inner[-1] if inner and level is Level.PARAGRAPH and asked.says("which_inner") else level
        held = tuple(form for term in terms if (form := self._form(term, query, level, loose=asked.says("loose"))))
        if len(held) == len(terms):
            return replace(query, level=level, mentions=held)
        return query

    def _terms(self, asked: Asked) -> list[str]:
        """What is to be mentioned: words in quotation marks, or what stands where a cue says."""
        if not asked.says("filter"):
            return []
        if quoted := _QUOTED.findall(asked.shape):
            return quoted
        for pattern in (cues("structure")[name] for name in ("mention_behind", "mention_before")):
            for match in pattern.finditer(asked.shape):
                if terms := [term for part in _EITHER.split(match["term"]) if (term := self._trimmed(part))]:
                    return terms
        return []

    def _trimmed(self, term: str) -> str:
        """A term without the words of the question at its edges."""
        edges = cues("structure")["edges"]
        while (shorter := edges.sub("", term.strip(" 「」『』\"“”'?,。"))) != term:
            term = shorter
        return term

    def _form(self, term: str, query: Query, level: Level, *, loose: bool) -> str | None:
        """The term as passages hold it: in one piece, else with its words apart, else, for a loose question, with gaps."""
        words = [word for part in self._segmenter.cut(term) for word in part if len(word) > 1]
        pairs = [part for word in words for part in ([word[:2], word[2:]] if len(word) == 4 else [word])]
        gaps = GAP.join([term[:2], term[2:]]) if loose and len(term) == 3 else term
        forms = [" ".join(dict.fromkeys(words)), " ".join(dict.fromkeys(pairs)), gaps, term]
        whole = [term] if self._held(term, query, level) and len(words) < 2 and not loose else []
        return next((form for form in [*whole, *forms] if len(form) > 1 and self._held(form, query, level)), None)

    def _held(self, term: str, query: Query, level: Level) -> bool:
        roots = [self._plan.nodes[passage_id] for passage_id in query.under]
        nodes: Sequence[Node] = [leaf for root in roots for leaf in self._plan.leaves(root)] if roots else self._plan.passages
        texts = [squeezed(node.text) for node in nodes if level in _INNER or is_of(node, level)]
        headings = [squeezed(node.text) for node in self._plan.nodes.values() if node.level in _INNER and level not in LEAVES - {Level.PARAGRAPH}]
        return any(holds(text, term) for text in texts) or any(holds(text, term) for text in headings)


def _outermost(text: str, but: tuple[int, int] = (0, 0)) -> Level | None:
    """Of the kinds of node that a text names, the outermost: in 「項目最多的業務」 the work plan."""
    found = {level for at, level in levels_in(text) if not but[0] <= at < but[1]}
    return next((level for level in _INNER if level in found), None)


def _measured(unit: str, container: Level) -> Level | None:
    """What is counted: passages if points of a work plan are, else children."""
    in_points = cues("structure")["in_points"].search(unit)
    return Level.PARAGRAPH if container is Level.WORK_PLAN and in_points else None


def _bounds(number: int, least: str | None, most: str | None) -> tuple[int, int]:
    form = cues("structure")
    if least:
        return (number + 1 if form["beyond"].search(least) else number, MANY)
    if most:
        return (1, number - 1 if form["beyond"].search(most) else number)
    return (number, number)


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
