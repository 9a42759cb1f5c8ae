"""Building an index folder from documents, the same bytes from the same input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import jieba
import numpy as np
import pyarrow as pa

from index.bm25 import BM25
from index.documents import Document
from index.encoder import Encoder, Matrix
from index.errors import InputError
from index.folder import IndexManifest, Part, write_folder
from index.fusion import PLAIN_WEIGHTS, Channel, learned
from index.segmentation import Segmenter
from index.storage import (
    vector_index,
    write_documents,
    write_postings,
    write_table,
    write_terms,
    write_vectors,
)
from index.tokenising import Counted, counting

BATCH = 1024  # texts encoded and counted at a time
Progress = Callable[[int, int], None]  # (done, of how many)
Named = tuple[str, Part]  # (role, what its file holds)


def build_index(
    documents: Sequence[Document],
    folder: Path,
    encoder: Encoder,
    *,
    words: Sequence[str] = (),
    inputs: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> IndexManifest:
    """Write an index of `documents` into `folder`.

    Args:
        documents: at least one, ids distinct.
        folder: what it held stays in use until the new index is complete.
        encoder: makes the vectors; searching needs the same one.
        words: kept whole by the segmenter (a plan's own terms).
        inputs: names and checksums of what the documents were made from, to tell when the index is stale.
        progress: told after each batch.

    Raises:
        InputError: there is no document.
    """
    if not documents:
        msg = "沒有可建立索引的段落。請提供至少一段文字。"
        raise InputError(msg)
    aliases = sum(len(document.aliases) for document in documents)
    segmenter = Segmenter(words)
    work = _Work(segmenter, encoder, _Report(progress, len(documents) + aliases))
    weights = learned().weights if aliases else PLAIN_WEIGHTS
    return write_folder(
        folder,
        _parts(documents, work),
        settings=_settings(encoder, segmenter, weights, inputs),
        versions={"faiss": faiss.__version__, "jieba": jieba.__version__},
        counts={
            "documents": len(documents),
            "passages": sum(document.is_passage for document in documents),
            "aliases": aliases,
        },
    )


class _Report:
    """Adds up batches for the caller's progress bar."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def add(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)


@dataclass(frozen=True)
class _Work:
    """What every text goes through."""

    segmenter: Segmenter
    encoder: Encoder
    report: _Report

    def encode(self, batches: Sequence[Sequence[str]]) -> Matrix:
        """The vectors of all texts, float32 `(n_texts, dim)`."""
        vectors = np.zeros((sum(map(len, batches)), self.encoder.dim), np.float32)
        start = 0
        for batch in batches:
            vectors[start : start + len(batch)] = self.encoder.encode_document(batch)
            start += len(batch)
            self.report.add(len(batch))
        return vectors


def _settings(
    encoder: Encoder, segmenter: Segmenter, weights: Mapping[Channel, float], inputs: Mapping[str, str] | None
) -> dict[str, Any]:
    return {
        "encoder": encoder.fingerprint,
        "dim": encoder.dim,
        "weights": dict(weights),
        "telling": learned().telling,
        "words": list(segmenter.extra_words),
        "inputs": dict(inputs or {}),
    }


def _parts(documents: Sequence[Document], work: _Work) -> Iterator[Named]:
    """Make one file's content after the other, so that only one is in memory."""
    yield "documents", (".arrow", partial(write_documents, documents=documents))
    yield from _channels("passage", [document.searched for document in documents], work)
    if aliases := [alias for document in documents for alias in document.aliases]:
        yield from _channels("alias", aliases, work)
        ends = np.cumsum([len(document.aliases) for document in documents])
        yield "owners", (".arrow", partial(write_table, columns={"end": pa.array(ends, pa.int64())}))
        if pairs := _twins(documents):
            columns = {
                name: pa.array(side, pa.int64())
                for name, side in zip(("one", "other"), zip(*pairs, strict=True), strict=True)
            }
            yield "twins", (".arrow", partial(write_table, columns=columns))


def _twins(documents: Sequence[Document]) -> list[tuple[int, int]]:
    """The numbers of each document and its twin, in order."""
    numbers = {document.document_id: number for number, document in enumerate(documents)}
    return [
        (number, numbers[twin])
        for number, document in enumerate(documents)
        for twin in document.twins
        if twin in numbers
    ]


def _channels(kind: str, texts: Sequence[str], work: _Work) -> Iterator[Named]:
    """The three channels over `texts`: the vectors and two BM25 matrices."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    with counting(batches, work.segmenter) as count:
        vectors = work.encode(batches)
        yield f"{kind}_vectors", (".faiss", partial(write_vectors, index=vector_index(vectors)))
        del vectors
        words, grams = count()
    yield from _postings(f"{kind}_words", words)
    yield from _postings(f"{kind}_grams", grams)


def _postings(name: str, counted: Counted) -> Iterator[Named]:
    bm25 = BM25.weigh(counted.terms, counted.batches)
    yield f"{name}_terms", (".arrow", partial(write_terms, bm25=bm25))
    yield f"{name}_postings", (".arrow", partial(write_postings, bm25=bm25))
