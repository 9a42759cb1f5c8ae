"""The folder of a vector store: documents as Arrow, vectors as FAISS, and what tells its model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import faiss
import numpy as np
import pyarrow as pa
from langchain_core.documents import Document

from index.encoder import Matrix
from index.errors import FolderError, InputError
from index.folder import IndexManifest, Part, read_folder, write_folder
from index.storage import read_table, read_vectors, write_table, write_vectors

KIND = "vector store"
ALIKE = 0.9999  # least cosine of two vectors that one model makes of one text
MEND = "PlanVectorStore.save_local"


def write_store(folder: Path, documents: Sequence[Document], vectors: faiss.Index, probe: Matrix) -> None:
    """Write a store, whole or not at all.

    Args:
        folder: created if missing.
        documents: each with its id.
        vectors: row n belongs to document n.
        probe: what the model makes of a fixed sentence, `(1, dim)`.

    Raises:
        InputError: a document's metadata cannot be written as JSON.
    """
    parts: list[tuple[str, Part]] = [
        ("documents", (".arrow", partial(write_table, columns=_columns(documents)))),
        ("vectors", (".faiss", partial(write_vectors, index=vectors))),
    ]
    settings = {"kind": KIND, "probe": probe[0].tolist()}
    versions, counts = {"faiss": faiss.__version__}, {"documents": len(documents)}
    write_folder(folder, parts, settings=settings, versions=versions, counts=counts)


def read_store(folder: Path, probe: Matrix) -> tuple[list[Document], faiss.Index]:
    """Return the documents and vectors of a folder that `write_store` wrote.

    Raises:
        FolderError: it is missing, damaged or no store, or another model than the one of `probe` made it.
    """
    manifest = read_folder(folder, mend=MEND)
    _check(manifest, folder, probe)
    rows = read_table(folder / manifest.files["documents"]).to_pylist()
    documents = [
        Document(id=row["id"], page_content=row["text"], metadata=json.loads(row["metadata"])) for row in rows
    ]
    return documents, read_vectors(folder / manifest.files["vectors"])


def _check(manifest: IndexManifest, folder: Path, probe: Matrix) -> None:
    if manifest.settings.get("kind") != KIND:
        msg = f"{folder} 不是向量庫。請指定以 {MEND} 存成的資料夾。"
        raise FolderError(msg)
    then, now = np.asarray(manifest.settings["probe"], np.float32), probe[0]
    if then.shape != now.shape or float(then @ now) < ALIKE:
        other = f"向量庫 {folder} 是以另一個嵌入模型建立的"
        msg = f"{other}。請換回原模型，或以目前的模型重新加入文件，再以 {MEND} 儲存。"
        raise FolderError(msg)


def _columns(documents: Sequence[Document]) -> dict[str, pa.Array]:
    return {
        "id": pa.array([document.id for document in documents], pa.string()),
        "text": pa.array([document.page_content for document in documents], pa.large_string()),
        "metadata": pa.array([_metadata_json(document) for document in documents], pa.large_string()),
    }


def _metadata_json(document: Document) -> str:
    try:
        return json.dumps(document.metadata, ensure_ascii=False, sort_keys=True)
    except (TypeError, ValueError) as error:
        msg = f"文件「{document.id}」的 metadata 無法寫成 JSON：{error}。請只放文字、數字、清單與物件。"
        raise InputError(msg) from error
