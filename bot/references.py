"""Places that a question names by number: ids, labels, and ordinals counted among a node's children."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.names import Mention
from bot.ordinals import PARTS, Step, find_steps
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

_DOTTED = r"\d{1,2}(?:\.\d{1,3}){1,3}(?![\d.]*[\d%倍元萬億])"
_ID = re.compile(rf"(?<![\d.-])(?:{_DOTTED}|\d{{1,2}}(?:-\d{{1,3}}){{2,3}}(?![\d-]))")
# A number with one dot could be any figure, unless it is put as a name.
_NAMED_ID = re.compile(
    rf"[「『\"'“(（]({_DOTTED})[」』\"'”)）]|({_DOTTED})\s*這?那?[段節]|(?:編號|段落|id)\s*({_DOTTED})",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[\u4e00-\u9fff]")  # 「…／一」 must not be read out of 「…／一案」
_AFTER_LABEL = re.compile(r"原文|全文|的|在|是|寫|逐|怎|這|那|說|講|內容|請")
_SEPARATOR = re.compile(r"[\s、,/>.:・·-]+")  # between the steps of a label
_BESIDE_LATIN = re.compile(r"(?<=[a-z0-9])\s|\s(?=[a-z0-9])")  # blanks that part no steps
_KEPT = 1024  # labels that are kept as they are looked for
_OF_POINTS = frozenset("點條款")
_ROOTED = frozenset({Level.PART, Level.GOAL, Level.WORK_PLAN})
_DEPTHS = {Level.PREFACE: 0, Level.PART: 0, Level.GOAL: 1, Level.WORK_PLAN: 1, Level.ITEM: 2}
_LEAVES = {Level.PREFACE: 1, Level.GOAL: 2, Level.WORK_PLAN: 3, Level.ITEM: 3}  # depth of the passages below


@dataclass(frozen=True, slots=True)
class Missing:
    """An ordinal beyond what there is: the node (None for the plan), the number asked for, and how many it has."""

    parent: Node | None
    ordinal: int
    count: int
    level: Level


@dataclass(frozen=True, slots=True)
class References:
    """What a question names: nodes in the order named, and ordinals that do not exist.

    Attributes:
        by_place: the nodes are counted over the whole plan (「第三個目標」), not below a node that the question names.
    """

    nodes: tuple[Node, ...] = ()
    missing: tuple[Missing, ...] = ()
    by_place: bool = False

    def __bool__(self) -> bool:
        """Whether it names anything."""
        return bool(self.nodes or self.missing)


@dataclass(slots=True)
class Path:
    """A way down the tree: from a node, or from the plan's root if it is None, one step after the other."""

    base: Node | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        """Whether it leads to a part of the plan and no further."""
        return self.base is None and [step.level for step in self.steps] == [Level.PART]

    @property
    def is_rooted(self) -> bool:
        """Whether it says where it begins."""
        return self.base is not None or bool(self.steps and self.steps[0].level in _ROOTED)


def find_references(question: str, plan: Plan, named: Sequence[Node] = ()) -> References:
    """Return the places that `question` names by number.

    Args:
        question: as typed.
        plan: the plan.
        named: the inner node that it names by (part of) its heading; ordinals count among its children.
    """
    if found := by_code(question, plan):
        return found
    steps = find_steps(compact(normalise(question)))
    return resolve(paths(steps, ()), plan, named[0] if named else None) if steps else References()


def by_code(question: str, plan: Plan) -> References:
    """The nodes whose ids, numbers or labels stand in the question."""
    text = normalise(question)
    if nodes := _by_id(text, plan):
        return References(tuple(nodes))
    labelled = _by_label(text, plan)
    return References((labelled,)) if labelled else References()


def _by_id(text: str, plan: Plan) -> list[Node]:
    prefix = f"{plan.plan_id}/"
    found = re.findall(rf"{re.escape(prefix)}(\d+(?:\.\d+)*)", text)
    if not found:
        numbers = [number.replace("-", ".") for number in _ID.findall(text)]
        alone = len(compact(text)) - 2
        named = {part for match in _NAMED_ID.finditer(text) for part in match.groups() if part}
        found = [n for n in numbers if n.count(".") > 1 or alone <= len(n) or n in named]
    return [plan.nodes[prefix + number] for number in dict.fromkeys(found) if prefix + number in plan.nodes]


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


# -- paths


def paths(steps: Iterable[Step], mentions: Iterable[Mention], plan: Plan | None = None) -> list[Path]:
    """Put names and ordinals together to ways down the tree, in the order in which they stand."""
    found: list[Path] = []
    tokens: list[Step | Mention] = [*steps, *mentions]
    for token in sorted(tokens, key=lambda token: token.start):
        if isinstance(token, Mention):
            _add_name(found, token.node, plan)
        else:
            _add_step(found, token)
    return found


def _add_name(found: list[Path], node: Node, plan: Plan | None) -> None:
    last = found[-1] if found else None
    if last and not last.is_rooted:
        last.base = node  # 「第二點，某某項目」
    elif last and plan and _is_only_place(last, node, plan):
        last.base, last.steps = node, []
    else:
        found.append(Path(node))


def _is_only_place(path: Path, node: Node, plan: Plan) -> bool:
    """Whether a path leads to an ancestor of the node, so that both together name the node."""
    resolved = _resolve(path, plan)
    return len(resolved.nodes) == 1 and resolved.nodes[0] in plan.ancestors(node)


def _add_step(found: list[Path], step: Step) -> None:
    last = found[-1] if found else None
    if last is None or (step.level in _ROOTED and last.is_rooted):
        if last and last.is_part and step.level is not Level.PART:
            found.pop()  # 貳的第三項業務
        found.append(Path(None, [step]))
    elif step.level in _ROOTED:
        last.steps.insert(0, step)  # second strategy of the third goal
    elif (beside := _beside(last, step)) is not None:
        found.append(
            Path(last.base, [*last.steps[:beside], step])
        )  # 第六項和第七項, 第一項第二點和第三項第一點
    else:
        last.steps.append(step)


def _beside(path: Path, step: Step) -> int | None:
    """Which step of a path another one stands beside, counted with the same word; None if it leads further down."""
    units = [each.unit if each.level not in _ROOTED else None for each in path.steps]
    return units.index(step.unit) if step.unit in units else None


def resolve(found: Sequence[Path], plan: Plan, anchor: Node | None = None) -> References:
    """Return what the paths lead to.

    Args:
        found: the paths.
        plan: the plan.
        anchor: where paths begin that do not say it; without it they lead nowhere, but for those to items.
    """
    nodes: list[Node] = []
    missing: list[Missing] = []
    for path in found:
        whole = path if path.is_rooted else Path(anchor, path.steps)
        result = _resolve(whole, plan)
        nodes += result.nodes
        missing += result.missing
    by_place = all(path.base is None and len(path.steps) == 1 for path in found)
    return References(tuple(dict.fromkeys(nodes)), tuple(missing), by_place)


def _resolve(path: Path, plan: Plan) -> References:
    base = path.base
    if base and base.parent and len(path.steps) > _LEAVES.get(base.level, 9) - _DEPTHS.get(base.level, 0):
        base = plan.nodes[base.parent]  # more steps than lie below it: the one above was meant
    nodes = [base] if base else []
    for depth, step in enumerate(path.steps):
        parent = nodes[0] if nodes else None
        if parent and parent.is_leaf:
            break
        children = _children(parent, step, plan, last=depth == len(path.steps) - 1)
        if not children:
            return References()
        if beyond := [number for number in step.numbers if not 1 <= abs(number) <= len(children)]:
            above = plan.nodes[children[0].parent] if children[0].parent else None
            return References((), (Missing(above, beyond[0], len(children), children[0].level),))
        nodes = [children[number - 1 if number > 0 else number] for number in step.numbers]
    return References(tuple(nodes))


def _children(parent: Node | None, step: Step, plan: Plan, *, last: bool) -> tuple[Node, ...]:
    """The nodes among which a step counts."""
    if step.level in _ROOTED or (parent is None and step.level is Level.ITEM):
        return plan.of_level(step.level) if step.level else ()
    if parent is None:
        return ()
    children = plan.children(parent)
    if parent.level is Level.WORK_PLAN and last and (step.level is Level.CONTENT or step.unit in _OF_POINTS):
        return tuple(plan.leaves(parent))  # 點 are counted through all items of a work plan
    if parent.level is Level.PART and step.level is Level.ITEM:
        below = [item for child in children for item in plan.children(child) if item.level is Level.ITEM]
        return tuple(below) or children
    return children
