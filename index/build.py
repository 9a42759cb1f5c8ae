"""Building an index folder from documents, the same bytes from the same input."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import faiss
import jieba
import numpy as np
import pyarrow as pa

from index.bm25 import BM25
from index.documents import Document
from index.encoder import Encoder
from index.errors import InputError
from index.folder import IndexManifest, write_folder
from index.fusion import ALIAS_WEIGHTS, PLAIN_WEIGHTS, Channel
from index.segmentation import Segmenter
from index.storage import vector_index, write_documents, write_postings, write_table, write_terms, write_vectors

Part = tuple[str, Callable[[Path], None]]
BATCH = 1024  # documents encoded at a time
Progress = Callable[[int, int], None]  # (done, of how many)


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
    segmenter = Segmenter(words)
    aliases = [alias for document in documents for alias in document.aliases]
    owners = np.cumsum([0, *(len(document.aliases) for document in documents)])
    report = _Report(progress, len(documents) + len(aliases))
    parts: dict[str, Part] = {
        "documents": (".arrow", lambda path: write_documents(path, documents)),
        **_channel_parts("passage", [document.searched for document in documents], segmenter, encoder, report),
    }
    if aliases:
        parts |= _channel_parts("alias", aliases, segmenter, encoder, report)
        columns = {"end": pa.array(owners[1:], pa.int64())}
        parts["owners"] = (".arrow", lambda path: write_table(path, columns))
    weights = ALIAS_WEIGHTS if aliases else PLAIN_WEIGHTS
    return write_folder(
        folder,
        parts,
        settings=_settings(encoder, segmenter, weights, inputs),
        versions={"faiss": faiss.__version__, "jieba": jieba.__version__},
        counts={
            "documents": len(documents),
            "passages": sum(document.is_passage for document in documents),
            "aliases": len(aliases),
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


def _settings(
    encoder: Encoder, segmenter: Segmenter, weights: Mapping[Channel, float], inputs: Mapping[str, str] | None
) -> dict[str, Any]:
    return {
        "encoder": encoder.fingerprint,
        "dim": encoder.dim,
        "weights": dict(weights),
        "words": list(segmenter.extra_words),
        "inputs": dict(inputs or {}),
    }


def _channel_parts(
    kind: str, texts: Sequence[str], segmenter: Segmenter, encoder: Encoder, report: _Report
) -> dict[str, Part]:
    """The three channels over `texts`: two BM25 matrices and the vectors."""
    tokens = [segmenter.tokens(text) for text in texts]
    vectors = np.zeros((len(texts), encoder.dim), np.float32)
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        vectors[start : start + len(batch)] = encoder.encode_document(batch)
        report.add(len(batch))
    parts: dict[str, Part] = {f"{kind}_vectors": (".faiss", partial(write_vectors, index=vector_index(vectors)))}
    for name, column in (("words", 0), ("grams", 1)):
        bm25 = BM25.build(pair[column] for pair in tokens)
        parts[f"{kind}_{name}_terms"] = (".arrow", partial(write_terms, bm25=bm25))
        parts[f"{kind}_{name}_postings"] = (".arrow", partial(write_postings, bm25=bm25))
    return parts
