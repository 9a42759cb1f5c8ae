"""Places that a question names outright: ids, labels, 「目標三第二點」, 「某某業務第二項第三點」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Level, Node, Plan
from corpus.numerals import NUMERAL, read_numeral
from corpus.text import compact
from index.script import normalise

_N = f"(?P<n>{NUMERAL})"
_ID = r"(?<![\d.])\d{1,2}(?:\.\d{1,3}){1,3}(?![\d.]*[\d%倍元萬])"
_GOAL = re.compile(
    rf"(?:目標第?{_N}(?![共起樣般些定直併])(?:個|項|大項)?|第{_N.replace('n>', 'm>')}(?:個|項|大)?(?:的)?(?:年度|施政|大|總)*目標"
    rf"|(?:part1|壹)[、,.\s·-]*(?:的|之|裡的?|中的?)?第?{_N.replace('n>', 'k>')}(?:個|項)?(?=[、,.\s(底下的之裡中第/]|$))"
)
_STEP = re.compile(
    rf"^[\s、,./的之裡中底下內策略第]*(?:[(（]\s*(?P<b>{NUMERAL})\s*[)）]|第\s*(?P<o>{NUMERAL})\s*(?:小|大)?(?:點|条|條|項|個|款|段)?(?:策略|內容|項目)?"
    rf"|(?P<p>{NUMERAL})(?=$|[、,.\s)點條項]))"
)
_PARAGRAPH = re.compile(rf"前言(?:的)?(?:、)?(?:第\s*{_N}\s*段)?")
_ORDINAL = re.compile(rf"第\s*{_N}\s*(?:小|大)?(?:點|條|項|個|款|段)|[(（]\s*(?P<m>{NUMERAL})\s*[)）]|[／/、]\s*(?P<k>{NUMERAL})(?=$|[\s,、。?]|原文|全文)")
_LAST = re.compile(r"(?:最後|末)(?:一|1)?(?:點|條|項|個|段)")


@dataclass(frozen=True, slots=True)
class Missing:
    """An ordinal beyond what there is: the node, the number asked for, and how many it has."""

    parent: Node
    ordinal: int
    count: int
    level: Level


@dataclass(frozen=True, slots=True)
class References:
    """What a question names: nodes in the order named, and ordinals that do not exist."""

    nodes: tuple[Node, ...] = ()
    missing: tuple[Missing, ...] = ()

    def __bool__(self) -> bool:
        """Whether it names anything."""
        return bool(self.nodes or self.missing)


def find_references(question: str, plan: Plan, named: Sequence[Node] = ()) -> References:
    """Return the places that `question` names by number.

    Args:
        question: as typed.
        plan: the plan.
        named: inner nodes that it names by (part of) their headings; ordinals behind them count among their children.
    """
    text = normalise(question)
    if by_id := _by_id(text, plan):
        return References(tuple(by_id))
    if labelled := _by_label(text, plan):
        return References((labelled,))
    found = _preface(text, plan) or _goals(text, plan)
    if found:
        return found
    return _below(text, plan, named)


def _by_id(text: str, plan: Plan) -> list[Node]:
    prefix = f"{plan.plan_id}/"
    found = re.findall(rf"{re.escape(prefix)}(\d+(?:\.\d+)*)", text)
    if not found:
        found = [number for number in re.findall(_ID, text) if number.count(".") > 1 or text.strip(" 。?？") == number]
    return [plan.nodes[prefix + number] for number in dict.fromkeys(found) if prefix + number in plan.nodes]


def _by_label(text: str, plan: Plan) -> Node | None:
    """The node whose label stands in the text; the longest, so that a passage wins over its item."""
    squeezed = compact(text)
    labels = [(compact(node.label), node) for node in plan.nodes.values() if "／" in node.label or "/" in compact(node.label)]
    held = [(len(label), -number, node) for number, (label, node) in enumerate(labels) if label in squeezed]
    if not held:
        return None
    # A label 「…／一」 must not be read out of 「…／一案」.
    for _, _, node in sorted(held, key=lambda row: row[:2], reverse=True):
        rest = squeezed.split(compact(node.label), 1)[1]
        if not node.is_leaf or node.mark is None or not re.match(r"[\u4e00-\u9fff]", rest) or re.match(r"(?:原文|全文|的|在|是|寫|逐|怎)", rest):
            return node
    return None


def _preface(text: str, plan: Plan) -> References | None:
    match = _PARAGRAPH.search(text)
    preface = plan.of_level(Level.PREFACE)
    if match is None or not preface:
        return None
    if match["n"] is None:
        return None
    return _child(plan, preface[0], read_numeral(match["n"]) or 0)


def _goals(text: str, plan: Plan) -> References | None:
    goals = plan.of_level(Level.GOAL)
    nodes: list[Node] = []
    missing: list[Missing] = []
    for match in _GOAL.finditer(text):
        number = read_numeral(match["n"] or match["m"] or match["k"]) or 0
        if not goals or number > 30:
            continue
        found = _child(plan, plan.nodes[goals[0].parent or ""], number)
        if found.nodes and (step := _STEP.match(text[match.end() :])):
            inner = read_numeral(step["b"] or step["o"] or step["p"]) or 0
            found = _child(plan, found.nodes[0], inner)
        elif found.nodes and _LAST.search(text[match.end() :][:8]):
            found = References((plan.children(found.nodes[0])[-1],))
        nodes.extend(found.nodes)
        missing.extend(found.missing)
    return References(tuple(dict.fromkeys(nodes)), tuple(missing)) if nodes or missing else None


def _below(text: str, plan: Plan, named: Sequence[Node]) -> References:
    """Ordinals counted among the children of the nodes that are named, one step down for each."""
    if not named:
        return References()
    node = named[0]
    ordinals = [read_numeral(m["n"] or m["m"] or m["k"]) or 0 for m in _ORDINAL.finditer(text)]
    if not ordinals:
        return References((plan.children(node)[-1],)) if _LAST.search(text) and node.children else References()
    steps = ordinals[-2:] if node.level is Level.WORK_PLAN else ordinals[-1:]
    for step in steps:
        if node.is_leaf:
            break
        found = _child(plan, node, step)
        if found.missing:
            return found
        node = found.nodes[0]
    return References((node,))


def _child(plan: Plan, parent: Node, ordinal: int) -> References:
    children = plan.children(parent)
    if 1 <= ordinal <= len(children):
        return References((children[ordinal - 1],))
    return References((), (Missing(parent, ordinal, len(children), children[0].level),)) if ordinal else References()
