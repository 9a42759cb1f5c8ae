"""From a question to a query over the tree, when it asks for places, lists, counts or full texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from bot.conditions import Conditions
from bot.cues import cues, words
from bot.names import Names
from bot.query import Operation, Query
from bot.references import Missing, References, find_references
from index.script import normalise
from index.segmentation import Segmenter, grams

_ONE_PART = re.compile(r"(?:part\s*1|壹|第一部分)(?![、,\s]*[一二三四五六七八九十])")
_TWO_PART = re.compile(r"(?:part\s*2|貳|第二部分)")
_BOTH_PARTS = re.compile(r"壹.{0,4}貳|貳.{0,4}壹|整份|全文|兩部分|(?:包括|含|連)(?:壹|貳|前言)|(?:壹|貳)也算")
_TOGETHER = re.compile(r"各|合計|兩|加起來|總共|一共|分別")
_POINTS = re.compile(r"(?:幾|多少)(?:點|條|段)")
_MANY = re.compile(r"哪些|哪幾|有幾")
_DEPTH = {Level.PREFACE: 1, Level.PARAGRAPH: 2, Level.PART: 0, Level.GOAL: 1, Level.STRATEGY: 2, Level.WORK_PLAN: 1, Level.ITEM: 2, Level.CONTENT: 3}
_TELLING = frozenset({Operation.LIST, Operation.QUOTE})
_NEAR = 6  # characters behind the question word in which the kind of node stands: 有幾個重要計畫項目
_ENOUGH = 2  # bigrams that a question must share with a heading below the named one to mean that one


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks of the tree.

    Attributes:
        operation: what the question's form asks for, if its form says so.
        query: the selection, when question and tree fix it without searching.
        missing: ordinals that the plan does not have.
        of_whole: the question speaks of a whole item, goal or work plan (那一項, 底下, 每一點).
    """

    operation: Operation | None = None
    query: Query | None = None
    missing: tuple[Missing, ...] = ()
    of_whole: bool = False


class Reader:
    """Reads questions about one plan."""

    def __init__(self, plan: Plan) -> None:
        segmenter = Segmenter()
        self._plan = plan
        self._names = Names(plan)
        self._conditions = Conditions(plan, segmenter)

    def read(self, question: str, likely: Node | None = None) -> Reading:
        """Read a question.

        Args:
            question: as typed, follow-ups already resolved.
            likely: the inner node that searching finds for it, used where a number or list needs one.
        """
        text = normalise(question)
        form = cues("structure")
        named = self._named(question)
        scopes = self._narrowed(named, text, likely)
        references = find_references(question, self._plan, scopes or ([likely] if likely else []))
        operation = self._operation(text)
        level = self._level(text, scopes)
        whole = bool(form["whole"].search(text))
        if references.missing and not references.nodes:
            return Reading(operation, missing=references.missing)
        if operation is not Operation.WHERE or _MANY.search(text):
            base = self._base(text, references, named)
            if narrowed := self._conditions.read(text, base, level, named):
                return Reading(operation, narrowed, of_whole=whole)
        if references.nodes:
            return Reading(operation, self._of_references(references, operation, level, text), of_whole=whole)
        return Reading(operation, self._of_scope(operation, level, text, scopes, likely), of_whole=whole)

    def _named(self, question: str) -> list[Node]:
        """The inner nodes that the question names."""
        named = self._names.find(question)
        short = self._names.short_form(question)
        named = [*named, short] if short and short not in named else named
        # A work plan told with one of its items only says where that is.
        return [node for node in named if not any(node in self._plan.ancestors(other) for other in named)]

    def _narrowed(self, named: list[Node], text: str, likely: Node | None) -> list[Node]:
        """The nodes named; instead of a work plan or goal the item below it, if the question speaks of that too."""
        if likely and len(named) == 1 and likely in self._plan.children(named[0]):
            rest = set(grams(text.replace(normalise(named[0].text), " "))) - set(grams(named[0].text))
            if len([gram for gram in set(grams(likely.text)) & rest if len(gram) > 1]) >= _ENOUGH:
                return [likely]
        return named

    def _operation(self, text: str) -> Operation | None:
        form = cues("structure")
        order = ("where", "count", "quote", "list")
        found = [Operation(cue) for cue in order if form[cue].search(text)]
        if Operation.WHERE in found and (Operation.COUNT in found or _MANY.search(text)):
            found.remove(Operation.WHERE)
        return found[0] if found else None

    def _level(self, text: str, scopes: list[Node]) -> Level | None:
        """The kind of node asked for: the first one named behind the question word, else the last one named."""
        for node in scopes:
            text = text.replace(normalise(node.text), " ")
        asked = list(re.finditer(r"哪|幾|多少|所有|全部|每", text))
        start = asked[-1].start() if asked else len(text)
        found = [
            (match.start(), -len(word), Level(name))
            for name, listed in words("levels").items()
            if name not in {"generic", "part"}
            for word in listed
            for match in re.finditer(re.escape(word), text)
        ]
        behind = [row for row in found if start <= row[0] <= start + _NEAR]
        return min(behind)[2] if behind else (max(found)[2] if found else None)

    def _base(self, text: str, references: References, scopes: list[Node]) -> Query:
        """An unconditioned selection: what the question names bounds it, or is left out of it."""
        form = cues("structure")
        operation = Operation.COUNT if form["count"].search(text) else Operation.LIST
        inner = [node.passage_id for node in [*references.nodes, *scopes] if not node.is_leaf]
        if inner and form["outside"].search(text):
            return Query(operation, self._part(text), outside=tuple(inner[:1]))
        return Query(operation, tuple(inner[:1]) or self._part(text))

    def _part(self, text: str) -> tuple[str, ...]:
        if _BOTH_PARTS.search(text):
            return ()
        if (preface := self._plan.of_level(Level.PREFACE)) and preface[0].label in text:
            return (preface[0].passage_id,)
        parts = self._plan.of_level(Level.PART)
        return tuple(part.passage_id for part, named in zip(parts, (_ONE_PART, _TWO_PART), strict=False) if named.search(text))

    def _of_references(self, references: References, operation: Operation | None, level: Level | None, text: str) -> Query:
        ids = tuple(node.passage_id for node in references.nodes)
        inner = not any(node.is_leaf for node in references.nodes)
        heading = cues("structure")["place_only"].search(text)
        if inner and not heading and operation is not Operation.WHERE:
            wanted = operation if operation is Operation.COUNT else Operation.LIST
            return Query(wanted, ids, self._below(references.nodes[0], level, text))
        return Query(operation if operation is Operation.WHERE else Operation.QUOTE, nodes=ids)

    def _of_scope(
        self, operation: Operation | None, level: Level | None, text: str, scopes: list[Node], likely: Node | None
    ) -> Query | None:
        """A list or count of what lies below the node the question is about, or of the whole plan."""
        form = cues("structure")
        exact = form["exactly_n"].search(text)
        number = read_numeral(exact["n"]) if exact else None
        target = scopes[0] if scopes else likely
        if target and number and number > 1 and number == len(target.children) and operation in {None, *_TELLING}:
            return Query(Operation.LIST, (target.passage_id,))
        if operation not in {Operation.COUNT, Operation.LIST}:
            return None
        if scopes:
            peers = [node for node in scopes if node.level is scopes[0].level] if _TOGETHER.search(text) else scopes[:1]
            return Query(operation, tuple(node.passage_id for node in peers), self._below(scopes[0], level, text))
        if (level or self._part(text)) and not self._topic(text):
            return Query(operation, self._part(text), level)
        if likely and operation is Operation.COUNT and (level or form["whole"].search(text) or _POINTS.search(text)):
            return Query(operation, (likely.passage_id,), self._below(likely, level, text))
        return None

    def _topic(self, text: str) -> str:
        """What is left of a question without the words that any question about the tree has."""
        parts = (*self._plan.of_level(Level.PREFACE), *self._plan.of_level(Level.PART))
        for word in (*(normalise(part.text) for part in parts), *(part.label for part in parts), *words("frame")["words"]):
            text = text.replace(word, "")
        return text if len(text) > 1 else ""

    @staticmethod
    def _below(node: Node, level: Level | None, text: str) -> Level | None:
        """The kind asked for, if such nodes lie below `node` but are not its children; else None (its children)."""
        if node.level is Level.WORK_PLAN and (level is Level.CONTENT or _POINTS.search(text)):
            return Level.CONTENT
        return level if level and _DEPTH[level] > _DEPTH[node.level] + 1 and node.level is not Level.ITEM else None


def with_nodes(reading: Reading, nodes: tuple[str, ...]) -> Query:
    """The reading's operation on nodes that searching has found."""
    return replace(Query(reading.operation or Operation.QUOTE), nodes=nodes)
