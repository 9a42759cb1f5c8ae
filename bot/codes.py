"""Nodes that a question names by id or label, and what it asks of them."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.asking import Asked
from bot.comparing import compared
from bot.conditions import Conditions
from bot.names import Names
from bot.ordinals import PARTS
from bot.query import Operation, Query
from bot.references import Missing, References, paths, resolve
from bot.telling import LITTLE, MUCH, Places, Reading
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

_DOTTED = r"\d{1,2}(?:\.\d{1,3}){1,3}(?![\d.]*(?:\d|\s*[%倍元萬億]))"
_ID = re.compile(rf"(?<![\d.-])(?:{_DOTTED}|\d{{1,2}}(?:-\d{{1,3}}){{2,3}}(?![\d-]))")
# A number with one dot could be any figure, unless it is put as a name.
_NAMED_ID = re.compile(
    rf"[「『\"'“(（]({_DOTTED})[」』\"'”)）]|({_DOTTED})\s*這?那?[段節]|(?:編號|段落|id)\s*({_DOTTED})",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"{_DOTTED}(?:\s*(?:和|跟|與|及|、|,|到|至|~)\s*{_DOTTED})+")  # 2.4和2.5
_UP_TO = re.compile(r"\s*(?:到|至|~|-)\s*")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]")  # 「…／一」 must not be read out of 「…／一案」
_AFTER_LABEL = re.compile(r"原文|全文|的|在|是|寫|逐|怎|這|那|說|講|內容|請")
_SEPARATOR = re.compile(r"[\s、,/>.:・·-]+")  # between the steps of a label
_BESIDE_LATIN = re.compile(r"(?<=[a-z0-9])\s|\s(?=[a-z0-9])")  # blanks that part no steps
_KEPT = 1024  # labels that are kept as they are looked for


class Coded:
    """Reads questions that name nodes of one plan by ids or labels."""

    def __init__(self, plan: Plan, names: Names, conditions: Conditions, places: Places) -> None:
        self._plan = plan
        self._names = names
        self._conditions = conditions
        self._places = places

    def read(self, question: str, asked: Asked, operation: Operation | None) -> Reading | None:
        """What ids or labels open, unless much more is said about an inner node."""
        coded = by_code(question, self._plan)
        if not coded.nodes:
            alone = bool(coded.missing) and len(self._names.rest(asked.shape)) <= LITTLE
            return Reading(operation, missing=coded.missing, is_sure=True) if alone else None
        by_id = bool(_ids_in(normalise(question), self._plan))  # a label's own steps lead no further
        if by_id and (below := self._below_code(asked, coded)):
            return below
        if not any(node.is_leaf for node in coded.nodes):
            if any(step.level not in {Level.PART, Level.WORK_PLAN, Level.GOAL} for step in asked.steps):
                return None  # an ordinal leads further down
            if len(coded.nodes) > 1 and asked.says("compare"):
                return Reading(operation, compared(coded.nodes, asked), is_sure=True)
            base = Query(Operation.LIST, tuple(node.passage_id for node in coded.nodes))
            if asked.says("filter") and (query := self._conditions.read(asked, base)):
                return Reading(operation, query, is_sure=True)
            if len(self._names.rest(asked.shape)) > MUCH:
                return Reading(operation)
        return Reading(operation, self._places.query(asked, coded, operation), is_sure=True)

    def _below_code(self, asked: Asked, coded: References) -> Reading | None:
        """What ordinals lead to behind an id, as in 「2.3.1（2）」, or beside it."""
        if not asked.steps or len(coded.nodes) > 1:
            return None
        ways = paths(asked.steps, (), self._plan)
        found = resolve(ways, self._plan, coded.nodes[0])
        beside = coded.nodes if all(way.is_rooted for way in ways) else ()
        whole = References((*found.nodes, *beside), found.missing)
        if whole.missing:
            return Reading(missing=whole.missing, is_sure=True)
        return Reading(query=self._places.query(asked, whole, None)) if whole.nodes else None


def by_code(question: str, plan: Plan) -> References:
    """The nodes whose ids, numbers or labels stand in the question, and those ids beyond what there is."""
    text = normalise(question)
    if found := _by_id(text, plan):
        return found
    labelled = _by_label(text, plan)
    return References((labelled,)) if labelled else References()


def without_codes(question: str, plan: Plan) -> str:
    """The question without the ids in it."""
    text = normalise(question)
    spans = sorted((at for at, _ in _ids_in(text, plan)), reverse=True)
    for start, end in spans:
        text = text[:start] + " " + text[end:]
    return text


def _by_id(text: str, plan: Plan) -> References:
    nodes: list[Node] = []
    missing: list[Missing] = []
    end = 0
    for (start, behind), number in _ids_in(text, plan):
        node = plan.nodes.get(f"{plan.plan_id}/{number}")
        if node and nodes and _UP_TO.fullmatch(text[end:start]):
            nodes += _between(nodes[-1], node, plan)
        if node:
            nodes.append(node)
        elif gap := _gap(number, plan, whole=plan.plan_id in text):
            missing.append(gap)
        end = behind
    return References(tuple(dict.fromkeys(nodes)), tuple(missing))


def _ids_in(text: str, plan: Plan) -> list[tuple[tuple[int, int], str]]:
    """The ids in a text, in order, and where they stand."""
    whole = re.compile(rf"{re.escape(plan.plan_id)}/(\d+(?:\.\d+)*)")
    if found := [(match.span(), match[1]) for match in whole.finditer(text)]:
        return found
    alone = len(compact(text)) - 2
    named = {part for match in _NAMED_ID.finditer(text) for part in match.groups() if part}
    named |= {part for match in _BESIDE.finditer(text) for part in _ID.findall(match[0])}
    numbers = [(match.span(), match[0].replace("-", ".")) for match in _ID.finditer(text)]
    return [(span, n) for span, n in numbers if n.count(".") > 1 or alone <= len(n) or n in named]


def _between(first: Node, last: Node, plan: Plan) -> list[Node]:
    """The nodes between two siblings."""
    beside = plan.children(plan.nodes[first.parent]) if first.parent else ()
    if first not in beside or last not in beside:
        return []
    return list(beside[beside.index(first) + 1 : beside.index(last)])


def _gap(number: str, plan: Plan, *, whole: bool) -> Missing | None:
    """What is missing where an id goes beyond the children of a node; None if it is no id: no `whole` one, which names the plan."""
    parts = number.split(".")
    for depth in range(len(parts) - 1, 0, -1):
        above = plan.nodes.get(f"{plan.plan_id}/{'.'.join(parts[:depth])}")
        if above and above.children:
            children = plan.children(above)
            return Missing(above, int(parts[depth]), len(children), children[0].level)
        if above:
            return None
    parts_of_plan = plan.of_level(Level.PART)
    return Missing(None, int(parts[0]), len(parts_of_plan), Level.PART) if whole else None


def _by_label(text: str, plan: Plan) -> Node | None:
    """The node whose label stands in the text, with whatever parts its steps; a passage wins over its item."""
    if set(PARTS).isdisjoint(text):
        return None
    labelled = [node for node in plan.nodes.values() if "／" in node.label and ("/" in text or node.is_leaf)]
    for shown in (compact(text), _BESIDE_LATIN.sub("", text)):
        steps = _SEPARATOR.sub("/", shown)
        for node in sorted(labelled, key=lambda node: -len(node.label)):
            _, held, rest = steps.partition(_label_steps(node.label))
            if held and (node.mark is None or not _GOES_ON.match(rest) or _AFTER_LABEL.match(rest)):
                return _single_content(node, plan)
    return None


@lru_cache(maxsize=_KEPT)
def _label_steps(label: str) -> str:
    """A label as it is looked for."""
    return _SEPARATOR.sub("/", compact(normalise(label)))


def _single_content(node: Node, plan: Plan) -> Node:
    """An item's only, unnumbered content, which has the item's label."""
    children = plan.children(node)
    return children[0] if len(children) == 1 and children[0].label == node.label else node
