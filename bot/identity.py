"""Whose plan a message takes this one for, and of which year: held against what the plan says of itself."""

from __future__ import annotations

from bot.cues import cues
from bot.query import Operation, Query, descendants, squeezed
from bot.statements import Statement
from corpus import Level, Plan


def identity(said: Statement, plan: Plan) -> Query | None:
    """Return what the preface says of the plan's year, `is_false` if year or agency is another; None for other statements."""
    claim, preface = cues("statements")["identity"].search(said.text), plan.of_level(Level.PREFACE)
    if claim is None or not preface:
        return None
    year, agency = claim["year"], claim["agency"]
    other_year = bool(year) and int(year) not in {plan.year_roc, plan.year}
    other_agency = bool(agency) and agency not in plan.publisher
    own = [node for node in descendants(plan, preface[0]) if f"{plan.year_roc}年度" in squeezed(node.text)]
    ids = tuple(node.passage_id for node in own or preface)
    return Query(Operation.QUOTE, nodes=ids, is_false=other_year or other_agency)
