"""The built-in composer: the chosen passages in the plan's own words, and what they leave open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Contacts, Outcome, Reason
from bot.boundaries import Aspect
from bot.draft import Draft, Piece, Statement
from bot.selection import Selection
from bot.wording import setting, tell
from corpus import Plan

_DETAILS = {
    "amount": "金額",
    "rate": "比率",
    "date": "日期或時程",
    "frequency": "頻率",
    "contact": "聯絡方式",
    "quantity": "數量",
    "person": "人員或單位名單",
    "definition": "定義",
    "eligibility": "資格條件",
    "location": "地點",
    "procedure": "申辦方式",
    "penalty": "罰則",
    "result": "執行成果",
    "rest": "所問的其他部分",
}


def compose_passages(
    selection: Selection, plan: Plan, *, missing: Sequence[Aspect] = (), contacts: Contacts
) -> Draft:
    """State the chosen passages; say which details asked for they do not give."""
    statements: list[Statement] = []
    for node in selection.nodes:
        statements.extend(tell(node, plan))
    if missing:
        details = "、".join(dict.fromkeys(_DETAILS[aspect.name] for aspect in missing))
        statements.append(
            (Piece(f"至於{details}，計畫沒有寫明，可以撥打 {contacts.line} 或到 {contacts.site} 查詢。"),)
        )
    return Draft(
        tuple(statements),
        Outcome.ANSWERED,
        Reason.PARTIAL if missing else None,
        focus=tuple(node.passage_id for node in selection.nodes),
        confidence=selection.likelihood,
    )


def correct(selection: Selection, plan: Plan) -> Draft:
    """Say that the plan does not put it so, and what it does say."""
    node = selection.nodes[0]
    first, *rest = tell(node, plan, lead=f"計畫並沒有這樣寫；計畫在{setting(node, plan)}的原文是：")
    return Draft((first, *rest), Outcome.CORRECTED, focus=(node.passage_id,), confidence=selection.likelihood)
