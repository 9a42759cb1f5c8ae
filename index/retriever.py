"""Searching a plan as a LangChain retriever, for any program that is made of Runnables."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self, TypedDict, Unpack

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import run_in_executor
from pydantic import ConfigDict, Field

from corpus import load_plan, node_json
from index.encoder import Encoder, load_encoder
from index.expansion import known_expansion
from index.plan_index import PlanIndex
from index.search import Hit, Index

PAGE = "/plan#{}"  # the page of ours that opens at a passage, by its number


class Narrowing(TypedDict, total=False):
    """What one call can ask differently from the retriever's own settings."""

    k: int
    part: int | None
    work_plan: str | None
    category: str | None


class PlanRetriever(BaseRetriever):
    """Finds a plan's passages by falling score, ties by id.

    Each document's `id` is the passage id and its `page_content` the passage's text, without mark. Its
    metadata holds what else the passage is (`label`, `headings`, `category`, `mark`, `span`, `parent`, …),
    `score` in [0, 1] and `url`. A query without a letter, digit or Han character, or an unknown filter
    value, is an `InputError`.

    Attributes:
        plan_index: the plan with its index.
        k: how many at most.
        part: 0 preface, 1 goals, 2 work plans; None for all.
        work_plan: id or name of a work plan.
        category: as the plan has them.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid", frozen=True)

    plan_index: PlanIndex
    k: int = Field(10, ge=1)
    part: int | None = None
    work_plan: str | None = None
    category: str | None = None

    @classmethod
    def open(
        cls, plan: Path, index: Path, *, encoder: Encoder | None = None, **settings: Unpack[Narrowing]
    ) -> Self:
        """Open a plan folder with the index folder that `planbot build` made from it.

        Args:
            plan: the plan's folder.
            index: the index's folder.
            encoder: the one that the index was built with; the shipped model if None.
            settings: the retriever's own.

        Raises:
            PlanbotError: the plan or the index cannot be used; the text says which command mends it.
        """
        held = Index(index, encoder or load_encoder())
        opened = PlanIndex(load_plan(plan), held, known_expansion(plan))
        return cls(plan_index=opened, **settings)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **asked: Unpack[Narrowing]
    ) -> list[Document]:
        return self._find(query, asked)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **asked: Unpack[Narrowing]
    ) -> list[Document]:
        # In a thread: a search is some milliseconds of computing, which would hold up the event loop.
        return await run_in_executor(None, self._find, query, asked)

    def _find(self, query: str, asked: Narrowing) -> list[Document]:
        own = Narrowing(k=self.k, part=self.part, work_plan=self.work_plan, category=self.category)
        wanted: Narrowing = {**own, **asked}
        return [self._document(hit) for hit in self.plan_index.search(query, **wanted)]

    def _document(self, hit: Hit) -> Document:
        node = self.plan_index.plan.nodes[hit.document.document_id]
        metadata: dict[str, Any] = node_json(node) | {"score": hit.score, "url": PAGE.format(node.number)}
        return Document(id=node.passage_id, page_content=metadata.pop("text"), metadata=metadata)
