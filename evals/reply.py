"""The contract's reply as evaluations read it, from whatever was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from bot.answer import Outcome, Reason
from evals.errors import AskError, Failing

FIRST_MS = "first_ms"
"""Where a responder that streams tells how many milliseconds its first event took."""
UNSTABLE_FIELDS = frozenset({"id", "explanation", FIRST_MS})
"""Left out of what a run keeps: they differ between equal runs, or are large and not judged."""


class CitationRow(BaseModel):
    """A citation as received; fields that are not judged may be missing."""

    n: Annotated[int, Field(ge=1)]
    passage_id: Annotated[str, Field(min_length=1)]
    label: str = ""
    quote: str = ""


class ReplyRow(BaseModel):
    """A reply as received; unknown fields are ignored."""

    answer: str
    outcome: Outcome
    reason: Reason | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    citations: list[CitationRow] = []
    composer: str = ""
    usage: dict[str, Any] | None = None
    index_version: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """Mark `[n]`, the passage it names and what is quoted from it."""

    n: int
    passage_id: str
    quote: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to judge.

    Attributes:
        confidence: in [0, 1], that this is the right reply; None if the target tells none.
        tokens: of a language model, by kind; empty without one.
    """

    answer: str
    outcome: Outcome
    reason: Reason | None = None
    confidence: float | None = None
    citations: tuple[Cited, ...] = ()
    composer: str = ""
    index_version: str = ""
    tokens: tuple[tuple[str, int], ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The cited passages, each once, in order."""
        return tuple(dict.fromkeys(citation.passage_id for citation in self.citations))


def parse_reply(body: Mapping[str, Any]) -> Reply:
    """Return a received reply.

    Raises:
        AskError: it has not the contract's form.
    """
    try:
        row = ReplyRow.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise AskError(Failing.INVALID, f"回覆欄位 {where}：{first['msg']}") from error
    usage = {name: count for name, count in (row.usage or {}).items() if type(count) is int}
    return Reply(
        answer=row.answer,
        outcome=row.outcome,
        reason=row.reason,
        confidence=row.confidence,
        citations=tuple(Cited(c.n, c.passage_id, c.quote, c.label) for c in row.citations),
        composer=row.composer,
        index_version=row.index_version,
        tokens=tuple(sorted(usage.items())),
    )
