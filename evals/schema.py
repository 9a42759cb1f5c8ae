"""The form of a line of a question set, as pydantic checks it at the border."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from bot.answer import Outcome, Reason

Word = Annotated[str, StringConstraints(pattern=r"^\S+$")]
Phrase = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


class TurnRow(BaseModel):
    """A turn with its role, for scripted assistant turns."""

    model_config = ConfigDict(extra="forbid", strict=True)

    role: Literal["user", "assistant"]
    content: Phrase


class CaseRow(BaseModel):
    """One question; unknown fields are refused, so that a misspelt one is not ignored."""

    model_config = ConfigDict(extra="forbid")

    id: Word
    kind: Word
    turns: Annotated[list[Phrase | TurnRow], Field(min_length=1)]
    gold: list[Word] = []
    acceptable: list[Word] = []
    must: list[Annotated[list[Phrase], Field(min_length=1)]] = []
    number: Annotated[int, Field(ge=0, strict=True)] | None = None
    outcome: Outcome
    reason: Reason | None = None
    forbidden: list[Phrase] = []
    author: str = ""
    date: str = ""

    @field_validator("forbidden")
    @classmethod
    def _compiles(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                msg = f"「{pattern}」不是正規表示式（{error}）"
                raise ValueError(msg) from error
        return patterns

    @field_validator("date")
    @classmethod
    def _is_date(cls, text: str) -> str:
        if text:
            try:
                datetime.date.fromisoformat(text)
            except ValueError as error:
                msg = f"「{text}」不是日期，應如 2026-11-23"
                raise ValueError(msg) from error
        return text

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        last = self.turns[-1]
        if isinstance(last, TurnRow) and last.role != "user":
            msg = "turns 的最後一句應是使用者的問題"
            raise ValueError(msg)
        if self.outcome is Outcome.ANSWERED and not self.gold:
            msg = "outcome 是 answered 時，gold 至少要有一個段落，否則不引用也會算對"
            raise ValueError(msg)
        if self.outcome in (Outcome.DECLINED, Outcome.SMALLTALK) and self.gold:
            msg = f"outcome 是 {self.outcome} 時不引用段落，gold 應為空"
            raise ValueError(msg)
        self._check_reason()
        return self

    def _check_reason(self) -> None:
        partial = self.reason is Reason.PARTIAL
        fitting = self.reason is None or partial == (self.outcome in (Outcome.ANSWERED, Outcome.CORRECTED))
        if not fitting or (self.reason and self.outcome is Outcome.SMALLTALK):
            msg = f"reason 是 {self.reason}，不適用於 {self.outcome}：partial 只用於回答，其餘只用於 declined"
            raise ValueError(msg)
