"""A plan's near twins: passages that say the same, spell each other out, or are easily taken for each other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.bank import Review
from corpus.errors import SourceError
from corpus.plan import Plan

FAMILIES = "families.jsonl"
Pair = frozenset[str]  # two ids


class Relation(StrEnum):
    """How the members of a family are related."""

    RESTATES = "restates"
    """The members say the same of the same matter: a question about it is answered by any of them."""

    DETAILS = "details"
    """The first member names a matter in general, and each other one says something particular of it."""

    CONTRASTS = "contrasts"
    """The members sound alike and are about different matters: a question is answered by one of them alone."""


class Family(BaseModel):
    """A few passages that are near twins.

    Attributes:
        members: ids of two to six leaves; for `details`, the general one first.
        relation: how they are related.
        note: in which matter, and what sets them apart.
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    members: Annotated[tuple[str, ...], Field(min_length=2, max_length=6)]
    relation: Relation
    note: str
    hand: str
    review: Review

    def pairs(self) -> Iterator[Pair]:
        """The related pairs: the first member with each other one for `details`, else each with each."""
        if self.relation is Relation.DETAILS:
            yield from (frozenset((self.members[0], other)) for other in self.members[1:])
        else:
            yield from map(frozenset, combinations(self.members, 2))


def read_families(folder: Path, plan: Plan) -> tuple[Family, ...]:
    """Return the families of a plan folder, in the order of its file; none if it has no such file.

    Raises:
        SourceError: naming the line that is not a family of this plan's leaves, or that relates a pair in
            another way than a line before it.
    """
    path = folder / FAMILIES
    families: list[Family] = []
    related: dict[Pair, Relation] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), 1):
        try:
            family = Family.model_validate(json.loads(line))
        except (ValueError, ValidationError) as error:
            msg = f"{path} 第 {number} 行不是一組相近的段落：{error}"
            raise SourceError(msg) from error
        if fault := misfit(family, plan, related):
            msg = f"{path} 第 {number} 行：{fault}"
            raise SourceError(msg)
        related |= dict.fromkeys(family.pairs(), family.relation)
        families.append(family)
    return tuple(families)


def twins(families: Iterable[Family]) -> dict[str, tuple[str, ...]]:
    """The ids of each member's near twins, in order."""
    known: dict[str, set[str]] = defaultdict(set)
    for pair in (pair for family in families for pair in family.pairs()):
        for member in pair:
            known[member] |= pair - {member}
    return {member: tuple(sorted(others)) for member, others in known.items()}


def misfit(family: Family, plan: Plan, related: Mapping[Pair, Relation]) -> str:
    """What is wrong with a family of this plan, beside the pairs related before; empty if all is well."""
    leaves = {leaf.passage_id for leaf in plan.passages}
    if other := [one for one in family.members if one not in leaves]:
        return f"計畫 {plan.plan_id} 裡沒有段落 {'、'.join(other)}。請更正編號；上層節點不能列入。"
    if len(set(family.members)) < len(family.members):
        return "同一個段落列了兩次。請刪去一個。"
    for pair in family.pairs():
        if related.get(pair, family.relation) is not family.relation:
            return f"{'、'.join(sorted(pair))} 前面已經列為 {related[pair]}。請只留一種關係。"
    return ""
