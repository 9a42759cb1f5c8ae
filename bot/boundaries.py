"""Where the plan ends: other years and agencies, personal cases, opinions, and what a passage does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.answer import Reason
from bot.cues import cues
from bot.masking import Masking
from bot.own_plan import OwnPlan
from bot.periods import years_of
from bot.remainder import names_something, residue
from corpus import Node, Plan
from corpus.text import compact
from index.script import normalise
from index.segmentation import runs

_FILE = Path(__file__).parent / "cues" / "aspects.json"
_CLAUSE = re.compile(r"[^,，。?？!！;；\n]+[,，。?？!！;；\n]*")
_PIECE = re.compile(r"(?:[^,，。?？!！;；\n、 ]|(?<=[a-z0-9]) | (?=[a-z0-9]))+[,，。?？!！;；\n、 ]*")
_ASKS = re.compile(
    r"嗎|怎麼|怎樣|如何|什麼|啥|哪|誰|有沒有|會不會|是否|是不是|要不要|能不能|可不可以|多久|為何|為什麼|有無|\?|呢"
)
_ASKS_IN_ENGLISH = re.compile(
    r"(?:and |so |also )?(?:what|which|how|who|where|when|why|does|do|is|are|can|will)\b"
)
_TAG = re.compile(r"(?:對吧|是吧|對嗎|對不對|沒錯吧|是嗎|是不是|吧|嗎)\s*[?？]?\s*$")
_OWN_PLAN = re.compile(
    r"\s*(?:\d+\s*年度?|今年度?|本年度|這年)?的?(?:年度)?(?:施政|政策|預算|計畫書?|工作重點|重點)"
)
_GLOSS = re.compile(r"(?<=[^\W\d])\(([^\W\d]{2,8})\)")  # 「高風險、高違規(某某)」
_SURMISE = re.compile(r"[對是錯]吧|對不對|是不是")  # says itself what the term is
_MEANS = re.compile(
    r"什麼是|是什麼|是啥|何謂|是指|指的是|意思|定義|叫做?什麼|代表什麼|哪[兩三四五六七八九]|what (?:is|are|does)"
)
_SHORTEST = 4  # characters of a clause that can ask for something by itself
_KEPT = 256  # questions that are kept masked or parted, and clauses of which it is kept what they ask for
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
    return tuple(
        Aspect(name, _any(row["asks"]), _any(row["answered_by"]) if row["answered_by"] else None)
        for name, row in rows.items()
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@lru_cache(maxsize=_KEPT)
def asked_aspects(question: str) -> tuple[Aspect, ...]:
    """The kinds of detail that a question asks for."""
    text = normalise(question)
    return tuple(aspect for aspect in aspects() if aspect.asks.search(text))


def answerable_clauses(question: str, missing: Sequence[Aspect]) -> list[str]:
    """The clauses of a question that ask for something else than the missing details."""
    clauses = [clause.strip() for clause in _CLAUSE.findall(normalise(question))]
    kept = [
        c
        for c in clauses
        if len(compact(c)) >= _SHORTEST and not any(aspect.asks.search(c) for aspect in missing)
    ]
    return [clause for clause in kept if _ASKS.search(clause)] if len(clauses) > len(kept) else []


# What is asked besides the part of a question that gets an answer, whatever it may be.
REST = Aspect("rest", re.compile("(?!)"), None)


def asking_clauses(question: str) -> list[str]:
    """The clauses of a question that each ask for something."""
    return list(filter(_is_asking, clauses_of(question)))


def _is_asking(clause: str) -> bool:
    return bool(asks(clause) or _ASKS_IN_ENGLISH.match(clause))


def halves_of(question: str) -> list[str]:
    """What each asking clause asks for; one that names nothing (「計畫怎麼說」) is read with the clause before it."""
    found, before = list[str](), ""
    for clause in clauses_of(question):
        whole = clause if names_something(clause) else before + clause
        if _is_asking(clause) and names_something(whole):
            if whole != clause and before in found:
                found.remove(before)
            found.append(whole)
        before = clause
    return found


@lru_cache(maxsize=_KEPT)
def clauses_of(question: str) -> tuple[str, ...]:
    """The clauses of a question that are long enough to ask for something."""
    clauses = (clause.strip() for clause in _PIECE.findall(normalise(question)))
    return tuple(clause for clause in clauses if len(compact(clause)) >= _SHORTEST)


@lru_cache(maxsize=_KEPT)
def asks(clause: str) -> bool:
    """Whether a clause asks for something."""
    return bool(_ASKS.search(clause) or any(aspect.asks.search(clause) for aspect in aspects()))


def _without_story(text: str) -> str:
    """The text without clauses in which people only tell of themselves, if it asks for something besides."""
    clauses = _CLAUSE.findall(text)
    kept = [clause for clause in clauses if asks(clause) or not cues("boundaries")["story"].search(clause)]
    return "".join(kept) if any(map(asks, kept)) else text


class Boundaries:
    """Knows what one plan speaks of."""

    def __init__(self, plan: Plan, terms: Iterable[str] = ()) -> None:
        """Prepare; `terms` are what people say for things that the plan speaks of."""
        self._plan = plan
        self._own_plan = OwnPlan(plan)
        self._terms = frozenset(compact(normalise(term)) for term in terms)
        self._texts = {passage_id: normalise(node.text) for passage_id, node in plan.nodes.items()}
        self._source = " ".join(self._texts.values())
        self.mask = lru_cache(maxsize=_KEPT)(Masking(plan).mask)

    def unanswered(self, question: str, evidence: Sequence[Node]) -> tuple[Aspect, ...]:
        """The kinds of detail asked for that no text of the evidence (with its headings) gives."""
        nodes = [part for node in evidence for part in (node, *self._plan.ancestors(node)[1:])]
        texts = [self._texts[node.passage_id] for node in nodes]
        return tuple(
            aspect
            for aspect in asked_aspects(question)
            if aspect.answered_by is None or not any(aspect.answered_by.search(text) for text in texts)
        )

    def gives(self, question: str, node: Node) -> bool:
        """Whether the question asks for kinds of detail, and the node gives each of them."""
        return bool(asked_aspects(question)) and not self.unanswered(question, [node])

    def names_a_topic(self, question: str) -> bool:
        """Whether a question does nothing but name something that the plan speaks of: 「某某」, 「有提到某某嗎」."""
        bare = cues("boundaries")["mentioned"].sub(" ", self._own_plan.without(question))
        topics = {"".join(runs(words)) for words in (bare, residue(normalise(bare)))}
        return any(len(topic) > 1 and (topic in self._terms or topic in self._source) for topic in topics)

    def glossing(self, question: str, evidence: Sequence[Node]) -> tuple[Node, ...]:
        """The nodes that tell in words what a term is that they put in brackets, where the question asks just that."""
        said = normalise(question)
        if not _MEANS.search(said) or _SURMISE.search(said):
            return ()
        glossed = (
            node
            for node in evidence
            if any(term in said for term in _GLOSS.findall(self._texts[node.passage_id]))
        )
        return tuple(glossed)[:1]

    def outside(self, question: str) -> Reason | None:
        """Whether the question names another year or agency than the plan's."""
        text = _without_story(normalise(question))
        if self._other_year(text):
            return Reason.OTHER_YEAR
        return Reason.OTHER_AGENCY if self._other_agency(text) else None

    def names_one(self, reason: Reason, node: Node) -> bool:
        """Whether a node, or a heading above it, itself names a range of years, or an agency that is not the plan's own."""
        if reason is Reason.OTHER_YEAR:
            return years_of(node, self._plan) is not None
        return bool(cues("agencies")["other"].search(self._texts[node.passage_id]))

    def names_own_year(self, question: str) -> bool:
        """Whether the question names the plan's own year, and no other."""
        years = set(re.findall(r"(?<!\d)(?:1\d\d|20\d\d)(?!\d)", normalise(question)))
        return bool(years) and years <= {str(self._plan.year_roc), str(self._plan.year)}

    def sounds_like(self, question: str) -> Reason | None:
        """What else the question's words hint at: one person's case, another agency's business, an opinion."""
        text = normalise(question)
        limits = cues("boundaries")
        if limits["personal_case"].search(text):
            return Reason.PERSONAL_CASE
        topic = cues("agencies")["topics"].search(text)
        if topic and topic[0] not in self._source and not _TAG.search(text):
            return Reason.OTHER_AGENCY
        return Reason.OPINION if limits["opinion"].search(text) else None

    def _other_year(self, text: str) -> bool:
        """Whether a year other than the plan's is asked about; a range that the plan itself names does not count."""
        limits = cues("boundaries")
        if (part := limits["plan_part_year"].search(text)) and compact(part[0])[:3] in self._source:
            return False
        return any(self._is_other(match.groupdict()) for match in limits["other_year"].finditer(text))

    def _is_other(self, given: Mapping[str, str | None]) -> bool:
        republican = given["roc"] or given["roc2"] or given["bare"]
        western = given["ce"]
        return bool(
            given["relative"]
            or (republican and int(republican) != self._plan.year_roc)
            or (western and int(western) != self._plan.year)
        )

    def _other_agency(self, text: str) -> bool:
        """Whether the question is about an agency that this plan does not name."""
        agency = None if _TAG.search(text) else cues("agencies")["other"].search(text)
        if agency is None or agency.start() >= _SUBJECT:
            return False
        return agency[0] not in self._source or bool(_OWN_PLAN.match(text, agency.end()))
