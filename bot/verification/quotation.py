"""Whether a sentence is the plan's own words under a lead that names their place or counts them."""

from __future__ import annotations

import re
from functools import cache

from bot.cues import words
from bot.verification.evidence import Evidence, squeeze
from corpus import Level, Node, Plan
from corpus.numerals import NUMERAL, read_numeral

_MENTIONS = ("提到", "或")  # a quoted word behind these need not be a whole clause
_MOST, _LEAST = "最多的是", "最少的是"


def is_quotation(claim: str, evidence: Evidence, plan: Plan) -> bool:
    """Whether every part of a folded claim between punctuation is a clause of the evidence, a lead, or a lead and a clause.

    Figures of a lead are the guards' matter.
    """
    parts = [part for part in squeeze(claim).split("|") if part]
    before, quoted = "", 0
    for part in parts:
        found = _quoted(part, before, evidence, plan)
        if found is None:
            return False
        quoted += found
        before = part
    return quoted > 0 and _extreme_holds(claim, evidence, plan)


def _quoted(part: str, before: str, evidence: Evidence, plan: Plan) -> int | None:
    """How many characters of a part are the plan's; None if any other is not a lead's."""
    if part in evidence.clauses:
        return len(part)
    if before.endswith(_MENTIONS) and part in evidence.solid:
        return len(part)
    if re.fullmatch(NUMERAL, part):
        return 0 if (read_numeral(part) or 0) in _marks(evidence, plan) else None
    lead = _lead(squeeze(plan.publisher))
    for start in range(1, len(part) + 1):
        rest = part[start:]
        if (not rest or rest in evidence.clauses) and lead.fullmatch(part[:start]):
            return len(rest)
    return None


@cache
def _lead(publisher: str) -> re.Pattern[str]:
    tokens = [*words("leads")["tokens"], rf"(?:{re.escape(publisher)}|本部|本署|本會|本局)(?:也|並|還)?(?:將|會|要)?"]
    return re.compile(f"(?:{'|'.join(f'(?:{token})' for token in tokens)})+")


def _marks(evidence: Evidence, plan: Plan) -> set[int]:
    """Numbers that may stand before a list's elements or in a label."""
    nodes: set[Node] = set(evidence.nodes)
    for node in evidence.nodes:
        nodes.update(plan.ancestors(node))
        nodes.update(plan.children(node))
    marks = {read_numeral((node.mark or "").strip("、（）()")) for node in nodes}
    return {mark for mark in marks if mark is not None} | set(range(1, len(evidence.nodes) + 1))


def _extreme_holds(claim: str, evidence: Evidence, plan: Plan) -> bool:
    """Whether the cited nodes of which a claim says that they have the most or fewest children do."""
    most, least = _MOST in claim, _LEAST in claim
    if not most and not least:
        return True
    inner = [node for node in evidence.nodes if node.children and node.level not in {Level.PREFACE, Level.PART}]
    best = max if most else min
    return bool(inner) and all(
        len(node.children) == best(len(other.children) for other in plan.of_level(node.level)) for node in inner
    )
