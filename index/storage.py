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
    chunks = table.column(name).chunks
    values: NDArray[Any] = chunks[0].to_numpy() if len(chunks) == 1 else table.column(name).to_numpy()
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

    A large one looks for candidates among vectors of one byte per dimension, a quarter of the memory to read,
    and compares those exactly.
    """
    count, dim = vectors.shape
    if not is_large(count):
        flat = faiss.IndexFlatIP(dim)
        flat.add(vectors)
        return flat
    coarse = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    refined = faiss.IndexRefineFlat(coarse)
    refined.train(vectors)
    refined.add(vectors)
    return refined


def nearest(index: faiss.Index, vector: Matrix, depth: int) -> tuple[NDArray[np.int64], Matrix]:
    """The numbers of the `depth` nearest vectors to one, best first, with their cosines."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # sharing out one query takes longer than answering it
    try:
        cosines, numbers = index.search(vector[None, :], min(depth, index.ntotal))
    finally:
        faiss.omp_set_num_threads(threads)
    found = numbers[0] >= 0
    return numbers[0][found], cosines[0][found]


def write_vectors(path: Path, index: faiss.Index) -> None:
    """Write a FAISS index."""
    faiss.write_index(index, str(path))


def read_vectors(path: Path) -> faiss.Index:
    """Read a FAISS index."""
    return faiss.read_index(str(path))
