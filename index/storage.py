"""The files of an index: Arrow tables for documents and BM25, FAISS for vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index.bm25 import BM25
from index.documents import Document
from index.encoder import Matrix
from index.extent import is_large
from index.vectors import CANDIDATES, one_thread

_NUMPY = {"int32": np.int32, "int64": np.int64, "float": np.float32, "double": np.float64, "uint8": np.uint8}


def write_table(path: Path, columns: dict[str, Any]) -> None:
    """Write equally long columns as one Arrow IPC file; the same columns give the same bytes."""
    table = pa.table(columns)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_table(path: Path) -> pa.Table:
    """Read an Arrow IPC file; numeric columns stay mapped from disk."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def column(table: pa.Table, name: str) -> NDArray[Any]:
    """A numeric column as a numpy array without a copy."""
    chunks = table.column(name).combine_chunks()
    chunk = chunks.chunk(0) if isinstance(chunks, pa.ChunkedArray) else chunks
    # Out of the buffer: `to_numpy` would import pandas where it happens to be installed.
    kind = _NUMPY[str(chunk.type)]
    values: NDArray[Any] = np.frombuffer(chunk.buffers()[1], kind)[chunk.offset : chunk.offset + len(chunk)]
    return values


def write_documents(path: Path, documents: Sequence[Document]) -> None:
    """Write all but the aliases, which have a table of their own."""
    write_table(
        path,
        {
            "id": pa.array([d.document_id for d in documents], pa.string()),
            "text": pa.array([d.text for d in documents], pa.large_string()),
            "title": pa.array([d.title for d in documents], pa.string()),
            "is_passage": pa.array([d.is_passage for d in documents], pa.bool_()),
        },
    )


def read_documents_table(path: Path) -> list[Document]:
    """Read what `write_documents` wrote."""
    table = read_table(path)
    columns = (table.column(name).to_pylist() for name in ("id", "text", "title", "is_passage"))
    return [Document(i, text, title, is_passage=leaf) for i, text, title, leaf in zip(*columns, strict=True)]


def write_terms(path: Path, bm25: BM25) -> None:
    """Write the terms in row order with the end of each row."""
    write_table(path, {"term": pa.array(list(bm25.terms), pa.string()), "end": pa.array(bm25.starts[1:])})


def write_postings(path: Path, bm25: BM25) -> None:
    """Write document numbers and weights, row after row."""
    write_table(path, {"document": pa.array(bm25.documents), "weight": pa.array(bm25.weights)})


def read_bm25(terms: Path, postings: Path, size: int) -> BM25:
    """Read what `write_terms` and `write_postings` wrote; `size` is the number of documents."""
    held, rows = read_table(terms), read_table(postings)
    starts = np.concatenate(([0], column(held, "end"))).astype(np.int64)
    names = {term: row for row, term in enumerate(held.column("term").to_pylist())}
    return BM25(names, starts, column(rows, "document"), column(rows, "weight"), size)


def vector_index(vectors: Matrix) -> faiss.Index:
    """An inner-product index over unit vectors `(n, dim)`, exact up to `EXACT_LIMIT`.

    A large one chooses candidates by half a byte per dimension (product quantisation, scanned in registers: André,
    Kermarrec and Le Scouarnec, ICMR 2017) and compares those exactly.
    """
    count, dim = vectors.shape
    if not is_large(count):
        flat = faiss.IndexFlatIP(dim)
        flat.add(vectors)
        return flat
    coarse = faiss.IndexPQFastScan(dim, dim if dim % 2 else dim // 2, 4, faiss.METRIC_INNER_PRODUCT)
    refined = faiss.IndexRefineFlat(coarse)
    refined.k_factor = CANDIDATES
    with one_thread():  # so that sums have one order, and the bytes are the same anywhere
        refined.train(vectors)
        refined.add(vectors)
    return refined


def write_vectors(path: Path, index: faiss.Index) -> None:
    """Write a FAISS index."""
    faiss.write_index(index, str(path))


def read_vectors(path: Path) -> faiss.Index:
    """Read a FAISS index."""
    return faiss.read_index(str(path))
