"""A plan's question bank: what people might ask, and the node that answers it; data beside the plan."""

from __future__ import annotations

import json
from collections import defaultdict
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import SourceError
from corpus.plan import Plan

BANK = "bank"


class Review(StrEnum):
    """Who has looked at a question besides its writer."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"


class Question(BaseModel):
    """One wording that leads to a node.

    Attributes:
        passage: the node's id.
        voice: who speaks how: elder, hr, typo, english, …
        text: the question as somebody would write it.
        hand: who wrote it.
        review: whether another hand has checked it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    passage: str
    voice: str
    text: str
    hand: str
    review: Review


def read_bank(folder: Path, plan: Plan) -> tuple[Question, ...]:
    """Return the questions of a plan folder, in the order of its files; none if it has no bank.

    Raises:
        SourceError: naming the line that is not a question about a node of this plan.
    """
    questions: list[Question] = []
    for path in sorted((folder / BANK).glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                question = Question.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                msg = f"{path} 第 {number} 行不是題庫的一題：{error}"
                raise SourceError(msg) from error
            if question.passage not in plan.nodes:
                msg = f"{path} 第 {number} 行：計畫 {plan.plan_id} 裡沒有 {question.passage}。請更正編號。"
                raise SourceError(msg)
            questions.append(question)
    return tuple(questions)


def by_passage(questions: tuple[Question, ...]) -> dict[str, tuple[str, ...]]:
    """Group the questions' texts by the node they lead to."""
    groups: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        groups[question.passage].append(question.text)
    return {passage: tuple(texts) for passage, texts in groups.items()}
