"""Asking a pipeline, and reading which nodes its answers cite."""

from __future__ import annotations

from bot import Answer, Message, Pipeline


def reply(pipeline: Pipeline, *turns: str) -> Answer:
    """The last answer of a conversation, told by its user turns."""
    return pipeline.run([Message("user", turn) for turn in turns])


def cited(answer: Answer) -> list[str]:
    """The numbers of the nodes cited, in the order of their marks."""
    return [citation.passage_id.partition("/")[2] for citation in answer.citations]
