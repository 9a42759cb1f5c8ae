"""Selections that a question makes by property: size, category, years, words of headings, words mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import BLANK, Asked, blank, levels_in
from bot.cues import cues
from bot.mentioned import EITHER, QUOTED, Mentioned
from bot.query import INNER, Operation, Query, squeezed
from bot.sizes import narrow_extreme, narrow_size, outermost, selected_kind
from corpus import Level, Plan
from corpus.lexicon import Entry
from corpus.numerals import read_numeral
from index.segmentation import Segmenter

_YEARS = re.compile(r"(?<!\d)(1\d{2})年?[-－–—~至到](1\d{2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1\d{2})(?!\d)")


class Conditions:
    """Reads conditions out of questions about one plan."""

    def __init__(self, plan: Plan, segmenter: Segmenter, lexicon: Sequence[Entry] = ()) -> None:
        self._plan = plan
        self._mentioned = Mentioned(plan, segmenter, lexicon)
        self._categories = sorted({node.category for node in plan.nodes.values() if node.category})

    def read(self, asked: Asked, base: Query, *, by_words: bool = True) -> Query | None:
        """Return `base` narrowed by the conditions that the question states; None if it states none.

        Args:
            asked: the question, with what bounds the selection blanked.
            base: what is to be narrowed.
            by_words: whether words mentioned are a condition, too.
        """
        query, asked = base, self._without_totals(asked)
        for narrow in (narrow_size, narrow_extreme, self._category, self._years, self._title):
            query = narrow(asked, query)
        if by_words and (query == base or (query.categories and not query.years)):
            query = self._mentioned.narrow(
                self.without_categories(asked) if query.categories else asked, query
            )
        return query if query != base else None

    def _without_totals(self, asked: Asked) -> Asked:
        """The question without numbers that only restate how many of a kind there are: 「十個業務裡哪個…」."""
        totals = (
            match.span("n")
            for match in cues("structure")["restated"].finditer(asked.shape)
            for _, level in levels_in(match["kind"])[:1]
            if read_numeral(match["n"]) == len(self._plan.of_level(level))
        )
        return replace(asked, shape=blank(asked.shape, (at for span in totals for at in range(*span))))

    # -- by category and years

    def _category(self, asked: Asked, query: Query) -> Query:
        told = [category for category in self._categories if self._is_told(category, asked)]
        told.sort(key=lambda category: asked.shape.find(category[:2]))  # the one named first is asked about
        if not told:
            return query
        level = item_or_content(asked, query)
        if level is Level.WORK_PLAN:
            return replace(query, level=level, categories=tuple(told), is_every=asked.says("every"))
        if len(told) > 1 and query.operation is Operation.COUNT and asked.says("apart"):
            return replace(query, level=level, categories=tuple(told))
        others = [other for other in self._categories if other != told[0]]
        denied = re.search(rf"(?:{cues('structure')['not'].pattern}){told[0][:2]}", asked.shape)
        return replace(query, level=level, categories=tuple(others) if denied else (told[0],))

    def category_in(self, said: str) -> str | None:
        """The category that a stretch of a question names, by its whole name or its first word; None if none."""
        bare = cues("structure")["of_category"].sub("", said.strip(BLANK)).strip("「」")
        return next((one for one in self._categories if bare in {one, one[:2]}), None)

    def but(self, categories: Sequence[str]) -> tuple[str, ...]:
        """All categories but these."""
        return tuple(one for one in self._categories if one not in categories)

    def _is_told(self, category: str, asked: Asked) -> bool:
        """Whether a question names a category as one: by its whole name beside 「類」, or where a category stands."""
        name = rf"「?{category[:2]}(?:{category[2:]})?」?"
        if "類" in asked.shape and category in asked.shape:
            return True
        if re.search(rf"{category}(?:和|跟|與|及|、)|(?:和|跟|與|及|、){category}", asked.shape):
            return True
        number = "(?:[一二三四五六七八九十兩0-9]+[個項點])?"
        told = rf"{name}(?:類|的?{number}(?:項目|計畫|業務|點|項|有|內容)|.{{0,3}}[哪幾])|(?:屬於?|是|歸|列為|算){name}"
        return bool(re.search(told, asked.shape))

    def _years(self, asked: Asked, query: Query) -> Query:
        if len(spans := tuple(f"{first}-{last}年" for first, last in _YEARS.findall(asked.shape))) > 1:
            return (
                replace(query, level=Level.ITEM, titles=spans) if all(map(self._is_titled, spans)) else query
            )
        given = _YEARS.search(asked.shape)
        is_example = given and cues("structure")["example"].search(asked.shape, 0, given.start())
        if not given and not asked.says("has_years"):
            return query
        if not given and (one := _YEAR.search(asked.shape)):
            years = (int(one[1]), int(one[1]))
        else:
            years = (int(given[1]), int(given[2])) if given and not is_example else (0, 0)
        return replace(query, level=Level.ITEM, years=years) if asked.says("which") or not given else query

    # -- by words of headings

    def _title(self, asked: Asked, query: Query) -> Query:
        form = cues("structure")
        if match := form["opens"].search(asked.shape) or form["opens_with"].search(asked.shape):
            return self._opening(_bare(match["term"]), asked, query)
        found = (form[cue].search(asked.shape) for cue in ("title", "title_of", "title_which"))
        if (match := next((one for one in found if one), None)) is None:
            return query
        terms = tuple(QUOTED.findall(match[0]) or EITHER.split(_bare(match["term"])))
        level = outermost(asked.shape, match.span("term")) or Level.ITEM
        return replace(query, level=level, titles=terms) if all(map(self._is_titled, terms)) else query

    def _opening(self, term: str, asked: Asked, query: Query) -> Query:
        """Narrow to headings, or to the passages that are asked for, that begin with a term."""
        kinds = [level for _, level in levels_in(asked.shape) if level not in INNER]
        level = outermost(asked.shape) or (kinds[-1] if kinds else Level.ITEM)
        nodes = (node for node in self._plan.nodes.values() if node.level is level)
        begun = bool(term) and any(squeezed(node.text).startswith(term) for node in nodes)
        return replace(query, level=level, opens=term) if begun else query

    def _is_titled(self, term: str) -> bool:
        texts = (squeezed(node.text) for node in self._plan.nodes.values() if node.level in INNER)
        return bool(term) and any(term in text for text in texts)

    def without_categories(self, asked: Asked) -> Asked:
        """The question without the names of categories, and without asking for them, in its shape."""
        listed = "|".join(map(re.escape, self._categories)) or "(?!)"
        cue = cues("structure")["classify"].sub(lambda match: BLANK * len(match[0]), asked.shape)
        return replace(asked, shape=re.sub(listed, lambda match: BLANK * len(match[0]), cue))


def item_or_content(asked: Asked, query: Query) -> Level:
    """What of a category is asked for: its items, or their contents, or the work plans with such items."""
    found = [level for _, level in levels_in(asked.shape)]
    if Level.WORK_PLAN in found[-1:] or selected_kind(asked.shape) is Level.WORK_PLAN:
        return Level.WORK_PLAN
    if asked.says("points") and (query.operation is Operation.COUNT or Level.ITEM not in found):
        return Level.CONTENT
    return Level.CONTENT if found[-1:] == [Level.CONTENT] else Level.ITEM


def _bare(term: str) -> str:
    return term.strip("「」 為是以用")
