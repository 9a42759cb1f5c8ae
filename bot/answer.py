"""The shapes of a conversation and of its cited answer, as `docs/contract.md` fixes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One turn; an assistant's turn is context and never evidence."""

    role: Literal["user", "assistant"]
    content: str


class Outcome(StrEnum):
    """What kind of reply this is."""

    ANSWERED = "answered"
    CORRECTED = "corrected"
    DECLINED = "declined"
    SMALLTALK = "smalltalk"


class Reason(StrEnum):
    """Why a reply declines, or that an answer is `PARTIAL`."""

    NOT_IN_PLAN = "not_in_plan"
    OTHER_YEAR = "other_year"
    OTHER_AGENCY = "other_agency"
    PERSONAL_CASE = "personal_case"
    OPINION = "opinion"
    UNCLEAR = "unclear"
    UNSAFE = "unsafe"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Citation:
    """Mark `[n]` of an answer: the passage it opens and its verbatim text."""

    n: int
    passage_id: str
    label: str
    quote: str
    url: str

    def to_json(self) -> dict[str, Any]:
        """As replies give it."""
        rest = {"label": self.label, "quote": self.quote, "url": self.url}
        return {"n": self.n, "passage_id": self.passage_id, **rest}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in the plan worth reading; claims nothing."""

    passage_id: str
    label: str
    url: str

    def to_json(self) -> dict[str, Any]:
        """As replies give it."""
        return {"passage_id": self.passage_id, "label": self.label, "url": self.url}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply.

    Attributes:
        sentences: the answer's text in order; joined they are `text`.
        confidence: in [0, 1], that this is the right reply.
        citations: n = 1, 2, … in order of first appearance; each mark has one and each one its mark.
        usage: tokens of a language model by kind, None for the built-in composers.
        explanation: understanding, candidates and checks, only when asked for.
    """

    sentences: tuple[str, ...]
    outcome: Outcome
    confidence: float
    composer: str
    plan_year: str
    index_version: str
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    related: tuple[Pointer, ...] = ()
    suggestions: tuple[str, ...] = ()
    usage: Mapping[str, int] | None = None
    explanation: Mapping[str, Any] | None = None

    @property
    def text(self) -> str:
        """The whole answer with its marks."""
        return "".join(self.sentences)

    def to_json(self, reply_id: str) -> dict[str, Any]:
        """The reply as HTTP and the command line give it."""
        extra = {"explanation": self.explanation} if self.explanation is not None else {}
        return {
            "id": reply_id,
            "answer": self.text,
            "outcome": self.outcome,
            "confidence": self.confidence,
            "composer": self.composer,
            "plan_year": self.plan_year,
            "index_version": self.index_version,
            "reason": self.reason,
            "citations": [one.to_json() for one in self.citations],
            "related": [one.to_json() for one in self.related],
            "suggestions": self.suggestions,
            "usage": self.usage,
            **extra,
        }


def node_url(number: str) -> str:
    """The page of ours that opens at a node: `/plan#2.6.4.3`."""
    return f"/plan#{number}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of an answer that is ready to be shown, with the citations that its marks open for the first time."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where people are sent when the plan does not help; taken from the settings."""

    line: str = "1955"
    site: str = "www.mol.gov.tw"
    crisis: tuple[str, ...] = ("1925 安心專線", "1995 生命線", "110 報警", "119 救護")
