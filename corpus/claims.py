"""A plan's claims and premises: sentences and questions about it that hold or do not, to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.bank import Review
from corpus.errors import SourceError
from corpus.plan import Plan

CLAIMS, PREMISES = "claims.jsonl", "premises.jsonl"


class Claim(BaseModel):
    """One sentence and the nodes it cites.

    Attributes:
        sentence: as an answering system might write it.
        cites: ids of nodes; several count together.
        supported: whether they entail it.
        kind: of rewriting (verbatim, light, merged, paraphrase) or of falsification (number, date, …).
        free: whether it was worded freely, and not by changing words of the plan.
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentence: str
    cites: tuple[str, ...]
    supported: bool
    kind: str
    free: bool
    hand: str
    review: Review


class Premise(BaseModel):
    """One question that takes something for granted.

    Attributes:
        text: as somebody would ask it.
        cites: ids of the nodes that speak of the matter.
        holds: whether what it takes for granted stands there.
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    cites: tuple[str, ...]
    holds: bool
    hand: str
    review: Review


_Row = TypeVar("_Row", Claim, Premise)


def read_claims(folder: Path, plan: Plan) -> tuple[Claim, ...]:
    """Return the claims of a plan folder, in the order of its file; none if it has no such file.

    Raises:
        SourceError: naming the line that is not a claim about nodes of this plan.
    """
    return tuple(_rows(folder / CLAIMS, Claim, plan))


def read_premises(folder: Path, plan: Plan) -> tuple[Premise, ...]:
    """Return the premises of a plan folder, likewise."""
    return tuple(_rows(folder / PREMISES, Premise, plan))


def _rows(path: Path, shape: type[_Row], plan: Plan) -> Iterator[_Row]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    for number, line in enumerate(lines, 1):
        try:
            row = shape.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            msg = f"{path} 第 {number} 行的格式不對：{error}"
            raise SourceError(msg) from error
        if unknown := [passage_id for passage_id in row.cites if passage_id not in plan.nodes]:
            msg = f"{path} 第 {number} 行：計畫 {plan.plan_id} 裡沒有 {'、'.join(unknown)}。請更正編號。"
            raise SourceError(msg)
        yield row
