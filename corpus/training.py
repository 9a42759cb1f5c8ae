"""The rows of a plan's training files, each kind with the fields that `docs/data.md` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.bank import Review

TRAINING = "training"

Ids = tuple[str, ...]


class TrainingRow(BaseModel):
    """What every row has: who wrote it, and whether another hand has checked it, if that is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: str
    review: Review | None = None


class Asked(TrainingRow):
    """A row about one message; `gold` are the nodes that answer it, if any do."""

    text: str
    gold: Ids = ()


class Attack(Asked):
    """An attempt to steer the service, with the question that is left in it, or an empty one."""

    outcome: Literal["answered", "corrected", "declined"]
    question: str
    kind: str


class Detail(Asked):
    """A question for a detail, with whether a passage gives it, and else the passage that tempts."""

    answerable: bool
    nearest: str | None = None


class Sorted(Asked):
    """A message of a kind: of distress, of pleasantries; `none` for one that only looks like it."""

    kind: str


class FollowUp(TrainingRow):
    """A dialogue, whose last turn needs those before it, or does not."""

    turns: Annotated[tuple[str, ...], Field(min_length=2)]
    gold: Ids
    acceptable: Ids
    type: str
    depends: bool


class Several(Asked):
    """A question in several parts, with the passages that must and those that may be told."""

    acceptable: Ids


class Partial(Asked):
    """A question of which the plan answers one part, with the part that is missing."""

    outcome: Literal["answered"]
    reason: Literal["partial"]
    missing: str


class Personal(Asked):
    """One person's case, or a question that sounds like it and is answered."""

    reason: Literal["personal_case"] | None


class OutOfScope(Asked):
    """Another year, another agency or an opinion, or a question that sounds like it and is answered."""

    reason: Literal["other_year", "other_agency", "opinion"] | None


class Structural(Asked):
    """A question that the tree settles, with the operation on it and the number, where one is asked for."""

    op: Literal["count", "list", "quote", "range", "filter", "compare", "where", "none"]
    number: int | None


SHAPES: Mapping[str, type[TrainingRow]] = MappingProxyType(
    {
        "attacks": Attack,
        "detail": Detail,
        "distress": Sorted,
        "followups": FollowUp,
        "multi": Several,
        "partial": Partial,
        "personal": Personal,
        "scope": OutOfScope,
        "single_looks_multi": Several,
        "smalltalk": Sorted,
        "structure": Structural,
        "unclear": Asked,
    }
)
