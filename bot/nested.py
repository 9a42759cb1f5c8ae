"""What lies below nodes that a question selects by a property: 「項目最多的業務有哪些項目」."""

from __future__ import annotations

from dataclasses import replace

from bot.asking import Asked, level_of, levels_in
from bot.cues import cues
from bot.periods import years_of
from bot.query import Operation, Query, run_query
from bot.telling import below
from corpus import Level, Plan

_DEEPER = {
    Level.GOAL: frozenset({Level.STRATEGY}),
    Level.WORK_PLAN: frozenset({Level.ITEM, Level.CONTENT}),
    Level.ITEM: frozenset({Level.CONTENT}),
}


def below_selected(query: Query, asked: Asked, plan: Plan) -> Query:
    """The query for what lies below the inner nodes that a query selects, where that is asked for; else it as it is."""
    if query.years and query.level is Level.ITEM and level_of(asked) is Level.CONTENT:
        return _below_years(query, plan)
    if query.categories and query.operation is Operation.COUNT and _counts_singly(query, asked):
        items = run_query(replace(query, level=Level.ITEM), plan)
        return Query(Operation.COMPARE, nodes=tuple(item.passage_id for item in items))
    kind = _kind_below(query, asked)
    nodes = run_query(query, plan) if kind else ()
    if not nodes:
        return query
    ids = tuple(node.passage_id for node in nodes)
    if query.operation is Operation.COUNT and len(nodes) > 1 and asked.says("singly"):
        return Query(Operation.COMPARE, nodes=ids)
    return Query(query.operation, ids, below(nodes[0], kind, asked))


def _kind_below(query: Query, asked: Asked) -> Level | None:
    """The kind that is asked for behind the kind selected, which stands behind the property that selects."""
    selecting = cues("structure")["property"].search(asked.shape)
    if selecting is None or query.level not in _DEEPER or not (query.extreme or query.children):
        return None
    kinds = [(start, level) for start, level in levels_in(asked.shape) if start >= selecting.end()]
    own = next((start for start, level in kinds if level is query.level), len(asked.shape))
    deeper = [level for start, level in kinds if start > own and level in _DEEPER[query.level]]
    return deeper[-1] if deeper else None


def _counts_singly(query: Query, asked: Asked) -> bool:
    """Whether contents are counted of each item: 「某類項目各有幾點內容」."""
    named = [level for _, level in levels_in(asked.shape)]
    return query.level is Level.CONTENT and Level.ITEM in named and asked.says("singly")


def _below_years(query: Query, plan: Plan) -> Query:
    """The contents of the one item of some years; the query as it is where there are more."""
    items = run_query(query, plan)
    covers = query.years.covers if query.years else None
    exact = [item for item in items if years_of(item, plan) == covers] or items
    return Query(query.operation, (exact[0].passage_id,)) if len(exact) == 1 else query
