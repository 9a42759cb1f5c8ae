"""Our pipeline, asked in this process."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.answer import Answer, Message
from evals.responders.base import Hit, Turn, as_messages


class Pipeline(Protocol):
    """What `bot.Pipeline` offers."""

    def run(self, messages: Sequence[Message], *, explain: bool = False) -> Answer:
        """Answer the last message."""


class FoundDocument(Protocol):
    """A document of the index."""

    @property
    def document_id(self) -> str:
        """The passage id."""


class Found(Protocol):
    """A hit of the index."""

    @property
    def document(self) -> FoundDocument:
        """What was found."""

    @property
    def score(self) -> float:
        """In [0, 1]."""


IndexSearch = Callable[[str, int], Sequence[Found]]


class PipelineResponder:
    """Asks a pipeline and never searches."""

    def __init__(self, pipeline: Pipeline, *, about: Mapping[str, str] | None = None) -> None:
        """Keep the pipeline."""
        self._pipeline = pipeline
        self._about = {"kind": "pipeline", **(about or {})}

    @property
    def about(self) -> Mapping[str, str]:
        """Kind and what the caller told of the pipeline's settings."""
        return self._about

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """The pipeline's answer in the contract's form."""
        body = self._pipeline.run(as_messages(messages)).to_json("")
        citations = [c if isinstance(c, dict) else dataclasses.asdict(c) for c in body["citations"]]
        return {**body, "citations": citations}


class SearchingPipelineResponder(PipelineResponder):
    """Asks a pipeline, and its index for rankings."""

    def __init__(
        self, pipeline: Pipeline, search: IndexSearch, *, about: Mapping[str, str] | None = None
    ) -> None:
        """Keep the pipeline."""
        super().__init__(pipeline, about=about)
        self._search = search

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The index's ranking."""
        return [Hit(found.document.document_id, found.score) for found in self._search(query, k)]
