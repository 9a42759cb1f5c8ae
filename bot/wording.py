"""The built-in composers' sentences: a short lead that names the place, then the plan's own words with their mark."""

from __future__ import annotations

from collections.abc import Sequence

from bot.draft import Piece, Statement
from corpus import Level, Node, Plan

UNITS = {
    Level.GOAL: "項施政目標",
    Level.STRATEGY: "項策略",
    Level.WORK_PLAN: "項工作計畫",
    Level.ITEM: "個重要計畫項目",
    Level.CONTENT: "點實施內容",
    Level.PARAGRAPH: "段",
    Level.PART: "個部分",
}
_STOP = "。"


def tell(node: Node, plan: Plan, *, lead: str | None = None) -> tuple[Statement, ...]:
    """State a node in the plan's own words, every sentence with its mark.

    Args:
        node: a passage, or an inner node (its heading).
        plan: the node's plan.
        lead: what stands before the first sentence; the headings above the node if None.
    """
    first, *rest = sentences(node.text)
    opening = f"計畫在{setting(node, plan)}列出：" if lead is None else lead
    pieces: list[Statement] = [(Piece(opening + first, (node.passage_id,)), Piece(_STOP))]
    pieces += [(Piece(text, (node.passage_id,)), Piece(_STOP)) for text in rest]
    return tuple(pieces)


def sentences(text: str) -> list[str]:
    """Split a passage at its full stops, which are left out."""
    return [part for part in text.split(_STOP) if part]


def position(node: Node, plan: Plan) -> tuple[int, int]:
    """A node's ordinal among its siblings, and how many these are."""
    peers = plan.children(plan.nodes[node.parent]) if node.parent else plan.of_level(node.level)
    siblings = [peer.passage_id for peer in peers]
    return siblings.index(node.passage_id) + 1, len(siblings)


def ordinal(node: Node, plan: Plan) -> str:
    """A node's ordinal in words: 第 3 點, 第 2 個重要計畫項目."""
    unit = {Level.CONTENT: "點", Level.PARAGRAPH: "段"}.get(node.level) or UNITS.get(node.level, "項")
    return f"第 {position(node, plan)[0]} {unit}"


def setting(node: Node, plan: Plan) -> str:
    """The headings above a node, without a figure that the node's own text does not hold."""
    parent = plan.nodes[node.parent] if node.parent else None
    match node.level:
        case Level.CONTENT if parent and parent.parent:
            return f"「{plan.nodes[parent.parent].text}」的「{parent.text}」"
        case Level.STRATEGY if parent:
            return f"施政目標「{parent.text}」"
        case Level.PARAGRAPH if parent:
            return "前言"
    return place(node, plan)


def place(node: Node, plan: Plan) -> str:
    """Where a node stands, as one says it: 「林帶復育」的「飛砂防治」第 2 點."""
    parent = plan.nodes[node.parent] if node.parent else None
    match node.level:
        case Level.CONTENT if parent and parent.parent:
            point = ordinal(node, plan) if node.mark else ""
            return f"「{plan.nodes[parent.parent].text}」的「{parent.text}」{point}"
        case Level.STRATEGY if parent:
            return f"{ordinal(parent, plan)}「{parent.text}」的{ordinal(node, plan)}"
        case Level.ITEM if parent:
            return f"「{parent.text}」的{ordinal(node, plan)}"
        case Level.PARAGRAPH:
            return f"前言{ordinal(node, plan)}" if parent else node.label
    return f"「{parent.label}」的{ordinal(node, plan)}" if parent else f"「{node.label}」"


def tell_where(nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Say where nodes stand, with all that stands above them, and what stands there."""
    leads = [f"這寫在「{node.label}」，也就是{way_to(node, plan)}：" for node in nodes]
    told = (tell(node, plan, lead=lead) for node, lead in zip(nodes, leads, strict=True))
    return tuple(statement for statements in told for statement in statements)


def way_to(node: Node, plan: Plan) -> str:
    """The way down to a node by ordinals and headings, and among how many it stands."""
    parent = plan.nodes[node.parent] if node.parent else None
    match node.level:
        case Level.CONTENT if parent and parent.parent:
            work_plan = plan.nodes[parent.parent]
            point = f"的{ordinal(node, plan)}" if node.mark else "的唯一 1 點"
            return f"{ordinal(work_plan, plan)}「{work_plan.text}」{ordinal(parent, plan)}「{parent.text}」{point}"
        case Level.ITEM if parent:
            return f"{ordinal(parent, plan)}「{parent.text}」的{_of_all(node, plan)}"
        case Level.GOAL | Level.WORK_PLAN | Level.PART:
            return _of_all(node, plan)
    return place(node, plan)


def _of_all(node: Node, plan: Plan) -> str:
    """An ordinal with the number of siblings: 第 2 個重要計畫項目（共 4 個）."""
    return f"{ordinal(node, plan)}（共 {position(node, plan)[1]} {UNITS[node.level][0]}）"


def tell_quote(nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Give nodes' full text under their labels."""
    told = (tell(node, plan, lead=f"「{node.label}」的原文是：") for node in nodes)
    return tuple(statement for statements in told for statement in statements)


def tell_names(nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Give nodes' headings, and how much stands below them."""
    return tuple(_name(node, plan) for node in nodes)


def _name(node: Node, plan: Plan) -> Statement:
    below = f"，底下有 {amount(len(node.children), plan.children(node)[0].level)}" if node.children else ""
    where = f"「{node.label}」的標題" if node.level is Level.PART else place(node, plan)
    return (Piece(f"{where}是「{node.text}」", (node.passage_id,)), Piece(f"{below}{_STOP}"))


def amount(count: int, level: Level) -> str:
    """A number of nodes of a kind: 6 項策略."""
    return f"{count} {UNITS[level]}"
