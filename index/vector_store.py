"""A LangChain vector store over FAISS whose scores are cosines, kept on disk without pickle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import faiss
import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from index.embeddings import EncoderEmbeddings
from index.encoder import Matrix, normalised
from index.errors import InputError
from index.nearness import diverse, nearest
from index.search import Index
from index.storage import vector_index
from index.store_folder import read_store, write_store

Filter = Callable[[Document], bool] | Mapping[str, object]
BATCH = 1024  # texts embedded at a time
PROBE = "以同一句話檢查嵌入模型：The same sentence checks the model."


class PlanVectorStore(VectorStore):
    """Documents by id with their unit vectors; searching is exact.

    A score is the cosine of query and document in [-1, 1], larger is nearer; a relevance score is the same
    with what is below 0 counted as 0. Hits come by falling score, ties by id. Adding a document under an id
    that is there replaces it. `filter` is a function of a document, or metadata that a document must hold.
    Any LangChain embeddings do.
    """

    def __init__(self, embedding: Embeddings) -> None:
        """Start an empty store whose vectors `embedding` makes."""
        self._embedding = embedding
        self._documents: list[Document] = []
        self._numbers: dict[str, int] = {}
        self._vectors: faiss.Index | None = None  # its row n belongs to document n

    def __len__(self) -> int:
        """How many documents it holds."""
        return len(self._documents)

    @property
    def embeddings(self) -> Embeddings:
        """What makes its vectors."""
        return self._embedding

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
        batch_size: int = BATCH,
        **others: object,
    ) -> Self:
        """Return a store that holds `texts`; see `add_texts`."""
        store = cls(embedding)
        store.add_texts(texts, metadatas, ids=ids, batch_size=batch_size, **others)
        return store

    @classmethod
    def from_index(cls, index: Index) -> Self:
        """Return a store of a loaded index's passages with the vectors that it holds (of title and text)."""
        passages = [n for n, document in enumerate(index.documents) if document.is_passage]
        held = (index.documents[number] for number in passages)
        documents = [
            Document(id=d.document_id, page_content=d.text, metadata={"title": d.title}) for d in held
        ]
        store = cls(EncoderEmbeddings(index.encoder))
        store._append(documents, index.vectors()[passages])
        return store

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
        batch_size: int = BATCH,
        **others: object,
    ) -> list[str]:
        """Add texts and return their ids.

        Args:
            texts: what is embedded and shown.
            metadatas: one for each text.
            ids: one for each text; None, or an id that is None, makes a new one. Of one id the last stays.
            batch_size: texts embedded at a time.
            others: refused; here because LangChain's interface has them.

        Raises:
            InputError: `metadatas` or `ids` are not as many as `texts`.
            TypeError: there is an argument that this store does not know.
        """
        _refuse(others)
        contents = list(texts)
        for name, given in (("metadatas", metadatas), ("ids", ids)):
            if given is not None and len(given) != len(contents):
                msg = f"{name} 有 {len(given)} 個，texts 有 {len(contents)} 個。請讓兩者一樣多。"
                raise InputError(msg)
        named = [given or str(uuid4()) for given in ids or [None] * len(contents)]
        rows = zip(named, contents, metadatas or [{} for _ in contents], strict=True)
        last = {name: Document(id=name, page_content=text, metadata=about) for name, text, about in rows}
        if last:
            vectors = self._embed([document.page_content for document in last.values()], batch_size)
            self.delete([name for name in last if name in self._numbers])
            self._append(list(last.values()), vectors)
        return named

    def delete(self, ids: list[str] | None = None, **others: object) -> bool:
        """Remove documents by id, all without `ids`; True if each was there."""
        _refuse(others)
        known = [
            self._numbers[name]
            for name in (self._numbers if ids is None else set(ids))
            if name in self._numbers
        ]
        if known and self._vectors is not None:
            self._vectors.remove_ids(faiss.IDSelectorBatch(np.asarray(known, np.int64)))
            gone = set(known)
            self._documents = [document for n, document in enumerate(self._documents) if n not in gone]
            self._renumber()
        return ids is None or len(known) == len(set(ids))

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Return the documents with these ids, in the order asked; an unknown id is left out."""
        return [_copy(self._documents[self._numbers[name]]) for name in ids if name in self._numbers]

    def similarity_search(
        self, query: str, k: int = 4, *, filter: Filter | None = None, **others: object
    ) -> list[Document]:
        """Return the `k` documents nearest to `query`."""
        return [
            document for document, _ in self.similarity_search_with_score(query, k, filter=filter, **others)
        ]

    def similarity_search_with_score(
        self, query: str, k: int = 4, *, filter: Filter | None = None, **others: object
    ) -> list[tuple[Document, float]]:
        """Return the `k` nearest documents with their cosines."""
        vector = self._embedding.embed_query(query)
        return self.similarity_search_with_score_by_vector(vector, k, filter=filter, **others)

    def similarity_search_by_vector(
        self, embedding: list[float], k: int = 4, *, filter: Filter | None = None, **others: object
    ) -> list[Document]:
        """Return the `k` documents nearest to a vector of any length."""
        found = self.similarity_search_with_score_by_vector(embedding, k, filter=filter, **others)
        return [document for document, _ in found]

    def similarity_search_with_score_by_vector(
        self, embedding: list[float], k: int = 4, *, filter: Filter | None = None, **others: object
    ) -> list[tuple[Document, float]]:
        """Return the `k` documents nearest to a vector, with their cosines."""
        _refuse(others)
        found = self._nearest(embedding, k, filter)
        return [(_copy(self._documents[number]), score) for number, score in found]

    def max_marginal_relevance_search(
        self,
        query: str,
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        *,
        filter: Filter | None = None,
        **others: object,
    ) -> list[Document]:
        """Return `k` of the `fetch_k` nearest documents that are near to the query and unlike each other.

        Carbonell and Goldstein, SIGIR 1998. `lambda_mult` is the weight of nearness, in [0, 1].
        """
        vector = self._embedding.embed_query(query)
        return self.max_marginal_relevance_search_by_vector(
            vector, k, fetch_k, lambda_mult, filter=filter, **others
        )

    def max_marginal_relevance_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        *,
        filter: Filter | None = None,
        **others: object,
    ) -> list[Document]:
        """The same for a vector."""
        _refuse(others)
        found = self._nearest(embedding, max(fetch_k, k), filter)
        if self._vectors is None or not found:
            return []
        vectors = self._vectors.reconstruct_batch(np.asarray([number for number, _ in found], np.int64))
        nearness = np.asarray([score for _, score in found], np.float32)
        chosen = diverse(vectors, nearness, k, lambda_mult)
        return [_copy(self._documents[found[place][0]]) for place in chosen]

    def save_local(self, folder: Path | str) -> None:
        """Write the store into a folder, whole or not at all.

        Raises:
            InputError: a document's metadata cannot be written as JSON.
        """
        probe = self._probe()
        vectors = self._vectors if self._vectors is not None else vector_index(probe[:0])
        write_store(Path(folder), self._documents, vectors, probe)

    @classmethod
    def load_local(cls, folder: Path | str, embedding: Embeddings) -> Self:
        """Read what `save_local` wrote.

        Raises:
            FolderError: it is missing or damaged, or `embedding` makes other vectors than the store's.
        """
        store = cls(embedding)
        store._documents, store._vectors = read_store(Path(folder), store._probe())
        store._renumber()
        return store

    def _select_relevance_score_fn(self) -> Callable[[float], float]:
        return lambda cosine: min(max(cosine, 0.0), 1.0)

    def _nearest(self, embedding: Sequence[float], k: int, wanted: Filter | None) -> list[tuple[int, float]]:
        """The numbers of the nearest documents with their cosines, best first."""
        if k < 1:
            msg = f"k 是 {k}，應為 1 以上的整數。"
            raise InputError(msg)
        if self._vectors is None or not self._documents:
            return []
        query = normalised(np.asarray([embedding], np.float32))
        found = nearest(self._vectors, query, k, self._selected(wanted))
        return sorted(found, key=lambda hit: (-hit[1], str(self._documents[hit[0]].id)))[:k]

    def _selected(self, wanted: Filter | None) -> faiss.IDSelector | None:
        match wanted:
            case None:
                return None
            case Mapping():
                fits = [wanted.items() <= document.metadata.items() for document in self._documents]
            case _:
                fits = [wanted(_copy(document)) for document in self._documents]
        return faiss.IDSelectorBatch(np.flatnonzero(fits).astype(np.int64))

    def _embed(self, texts: Sequence[str], size: int) -> Matrix:
        made: list[list[float]] = []
        for start in range(0, len(texts), size):
            made += self._embedding.embed_documents(list(texts[start : start + size]))
        return normalised(np.asarray(made, np.float32))

    def _append(self, documents: Sequence[Document], vectors: Matrix) -> None:
        if self._vectors is None:
            self._vectors = vector_index(vectors)
        else:
            self._vectors.add(vectors)
        self._documents.extend(documents)
        self._renumber()

    def _renumber(self) -> None:
        self._numbers = {str(document.id): number for number, document in enumerate(self._documents)}

    def _probe(self) -> Matrix:
        """The vector of a sentence that never changes, `(1, dim)`: what tells one model from another."""
        return normalised(np.asarray([self._embedding.embed_query(PROBE)], np.float32))


def _copy(document: Document) -> Document:
    return document.model_copy(update={"metadata": dict(document.metadata)})


def _refuse(others: Mapping[str, object]) -> None:
    if others:
        msg = f"PlanVectorStore 不認得參數 {'、'.join(others)}。"
        raise TypeError(msg)
