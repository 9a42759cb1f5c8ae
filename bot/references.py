"""Places that a question names by number: ids, labels, and ordinals counted among a node's children."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.names import Mention
from bot.ordinals import Step
from corpus import Level, Node, Plan

_OF_POINTS = frozenset("點條款")
_ROOTED = frozenset({Level.PART, Level.GOAL, Level.WORK_PLAN})
_COUNTED_THROUGH = frozenset(
    {Level.ITEM, Level.STRATEGY, Level.CONTENT}
)  # through the plan, where no place is named
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
            above = _around(children, plan)
            return References((), (Missing(above, beyond[0], len(children), children[0].level),))
        nodes = [children[number - 1 if number > 0 else number] for number in step.numbers]
    return References(tuple(nodes))


def _around(nodes: Sequence[Node], plan: Plan) -> Node | None:
    """The lowest node that holds all of the nodes; None for the plan itself."""
    chains = [plan.ancestors(node) for node in (nodes[0], nodes[-1])]
    shared = [one for one, other in zip(*chains, strict=False) if one is other]
    return shared[-1] if shared else None


def _children(parent: Node | None, step: Step, plan: Plan, *, last: bool) -> tuple[Node, ...]:
    """The nodes among which a step counts."""
    if step.level in _ROOTED or (parent is None and step.level in _COUNTED_THROUGH):
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
