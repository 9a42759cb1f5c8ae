"""Answers from the plan's own structure: complete lists, counts, places and full texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Outcome
from bot.draft import Draft, Piece, Statement, joined
from bot.listing import (
    subject,
    tell_categories,
    tell_claimed,
    tell_count,
    tell_extreme,
    tell_list,
    tell_sizes,
)
from bot.periods import Period
from bot.query import COUNTED, Operation, Query, holds_any, run_query
from bot.references import Missing
from bot.telling import Reading
from bot.wording import UNITS, amount, tell_names, tell_quote, tell_where
from corpus import Level, Node, Plan

COMPOSER = "structure"
_NOT_SO = "計畫並沒有這樣寫："


def answer_query(query: Query, plan: Plan) -> Draft | None:
    """Run a query and put its result into words; None if it selects nothing."""
    nodes = run_query(query, plan)
    if not nodes:
        return _none(query, plan)
    miscounted = query.claimed is not None and query.claimed != len(nodes)
    statements = tell_claimed(query, nodes, plan) if miscounted else _statements(query, nodes, plan)
    if query.is_false:
        (first, *rest), *others = statements
        statements = ((replace(first, text=_NOT_SO + first.text), *rest), *others)
    outcome = Outcome.CORRECTED if miscounted or query.is_false else Outcome.ANSWERED
    return Draft(statements, outcome, focus=tuple(node.passage_id for node in nodes), composer=COMPOSER)


def answer_each(readings: Sequence[Reading], drafts: Sequence[Draft | None]) -> Draft | None:
    """The answers to several readings as one; None unless there is one to each, and they are not the same."""
    told = [draft for draft in drafts if draft]
    # A list and its number are one; how much each of its nodes holds is another question.
    asked = {(draft.focus, reading.compares) for reading, draft in zip(readings, told, strict=False)}
    return joined(told) if len(told) == len(readings) and len(asked) > 1 else None


def _none(query: Query, plan: Plan) -> Draft | None:
    """Say that no node is of a category or size, has a word or is left; None for what may be told otherwise."""
    absent = bool(query.mentions) and not any(holds_any(node, query.mentions) for node in plan.nodes.values())
    literal = bool(query.mentions) and not any(" " in term for term in query.mentions)
    selected = literal or absent or (bool(query.categories or query.children) and not query.mentions)
    left_out = bool(query.outside or query.lacking)
    if query.years:
        return _none_of_years(query, plan)
    if left_out and (absent or set(query.under) & set(query.outside)):
        return None  # nothing can be left of a place without itself, nor of words that the plan has nowhere
    counted = query.operation in COUNTED
    if not counted or not (selected or left_out):
        return None
    cites = query.under or _parts_with(query.level, plan)
    unit = UNITS.get(query.level or Level.PARAGRAPH, "段")
    text = f"{subject(query, plan)}{unit[1:] or '段落'}共有 0 {unit[0]}，計畫沒有這樣的{unit[1:] or '段落'}"
    outcome = Outcome.CORRECTED if query.claimed else Outcome.ANSWERED
    return Draft(((Piece(text, cites), Piece("。")),), outcome, focus=cites, composer=COMPOSER)


def _parts_with(level: Level | None, plan: Plan) -> tuple[str, ...]:
    """The parts of the plan that have nodes of a kind; all parts if none is told."""
    nodes = plan.of_level(level) if level else ()
    held = dict.fromkeys(plan.ancestors(node)[0].passage_id for node in nodes if node.parent)
    return tuple(held) or tuple(part.passage_id for part in plan.of_level(Level.PART))


def _none_of_years(query: Query, plan: Plan) -> Draft | None:
    """Say that no node has such years, and which ones have any."""
    dated = run_query(Query(Operation.LIST, query.under, query.level, years=Period()), plan)
    dated = dated or run_query(Query(Operation.LIST, level=query.level, years=Period()), plan)
    cites = tuple(node.passage_id for node in dated)
    if not cites:
        return None
    unit = UNITS.get(query.level or Level.ITEM, "項")
    names = "、".join(f"「{node.text}」" for node in dated)
    text = f"{subject(query, plan)}{unit[1:]}共有 0 {unit[0]}；標明年期的是{names}"
    return Draft(((Piece(text, cites), Piece("。")),), Outcome.ANSWERED, focus=cites, composer=COMPOSER)


def correct_ordinals(missing: Sequence[Missing], plan: Plan) -> Draft:
    """Say how many there are where somebody asks for one beyond."""
    statements: list[Statement] = []
    focus: list[str] = []
    for gap in missing:
        parents = (gap.parent,) if gap.parent else plan.of_level(Level.PART)
        cites = tuple(parent.passage_id for parent in parents)
        under = f"「{gap.parent.text}」之下" if gap.parent else "整份計畫"
        asked = f"{'倒數' if gap.ordinal < 0 else ''}第 {abs(gap.ordinal)} {UNITS[gap.level]}"
        text = f"計畫沒有{asked}：{under}只有 {amount(gap.count, gap.level)}"
        statements.append((Piece(text, cites), Piece("。")))
        focus += cites
    return Draft(tuple(statements), Outcome.CORRECTED, focus=tuple(focus), composer=COMPOSER)


def _statements(query: Query, nodes: Sequence[Node], plan: Plan) -> tuple[Statement, ...]:
    if query.extreme:
        return tell_extreme(query, nodes, plan)
    match query.operation:
        case Operation.COUNT:
            return tell_count(query, nodes, plan)
        case Operation.WHERE:
            return tell_where(nodes, plan)
        case Operation.QUOTE:
            return tell_quote(nodes, plan)
        case Operation.NAME:
            return tell_names(nodes, plan)
        case Operation.COMPARE:
            return tell_sizes(query, nodes, plan)
        case Operation.CLASSIFY:
            return tell_categories(nodes)
    return tell_list(query, nodes, plan)
