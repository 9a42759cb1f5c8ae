"""Sentences about what a query selects: complete lists, counts, the most and fewest, categories and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.draft import Piece, Statement
from bot.query import LEAVES, OR, Extreme, Operation, Query, descendants, holds_any, size_of
from bot.wording import UNITS
from corpus import Level, Node, Plan

_STOP = "。"
_FEW = 10  # so many counted nodes are cited one by one


def tell_list(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """List all nodes of a query, in one sentence for each place asked about, that says how many they are."""
    if len(query.under) < 2 or query.is_narrowed:
        return (_list(query, nodes, plan, subject(query, plan)),)
    groups = {name: [node for node in nodes if _is_below(node, name, plan)] for name in query.under}
    return tuple(
        _list(query, group, plan, f"「{plan.nodes[name].text}」") for name, group in groups.items() if group
    )


def _list(query: Query, nodes: Sequence[Node], plan: Plan, about: str) -> Statement:
    opening = _relating(nodes, about) if query.is_related else _opening(nodes, about)
    by_words = bool(query.mentions or query.is_related) and not query.under
    pieces: list[Piece] = []
    if query.is_counted:
        pieces.append(Piece(opening.rstrip("：，"), counted_under(query, nodes, plan)))
        opening = "："
    for number, node in enumerate(nodes, 1):
        shown = f"{_numbered(node, number, nodes, by_words=by_words)}{node.text.rstrip(_STOP)}"
        pieces.append(Piece((opening if number == 1 else "；") + shown, (node.passage_id,)))
        pieces += _witness(query, node, plan)
    return (*pieces, Piece(_STOP))


def _relating(nodes: Sequence[Node], about: str) -> str:
    """What stands before a list that searching chose, which nothing proves to be complete."""
    unit = unit_of(nodes)
    return f"{about}{unit[1:] or '段落'}有 {len(nodes)} {unit[0]}："


def _opening(nodes: Sequence[Node], about: str) -> str:
    """What stands before a list: of what, and how many; the preface is no part of the plan's."""
    parts = sum(1 for node in nodes if node.level is Level.PART)
    if parts and parts < len(nodes):
        return f"{about}由前言和 {parts} 個部分組成，以下全部列出："
    unit = unit_of(nodes)
    return f"{about}共有 {len(nodes)} {unit}，以下全部列出：" if len(nodes) > 1 else f"{about}只有 1 {unit}："


def _witness(query: Query, node: Node, plan: Plan) -> list[Piece]:
    """For an inner node selected by what is mentioned below it, the first that does; for each term, if each is wanted."""
    if not query.mentions or node.is_leaf or query.matches(query.mentions, [node]):
        return []
    below = list(descendants(plan, node))
    wanted = [(term,) for term in query.mentions] if query.is_each else [query.mentions]
    first = (next((one for one in below if holds_any(one, terms)), node) for terms in wanted)
    found = [one for one in dict.fromkeys(first) if one is not node]
    return [Piece(f"（見「{one.label}」）", (one.passage_id,)) for one in found]


def tell_count(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Say how many nodes a query selects, for each place asked about; what vouches for the number is cited."""
    if len(query.under) > 1 and not query.is_narrowed:
        groups = [(name, [node for node in nodes if _is_below(node, name, plan)]) for name in query.under]
        counts = tuple(_count(f"「{plan.nodes[name].text}」", group, (name,)) for name, group in groups)
        return (*counts, _count("合計", nodes, query.under))
    if len(query.categories) > 1 and query.level is not Level.WORK_PLAN:
        return tuple(_of_category(category, query, nodes, plan) for category in query.categories)
    cites = counted_under(query, nodes, plan)
    if query.is_narrowed and cites == tuple(node.passage_id for node in nodes):
        return (_count_named(subject(query, plan), nodes),)
    return (_count(subject(query, plan), nodes, cites),)


def _of_category(category: str, query: Query, nodes: Sequence[Node], plan: Plan) -> Statement:
    """How many of the nodes are of one of several categories."""
    of_one = replace(query, categories=(category,))
    return tell_count(of_one, [node for node in nodes if node.category == category], plan)[0]


def _count_named(about: str, nodes: Sequence[Node]) -> Statement:
    """The number of a few nodes, with which ones they are."""
    lead = f"{about}共有 {len(nodes)} {unit_of(nodes)}："
    shown = ((f"「{node.label if node.is_leaf else node.text}」", node.passage_id) for node in nodes)
    pieces = (
        Piece(f"{'、' if number else lead}{name}", (cite,)) for number, (name, cite) in enumerate(shown)
    )
    return (*pieces, Piece(_STOP))


def tell_claimed(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Put a number right that a question took for granted."""
    lead = f"計畫寫的不是 {query.claimed} {unit_of(nodes)[0]}，"
    told = tell_list if query.operation is Operation.LIST and len(query.under) < 2 else tell_count
    first, *rest = told(query, nodes, plan)
    return ((Piece(lead + first[0].text, first[0].cites), *first[1:]), *rest)


def _count(about: str, nodes: Sequence[Node], cites: tuple[str, ...]) -> Statement:
    return (Piece(f"{about}共有 {len(nodes)} {unit_of(nodes)}", cites), Piece(_STOP))


def tell_extreme(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Name the nodes with the most or fewest children, and how many those are; or the longest or shortest texts."""
    if query.extreme and query.extreme.by_length:
        return _tell_length(query, nodes, plan)
    unit = _measured_unit(query, nodes[0], plan)
    which = "多" if query.extreme is Extreme.MOST else "少"
    if query.top > 1:
        return tell_sizes(
            query, nodes, plan, lead=f"{unit[1:]}最{which}的前 {query.top} {unit_of(nodes)[0]}是"
        )
    count = size_of(nodes[0], query.measured, plan)
    rank = f"第 {query.rank} {which}" if query.rank > 1 else f"最{which}"
    pieces = [Piece(f"{unit[1:]}{rank}的是「{nodes[0].text}」", (nodes[0].passage_id,))]
    pieces += [Piece(f"、「{node.text}」", (node.passage_id,)) for node in nodes[1:]]
    return ((*pieces, Piece(f"，{'各' if len(nodes) > 1 else ''}有 {count} {unit}{_STOP}")),)


def _tell_length(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    """Give the longest or shortest texts, with where they stand."""
    which = "最長" if query.extreme is Extreme.LONGEST else "最短"
    lead = f"{subject(query, plan)}文字{which}的{unit_of(nodes)[1:] or '段落'}是"
    pieces = [
        Piece(f"{'；' if number else lead}「{node.label}」：{node.text.rstrip(_STOP)}", (node.passage_id,))
        for number, node in enumerate(nodes)
    ]
    return ((*pieces, Piece(_STOP)),)


def tell_sizes(query: Query, nodes: Sequence[Node], plan: Plan, *, lead: str = "") -> tuple[Statement, ...]:
    """Say of each node how many children it has, and which has more; without that after a lead of its own."""
    sizes = [size_of(node, query.measured, plan) for node in nodes]
    pieces: list[Piece] = []
    for node, size in zip(nodes, sizes, strict=True):
        unit = _measured_unit(query, node, plan)
        pieces += [Piece(f"{'，' if pieces else lead}「{node.text}」有 {size} {unit}", (node.passage_id,))]
    verdict = "" if lead else f"，{_verdict(query, nodes, sizes, plan)}"
    total = _total(nodes, sizes, unit, plan) if query.is_counted else []
    return ((*pieces, *total, Piece(_STOP)),) if total else ((*pieces, Piece(f"{verdict}{_STOP}")),)


def _total(nodes: Sequence[Node], sizes: Sequence[int], unit: str, plan: Plan) -> list[Piece]:
    """How much nodes hold together, where they are all that the node around them has."""
    parent = nodes[0].parent
    if parent is None or plan.children(plan.nodes[parent]) != tuple(nodes):
        return []
    return [Piece(f"，合計 {sum(sizes)} {unit}", (parent,))]


def _verdict(query: Query, nodes: Sequence[Node], sizes: Sequence[int], plan: Plan) -> str:
    """Which of the nodes hold the most."""
    largest = [node for node, size in zip(nodes, sizes, strict=True) if size == max(sizes)]
    if len(largest) == len(nodes):
        return "一樣多"
    names = "」和「".join(node.text for node in largest)
    return f"「{names}」{'較' if len(nodes) == 2 else '最'}多{_excess(query, nodes, plan)}"


def _excess(query: Query, nodes: Sequence[Node], plan: Plan) -> str:
    """By how much the larger of two exceeds the other."""
    if len(nodes) != 2:
        return ""
    sizes = [size_of(node, query.measured, plan) for node in nodes]
    units = {_measured_unit(query, node, plan) for node in nodes}
    return f"，多 {max(sizes) - min(sizes)} {units.pop() if len(units) == 1 else '個'}"


def tell_categories(nodes: Sequence[Node]) -> tuple[Statement, ...]:
    """Say of each node which category it belongs to."""
    pieces = [
        Piece(f"{'；' if number else ''}「{node.text}」屬於{node.category}類", (node.passage_id,))
        for number, node in enumerate(nodes)
    ]
    return ((*pieces, Piece(_STOP)),)


def counted_under(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[str, ...]:
    """The nodes that vouch for a count: what it was counted under, the few counted ones, or the part they stand in."""
    if query.under and not query.is_narrowed:
        return query.under
    if (query.is_narrowed or query.nodes) and len(nodes) <= _FEW:
        return tuple(node.passage_id for node in nodes)
    return tuple(dict.fromkeys((*plan.ancestors(node), node)[0].passage_id for node in nodes))


def unit_of(nodes: Sequence[Node]) -> str:
    """The counting word that fits all nodes."""
    levels = {node.level for node in nodes}
    if len(levels) == 1:
        return UNITS.get(nodes[0].level, "處")
    return "段文字" if levels <= LEAVES else "處"


def subject(query: Query, plan: Plan) -> str:
    """What a count or list is about, in words."""
    if query.is_related:
        return f"{_headings(query.under, plan) or '整份計畫'}與所問有關的"
    parents = dict.fromkeys(plan.nodes[passage_id].parent for passage_id in query.nodes)
    if above := [parent for parent in parents if parent]:
        return f"{_headings(above, plan)}的其餘部分"
    under = _headings(query.under, plan) or "整份計畫"
    if query.among:
        under = f"以上所列在{under}之下的" if query.under else "以上所列"
    under += f"扣除{_headings(query.outside, plan)}後" if query.outside else ""
    parts = [_categories(query)] if query.categories else []
    parts += [f"名稱含有「{_either(query).join(query.titles)}」的"] if query.titles else []
    parts += [f"名稱以「{query.opens}」開頭的"] if query.opens else []
    parts += _held(query)
    parts += [f"{query.years}的"] if query.years else []
    parts += [_bounds(query)] if query.children else []
    return under + "".join(parts)


def _held(query: Query) -> list[str]:
    """Which words nodes mention, which they do not, and which their headings do not hold."""
    held = _either(query).join(map(_shown, query.mentions))
    lacking = "」或「".join(map(_shown, query.lacking))
    told = f"提到「{held}」" if held else ""
    told += f"{'而' if held else ''}沒有提到「{lacking}」" if lacking else ""
    untitled = [f"名稱沒有「{'」或「'.join(query.untitled)}」的"] if query.untitled else []
    unheld = [f"沒有「{'」、「'.join(query.unheld)}」這樣的詞；"] if query.unheld else []
    return [*unheld, *([f"{told}的"] if told else []), *untitled]


def _either(query: Query) -> str:
    """What stands between terms."""
    return "」和「" if query.is_each else "」或「"


def _headings(ids: Sequence[str], plan: Plan) -> str:
    return "與".join(f"「{plan.nodes[passage_id].text}」" for passage_id in ids)


def _shown(term: str) -> str:
    return term.replace("~", "").replace(" ", "…").replace(OR, "／")


def _categories(query: Query) -> str:
    if query.level is Level.WORK_PLAN:
        return f"{'全部' if query.is_every else ''}項目{'' if query.is_every else '含有'}{'與'.join(query.categories)}類的"
    return f"屬於{'或'.join(query.categories)}類的"


def _bounds(query: Query) -> str:
    least, most = query.children or (0, 0)
    unit = "點" if query.measured or query.level is Level.ITEM else "項"
    if least == most:
        return f"恰有 {least} {unit}的"
    return f"有 {least} {unit}以上的" if least > 1 else f"有 {most} {unit}以下的"


def _measured_unit(query: Query, node: Node, plan: Plan) -> str:
    below = next(plan.leaves(node)) if query.measured else plan.children(node)[0]
    return UNITS[below.level]


def _numbered(node: Node, number: int, nodes: Sequence[Node], *, by_words: bool) -> str:
    """A list element's number: the plan's own mark where all stand under one node, else a running one with the place.

    What was looked for by words in the whole plan comes with its place, too.
    """
    if node.level is Level.PREFACE:
        return f"{node.label}："
    if len({other.parent for other in nodes}) == 1 and not by_words:
        return (node.mark or f"（{number}）") if len(nodes) > 1 else ""
    running = f"（{number}）" if len(nodes) > 1 else ""
    return f"{running}{node.label}：" if node.is_leaf else running


def _is_below(node: Node, name: str, plan: Plan) -> bool:
    return any(above.passage_id == name for above in plan.ancestors(node))
