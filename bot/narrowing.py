"""Conditions on what was told before: 「其中提到青年的有哪些」 after a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cues import cues
from bot.dialogue import Turn
from bot.query import COUNTED, Query, descendants, holds_any, run_query
from bot.telling import Reading
from corpus import Node, Plan
from index.script import normalise


def narrowed(question: str, reading: Reading, turn: Turn | None, plan: Plan) -> Reading:
    """The reading of a turn that points at a list told before: with those of the list that meet its condition."""
    query = reading.query or reading.selected
    if turn is None or len(turn.focus) < 2 or query is None or query.operation not in COUNTED:
        return reading
    if not query.is_narrowed or not cues("dialogue")["of_these"].search(normalise(question)):
        return reading
    kept = _kept(query, turn.focus, plan)
    if not kept:
        return reading
    around = turn.scope if turn.scope and all(turn.scope in plan.ancestors(node) for node in kept) else None
    under = (around.passage_id,) if around else ()
    ids = tuple(node.passage_id for node in kept)
    return replace(reading, query=Query(query.operation, under, nodes=ids, is_related=True))


def _kept(query: Query, told: Sequence[Node], plan: Plan) -> list[Node]:
    """Those of the nodes told that hold the words themselves; if none does, those in which something fits."""
    terms = (*query.mentions, *query.titles)
    if own := [node for node in told if holds_any(node, terms)]:
        return own
    found = set(run_query(query, plan))
    return [node for node in told if not found.isdisjoint(descendants(plan, node))]
