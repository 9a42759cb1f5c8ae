"""Selections that a question makes by property: category, years, number of children, words mentioned."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from corpus.text import compact
from bot.cues import cues, words
from bot.query import Extreme, Operation, Query
from index.segmentation import Segmenter

_QUOTED = re.compile(r"[「『\"“](.{1,30}?)[」』\"”]")
_MENTION = (
    re.compile(r"(?:提到|提及|寫到|講到|談到|出現|含有|牽涉到?|涉及到?|點名|有寫到?|寫著|寫有|用到|有講)(?:了|過)?(.{1,16}?)(?:的|這|之|字樣|兩個字|,|。|有?哪|有幾|是哪|\?|$)"),
    re.compile(r"(?:跟|和|與|關於|有關|針對)([^,。?]{1,20}?)(?:有關|相關|的)"),
    re.compile(r"(?:^|[,的裡中面])([^,的裡中面]{1,14}?)(?:相關|有關)的?(?:條目|內容|策略|項目|點|條|段落|,|$)"),
    re.compile(r"(?:有|是)(?:開|辦理?|做|寫|提供)?([^,有是]{1,12}?)的(?:那?(?:哪|幾)?(?:點|項|條)|策略|項目|,|$|\?)"),
    re.compile(r"(?:哪些|哪幾)(?:點|條|項|策略|項目)(?:是)?(?:有|要|會|在)?(?:開|辦理?|做)?(.{2,12}?)(?:的?\?|的$|$|,)"),
    re.compile(r"^([^,。?的]{2,10})(?:是)?(?:寫在|出現在|列在)(?:哪些|哪幾)"),
)
_SPLIT = re.compile(r"[、/或]|以及|跟|和|與")
_EDGES = re.compile(
    r"^(?:到|了|過|有|是|的|要|哪些|哪幾|哪|裡面?|只)+|(?:的|兩?個?字|字樣|這|方面|部分|業務上?|都要|有|力量|輔導)+$"
)
_YEARS = re.compile(r"(?<!\d)(1\d{2})\s*(?:年)?\s*[-－–—~至到]\s*(1\d{2})(?!\d)")
_ASKING = re.compile(r"哪|幾|列|條目|找|只要|限|有[^,]{1,12}的|的$|的(?:點|條|項|策略|內容|項目)")


class Conditions:
    """Reads conditions out of questions about one plan."""

    def __init__(self, plan: Plan, segmenter: Segmenter) -> None:
        self._plan = plan
        self._segmenter = segmenter
        self._categories = sorted({node.category for node in plan.nodes.values() if node.category})

    def read(self, text: str, base: Query, level: Level | None, scopes: list[Node]) -> Query | None:
        """Return `base` narrowed by the condition that the normalised question states; None if it states none."""
        form = cues("structure")
        if extreme := self._extreme(text):
            return replace(base, level=_container(text, level), extreme=extreme)
        if only := (form["only_n"].search(text) or form["has_n"].search(text)):
            return replace(base, level=_container(text, level), children=read_numeral(only["n"]))
        if category := self._category(text):
            return replace(base, level=_item_or(level), category=category)
        if (years := _YEARS.search(text)) and not scopes and re.search(r"哪|幾|列", text):
            return replace(base, level=Level.ITEM, years=(int(years[1]), int(years[2])))
        quoted = self._quoted(text, scopes)
        if (form["filter"].search(text) or quoted) and _ASKING.search(text):
            mentions = self._mentions(text, base, quoted)
            kind = level if level in {Level.STRATEGY, Level.CONTENT} and base.operation is Operation.COUNT else None
            kind = Level.STRATEGY if level is Level.STRATEGY else kind
            return replace(base, level=kind or Level.PARAGRAPH, mentions=mentions) if mentions else None
        return None

    def _extreme(self, text: str) -> Extreme | None:
        form = cues("structure")
        if form["most"].search(text):
            return Extreme.MOST
        return Extreme.FEWEST if form["fewest"].search(text) else None

    def _category(self, text: str) -> str | None:
        squeezed = compact(text)
        for category in self._categories:
            if compact(category) in squeezed or re.search(rf"{category[:2]}(?:發展)?類", squeezed):
                return category
        return None

    def _quoted(self, text: str, scopes: list[Node]) -> list[str]:
        names = [compact(node.text) for node in scopes]
        return [term for term in _QUOTED.findall(text) if not any(compact(term) in name for name in names)]

    def _mentions(self, text: str, base: Query, quoted: list[str]) -> tuple[str, ...]:
        """The words to be mentioned, those that passages under `base` hold; a phrase as a whole or by all its words."""
        if quoted and (held := tuple(term for term in quoted if self._holds(term, base))):
            return held
        for pattern in _MENTION:
            if match := pattern.search(text):
                phrase = self._trim(match[1])
                parts = [term for part in _SPLIT.split(phrase) if (term := self._trim(part))]
                for terms in ([phrase], parts):
                    forms = [form for term in terms if (form := self._held_form(term, base))]
                    if len(forms) == len(terms):
                        return tuple(forms)
        return ()

    def _held_form(self, term: str, base: Query) -> str | None:
        """The term, or its words apart, if any passage holds it so."""
        apart = " ".join(dict.fromkeys(word for part in self._segmenter.cut(term) for word in part if len(word) > 1))
        if " " in apart and self._holds(apart, base):
            return apart
        return term if self._holds(term, base) else None

    def _holds(self, term: str, base: Query) -> bool:
        if len(compact(term)) < 2:
            return False
        roots = [self._plan.nodes[passage_id] for passage_id in base.under]
        leaves = [leaf for root in roots for leaf in self._plan.leaves(root)] if roots else self._plan.passages
        return any(all(word in compact(leaf.text) for word in map(compact, term.split())) for leaf in leaves)

    @staticmethod
    def _trim(term: str) -> str:
        """A term without quotation marks and the words of the question around it."""
        return _EDGES.sub("", term.strip("「」『』\"“” ,?。"))


def _container(text: str, level: Level | None) -> Level:
    """Of the kinds of node a question names, the outermost: in 「項目最多的業務」 the work plan."""
    listed = words("levels")
    for kind in (Level.WORK_PLAN, Level.GOAL, Level.ITEM):
        if any(word in text for word in listed[kind]):
            return kind
    return level or Level.ITEM


def _item_or(level: Level | None) -> Level:
    return level if level in {Level.WORK_PLAN, Level.CONTENT} else Level.ITEM
