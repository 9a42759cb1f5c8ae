"""Selections that a question makes by property: size, category, years, words of headings, words mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.asking import BLANK, Asked, blank, levels_in
from bot.cues import cues
from bot.mentioned import EITHER, QUOTED, Mentioned
from bot.periods import GIVEN, read_period
from bot.query import INNER, Operation, Query, run_query, squeezed
from bot.sizes import Narrowed, narrow_extreme, narrow_size, outermost, selected_kind
from corpus import Level, Plan
from corpus.lexicon import Entry
from corpus.numerals import read_numeral
from index.segmentation import Segmenter


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
        narrowed = self.narrow(asked, base, by_words=by_words)
        return narrowed.query if narrowed.query != base else None

    def narrow(self, asked: Asked, base: Query, *, by_words: bool = True) -> Narrowed:
        """The same with what is left of the question; `base` as it is if no condition is stated."""
        narrowed = Narrowed(base, self._without_totals(asked))
        for narrow in (narrow_size, narrow_extreme, self._category, self._years, self._title):
            narrowed = narrow(narrowed)
        if by_words and not narrowed.query.extreme:
            narrowed = self._mentioned.narrow(narrowed)
        return narrowed

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

    def _category(self, narrowed: Narrowed) -> Narrowed:
        query, asked = narrowed.query, narrowed.asked
        told = [category for category in self._categories if self._is_told(category, asked)]
        told.sort(key=lambda category: asked.shape.find(category[:2]))  # the one named first is asked about
        if not told:
            return narrowed
        level = query.level if query.children and query.level else item_or_content(asked, query)
        return Narrowed(
            replace(query, level=level, **self._categorised(told, asked, query, level)),
            self.without_categories(asked),
        )

    def _categorised(self, told: list[str], asked: Asked, query: Query, level: Level) -> dict[str, Any]:
        """Which of the categories told must be those of nodes of a kind."""
        if level is Level.WORK_PLAN:
            only = any(re.search(rf"(?:只|僅|全|都)[^,。]{{0,3}}{one[:2]}", asked.shape) for one in told)
            return {"categories": tuple(told), "is_every": only or asked.says("every")}
        if len(told) > 1 and query.operation is Operation.COUNT and asked.says("apart"):
            return {"categories": tuple(told)}
        denied = re.search(rf"(?:{cues('structure')['not'].pattern}){told[0][:2]}", asked.shape)
        return {"categories": self.but(told[:1]) if denied else (told[0],)}

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
        filed = "屬於?|是|歸|列為|算|[標列掛](?:成|為|示|作|註)?"
        listed = rf"項目{name}(?:$|清單|列|有|[,。?])"
        told = rf"{name}(?:類|的?{number}(?:項目|計畫|業務|點|項|有|內容)|.{{0,3}}[哪幾])|(?:{filed}){name}"
        return bool(re.search(f"{told}|{listed}", asked.shape))

    def _years(self, narrowed: Narrowed) -> Narrowed:
        query, asked = narrowed.query, narrowed.asked
        if len(spans := tuple(f"{first}-{last}年" for first, last in GIVEN.findall(asked.shape))) > 1:
            titled = all(map(self._is_titled, spans))
            return (
                replace(narrowed, query=replace(query, level=Level.ITEM, titles=spans))
                if titled
                else narrowed
            )
        found = read_period(asked.shape, self._plan.year_roc)
        if found is None or (found[0].covers and not asked.says("which")):
            return narrowed
        return narrowed.to(replace(query, level=Level.ITEM, years=found[0]), found[1])

    # -- by words of headings

    def _title(self, narrowed: Narrowed) -> Narrowed:
        query, asked, form = narrowed.query, narrowed.asked, cues("structure")
        if match := form["opens"].search(asked.shape) or form["opens_with"].search(asked.shape):
            return narrowed.to(self._opening(_bare(match["term"]), asked, query), range(*match.span()))
        found = (form[cue].search(asked.shape) for cue in ("title", "title_of", "title_which"))
        if (match := next((one for one in found if one), None)) is None:
            return narrowed
        terms = tuple(QUOTED.findall(match[0]) or EITHER.split(_bare(match["term"])))
        behind = form["of_kind"].match(asked.shape, match.end())
        own = next((kind for _, kind in levels_in(behind[0])), None) if behind else None
        level = own if own in INNER else outermost(asked.shape, match.span("term")) or Level.ITEM
        if not all(map(self._is_titled, terms)):
            return narrowed
        is_each = len(terms) > 1 and (asked.says("at_once") or self._together(terms, match[0], level))
        query = replace(query, level=level, titles=terms, is_each=is_each)
        return narrowed.to(query, range(*match.span()))

    def _together(self, terms: Sequence[str], said: str, level: Level) -> bool:
        """Whether headings with all of the terms are meant by 「和」: where there are such."""
        held = Query(Operation.LIST, level=level, titles=tuple(terms), is_each=True)
        return bool(cues("structure")["with_and"].search(said) and run_query(held, self._plan))

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
