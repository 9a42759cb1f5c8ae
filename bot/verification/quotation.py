"""Whether a sentence is the plan's own words under a lead that names their place or counts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from bot.cues import words
from bot.verification.evidence import Evidence, squeeze
from corpus import Node, Plan
from corpus.numerals import NUMERAL, read_numeral

_LONGEST_LEAD = 120
_MENTIONS = ("提到", "或", "含有", "名稱以")  # a quoted word behind these need not be a whole clause
_MOST, _LEAST = "最多的是", "最少的是"
_MORE = re.compile(r"「((?:(?!有\s*\d)[^,])*)」[較最]多")


def is_quotation(claim: str, evidence: Evidence, plan: Plan) -> bool:
    """Whether each part of a folded claim is a clause of the evidence, a lead, or a lead and a clause.

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
    if any(part in squeeze(node.label).split("|") for node in evidence.nodes):
        return 0
    if re.fullmatch(NUMERAL, part):
        return 0 if (read_numeral(part) or 0) in _marks(evidence, plan) else None
    for end in _lead_ends(part, squeeze(plan.publisher)):
        if not part[end:] or part[end:] in evidence.clauses:
            return len(part) - end
    return None


def _lead_ends(part: str, publisher: str) -> list[int]:
    """Where a lead at the beginning of a part may end; found step by step, so that no input takes long."""
    reached = {0}
    for at in range(min(len(part), _LONGEST_LEAD)):
        if at in reached:
            matches = (token.match(part, at) for token in _lead_tokens(publisher))
            reached |= {match.end() for match in matches if match}
    return sorted(reached - {0})


@cache
def _lead_tokens(publisher: str) -> tuple[re.Pattern[str], ...]:
    own = rf"(?:{re.escape(publisher)}|本部|本署|本會|本局)(?:也|並|還)?(?:將|會|要)?"
    return tuple(re.compile(token) for token in (*words("leads")["tokens"], own))


def _marks(evidence: Evidence, plan: Plan) -> set[int]:
    """Numbers that may stand before a list's elements or in a label."""
    nodes: set[Node] = set(evidence.nodes)
    for node in evidence.nodes:
        nodes.update(plan.ancestors(node))
        nodes.update(plan.children(node))
    marks = {read_numeral((node.mark or "").strip("、（）()")) for node in nodes}
    return {mark for mark in marks if mark is not None} | set(range(1, len(evidence.nodes) + 1))


def _extreme_holds(claim: str, evidence: Evidence, plan: Plan) -> bool:
    """Whether the nodes of which a claim says that they have the most, the fewest or more below them do."""
    inner = [node for node in evidence.nodes if node.children]
    if _MOST in claim or _LEAST in claim:
        best = max if _MOST in claim else min
        rivals = [plan.of_level(node.level) for node in inner]
        return bool(inner) and _is_best(inner, rivals, best, plan)
    if more := _MORE.search(claim):
        named = [node for node in inner if squeeze(node.text) in squeeze(more[1])]
        return _is_best(named, [inner] * len(named), max, plan)
    return True


def _is_best(
    nodes: Sequence[Node], rivals: Sequence[Sequence[Node]], best: Callable[[Iterable[int]], int], plan: Plan
) -> bool:
    """Whether each node, counted by children or by leaves, is the best among its rivals."""
    pairs = list(zip(nodes, rivals, strict=True))
    by_children = all(len(node.children) == best(len(one.children) for one in group) for node, group in pairs)
    by_leaves = all(_leaves(node, plan) == best(_leaves(one, plan) for one in group) for node, group in pairs)
    return by_children or by_leaves


def _leaves(node: Node, plan: Plan) -> int:
    return sum(1 for _ in plan.leaves(node))
