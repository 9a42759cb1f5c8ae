"""Answers from the plan's own structure: complete lists, counts, places and full texts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Outcome, Reason
from bot.draft import Draft, Piece, Statement
from bot.query import Operation, Query, run_query
from bot.references import Missing
from bot.wording import UNITS, tell_count, tell_extreme, tell_list, tell_quote, tell_where
from corpus import Node, Plan

COMPOSER = "structure"


def answer_query(query: Query, plan: Plan) -> Draft | None:
    """Run a query and put its result into words; None if it selects nothing."""
    nodes = run_query(query, plan)
    if not nodes:
        return None
    return Draft(_statements(query, nodes, plan), Outcome.ANSWERED, focus=_ids(nodes), composer=COMPOSER)


def correct_ordinals(missing: Sequence[Missing]) -> Draft:
    """Say how many there are where somebody asks for one beyond."""
    statements: list[Statement] = []
    for gap in missing:
        text = f"計畫沒有這一項：「{gap.parent.text}」之下只有 {gap.count} {UNITS[gap.level]}"
        statements.append((Piece(text, (gap.parent.passage_id,)), Piece("。")))
    focus = tuple(gap.parent.passage_id for gap in missing)
    return Draft(tuple(statements), Outcome.CORRECTED, focus=focus, composer=COMPOSER)


def nothing_selected(query: Query, plan: Plan) -> Draft:
    """Say that no node of the plan meets a condition."""
    del plan
    text = f"計畫裡沒有符合的內容（查詢條件：{'、'.join(query.mentions) or query.category or '如您所述'}）。"
    return Draft(((Piece(text),),), Outcome.DECLINED, Reason.NOT_IN_PLAN, composer=COMPOSER)


def _statements(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    if query.extreme:
        return (tell_extreme(query, nodes, plan),)
    match query.operation:
        case Operation.COUNT:
            return (tell_count(query, nodes, plan),)
        case Operation.WHERE:
            return tell_where(nodes, plan)
        case Operation.QUOTE:
            return tell_quote(nodes, plan)
    return (tell_list(query, nodes, plan),)


def _ids(nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(node.passage_id for node in nodes)
