"""A plan's near misses: questions close to it that it does not answer; data beside the plan."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.bank import Review

NEAR_MISSES = "near_misses.jsonl"


class NearMiss(BaseModel):
    """One question that is to be declined.

    Attributes:
        text: the question as somebody would write it.
        reason: why it is declined, as `docs/contract.md` has it.
        nearest: id of the node that tempts; None where no node does.
        topic: what is asked for: amount, date, procedure, …
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    reason: Literal[
        "not_in_plan", "other_year", "other_agency", "personal_case", "opinion", "unclear", "unsafe"
    ]
    nearest: str | None
    topic: str
    hand: str
    review: Review
