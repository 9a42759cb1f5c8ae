"""Where the plan ends: other years and agencies, personal cases, opinions, and what a passage does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answer import Reason
from bot.cues import cues
from corpus import Node, Plan
from corpus.text import compact
from index.script import normalise

_FILE = Path(__file__).parent / "cues" / "aspects.json"
_CLAUSE = re.compile(r"[^,，。?？!！;；\n]+[,，。?？!！;；\n]*")
_ASKS = re.compile(r"嗎|怎麼|怎樣|如何|什麼|啥|哪|誰|有沒有|會不會|是否|是不是|要不要|能不能|可不可以|多久|為何|為什麼|有無|\?|呢")
_TAG = re.compile(r"(?:對吧|是吧|對嗎|對不對|沒錯吧|是嗎|是不是|吧|嗎)\s*[?？]?\s*$")
_SHORTEST = 4  # characters of a clause that can ask for something by itself
_SUBJECT = 12  # characters within which an agency is what the question is about


@dataclass(frozen=True, slots=True)
class Aspect:
    """A kind of detail: how people ask for it, and how a text looks that gives it."""

    name: str
    asks: re.Pattern[str]
    answered_by: re.Pattern[str] | None


@cache
def aspects() -> tuple[Aspect, ...]:
    """All kinds of detail that are known."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Aspect(name, _any(row["asks"]), _any(row["answered_by"]) if row["answered_by"] else None) for name, row in rows.items())


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def asked_aspects(question: str) -> tuple[Aspect, ...]:
    """The kinds of detail that a question asks for."""
    text = normalise(question)
    return tuple(aspect for aspect in aspects() if aspect.asks.search(text))


def unanswered(question: str, evidence: Sequence[Node], plan: Plan) -> tuple[Aspect, ...]:
    """The kinds of detail asked for that no text of the evidence (with its headings) gives."""
    texts = [normalise(part.text) for node in evidence for part in (node, *plan.ancestors(node)[1:])]
    return tuple(
        aspect
        for aspect in asked_aspects(question)
        if aspect.answered_by is None or not any(aspect.answered_by.search(text) for text in texts)
    )


def answerable_clauses(question: str, missing: Sequence[Aspect]) -> list[str]:
    """The clauses of a question that ask for something else than the missing details."""
    clauses = [clause.strip() for clause in _CLAUSE.findall(normalise(question))]
    kept = [c for c in clauses if len(compact(c)) >= _SHORTEST and not any(aspect.asks.search(c) for aspect in missing)]
    return [clause for clause in kept if _ASKS.search(clause)] if len(clauses) > len(kept) else []


def outside_scope(question: str, plan: Plan) -> Reason | None:
    """Whether the question is about another year, another agency, one person's case, or asks for an opinion."""
    text = normalise(question)
    if _other_year(text, plan):
        return Reason.OTHER_YEAR
    limits = cues("boundaries")
    if limits["personal_case"].search(text):
        return Reason.PERSONAL_CASE
    if _other_agency(text, plan):
        return Reason.OTHER_AGENCY
    if limits["opinion"].search(text):
        return Reason.OPINION
    return None


def _other_year(text: str, plan: Plan) -> bool:
    """Whether a year other than the plan's is asked about; a range that the plan itself names does not count."""
    limits = cues("boundaries")
    source = " ".join(normalise(node.text) for node in plan.nodes.values())
    if (part := limits["plan_part_year"].search(text)) and compact(part[0])[:3] in source:
        return False
    for match in limits["other_year"].finditer(text):
        given = match.groupdict()
        if given["relative"]:
            return True
        roc = given["roc"] or given["roc2"] or given["bare"]
        if roc and int(roc) != plan.year_roc:
            return True
        if given["ce"] and int(given["ce"]) != plan.year:
            return True
    return False


def _other_agency(text: str, plan: Plan) -> bool:
    """Whether the question is about an agency or subject that this plan does not name."""
    if _TAG.search(text):
        return False
    named = cues("agencies")
    source = " ".join(normalise(node.text) for node in plan.nodes.values())
    agency = named["other"].search(text)
    if agency and agency.start() < _SUBJECT:
        # An agency that the plan names may be asked about as far as the plan goes.
        return agency[0] not in source
    topic = named["topics"].search(text)
    return bool(topic and topic[0] not in source)
