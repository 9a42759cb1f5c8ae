"""Haystack with every default: its document splitter, in-memory store and BM25 retriever."""

from __future__ import annotations

import os
from collections.abc import Sequence

from evals.rivals.chunks import Chunk, SourceText
from evals.rivals.rival import Rival


def make_haystack(source: SourceText) -> Rival:
    """The default splitter counts words between blanks, of which Chinese has few: two chunks."""
    # Read by Haystack while it is imported, and late for that: a run must tell nobody that it ran.
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    splits = DocumentSplitter().run(documents=[Document(content=source.text)])["documents"]
    store = InMemoryDocumentStore()
    store.write_documents(splits)
    retriever = InMemoryBM25Retriever(store)

    def rank(query: str, k: int) -> Sequence[tuple[Chunk, float]]:
        found = retriever.run(query=query, top_k=k)["documents"]
        starts = ((int(d.meta["split_idx_start"]), len(d.content or ""), d.score or 0.0) for d in found)
        return [(Chunk(start, start + size), score) for start, size, score in starts]

    return Rival(
        "Haystack（預設）",
        f"預設以空白計詞切段，中文計畫只切成 {len(splits)} 段；沒有語言模型，不會拒答。",
        source,
        rank,
        {"chunks": f"200 words（{len(splits)}）", "retriever": "InMemoryBM25Retriever"},
    )
