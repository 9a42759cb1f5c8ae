"""The built-in composers' sentences: a short lead that names the place, then the plan's own words with their mark."""

from __future__ import annotations

from collections.abc import Sequence

from bot.draft import Piece, Statement
from bot.query import Operation, Query
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
        lead: what stands before the first sentence; the node's place if None.
    """
    first, *rest = sentences(node.text)
    opening = f"計畫在{place(node, plan)}列出：" if lead is None else lead
    pieces: list[Statement] = [(Piece(opening + first, (node.passage_id,)), Piece(_STOP))]
    pieces += [(Piece(text, (node.passage_id,)), Piece(_STOP)) for text in rest]
    return tuple(pieces)


def sentences(text: str) -> list[str]:
    """Split a passage at its full stops, which are left out."""
    return [part for part in text.split(_STOP) if part]


def place(node: Node, plan: Plan) -> str:
    """Where a node stands, as one says it: 「勞動力發展業務」的「落實…就業」第二點."""
    parent = plan.nodes[node.parent] if node.parent else None
    mark = (node.mark or "").strip("、（）")
    match node.level:
        case Level.CONTENT if parent and parent.parent:
            ordinal = f"第{mark}點" if mark else ""
            return f"「{plan.nodes[parent.parent].text}」的「{parent.text}」{ordinal}"
        case Level.STRATEGY if parent:
            return f"{parent.label}「{parent.text}」的策略（{mark}）"
        case Level.ITEM if parent:
            return f"「{parent.text}」"
        case Level.PARAGRAPH:
            return node.label
    return f"「{parent.label}」" if parent else f"「{node.label}」"


def tell_where(nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Say where nodes stand, and what stands there."""
    return tuple(statement for node in nodes for statement in tell(node, plan, lead=f"這寫在「{node.label}」{_above(node, plan)}："))


def tell_quote(nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Give nodes' full text under their labels."""
    return tuple(statement for node in nodes for statement in tell(node, plan, lead=f"「{node.label}」的原文是："))


def tell_list(query: Query, nodes: Sequence[Node], plan: Plan) -> Statement:
    """List all nodes of a query in one sentence that says how many they are."""
    subject = _subject(query, nodes, plan)
    unit = _unit(nodes)
    opening = f"{subject}共有 {len(nodes)} {unit}，以下全部列出：" if len(nodes) > 1 else f"{subject}只有 1 {unit}："
    pieces: list[Piece] = []
    for number, node in enumerate(nodes, 1):
        shown = f"{_numbered(node, number, nodes, plan)}{node.text.rstrip(_STOP)}"
        pieces.append(Piece((opening if number == 1 else "；") + shown, (node.passage_id,)))
    return (*pieces, Piece(_STOP))


def tell_count(query: Query, nodes: Sequence[Node], plan: Plan) -> Statement:
    """Say how many nodes a query selects; the node whose children were counted is cited."""
    subject = _subject(query, nodes, plan)
    cites = counted_under(query, nodes, plan)
    return (Piece(f"{subject}共有 {len(nodes)} {_unit(nodes)}", cites), Piece(_STOP))


def tell_extreme(query: Query, nodes: Sequence[Node], plan: Plan) -> Statement:
    """Name the nodes with the most or fewest children, and how many those are."""
    count = len(nodes[0].children)
    unit = UNITS[plan.children(nodes[0])[0].level]
    which = "最多" if query.extreme == "most" else "最少"
    pieces = [Piece(f"{unit[1:]}{which}的是「{nodes[0].text}」", (nodes[0].passage_id,))]
    pieces += [Piece(f"、「{node.text}」", (node.passage_id,)) for node in nodes[1:]]
    return (*pieces, Piece(f"，{'各' if len(nodes) > 1 else ''}有 {count} {unit}{_STOP}"))


def counted_under(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[str, ...]:
    """The nodes that vouch for a count: what it was counted under, the few counted ones, or the part they stand in."""
    narrowed = query.category or query.mentions or query.years or query.children is not None
    if query.under and not narrowed:
        return query.under
    if narrowed and len(nodes) <= _FEW:
        return tuple(node.passage_id for node in nodes)
    roots = dict.fromkeys(plan.ancestors(node)[0].passage_id if node.parent else node.passage_id for node in nodes)
    return tuple(roots)


_FEW = 10  # so many counted nodes are cited one by one


def _unit(nodes: Sequence[Node]) -> str:
    levels = {node.level for node in nodes}
    return UNITS.get(nodes[0].level, "處") if len(levels) == 1 else "處"


def _subject(query: Query, nodes: Sequence[Node], plan: Plan) -> str:
    """What a count or list is about, in words."""
    under = "與".join(f"「{plan.nodes[passage_id].text}」" for passage_id in query.under) or "整份計畫"
    if query.operation is Operation.QUOTE or query.nodes:
        return "這"
    parts = [under]
    parts += [f"屬於{query.category}類的"] if query.category else []
    parts += [f"提到「{'」或「'.join(query.mentions)}」的"] if query.mentions else []
    parts += [f"期程涵蓋 {query.years[0]}－{query.years[1]} 年的"] if query.years else []
    parts += [f"只含 {query.children} 點的"] if query.children is not None else []
    return "".join(parts) if len(parts) > 1 or query.under else under


def _numbered(node: Node, number: int, nodes: Sequence[Node], plan: Plan) -> str:
    """A list element's number: the plan's own mark where all stand under one node, else a running one with the place."""
    if len(nodes) == 1:
        return ""
    if len({other.parent for other in nodes}) == 1:
        return node.mark or f"（{number}）"
    where = node.label if node.is_leaf else ""
    return f"（{number}）{where}：" if where else f"（{number}）"


def _above(node: Node, plan: Plan) -> str:
    """The goal's heading for places in part one, whose labels hold numbers only."""
    parent = plan.nodes[node.parent] if node.parent else None
    return f"，屬於「{parent.text}」" if parent and node.level is Level.STRATEGY else ""
