"""Any sentence-transformers model is loaded by its folder and used with its own prompts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index import Document, Encoder, EncoderError, FolderError, Index, build_index, load_encoder
from index.encoder import SentenceTransformerEncoder
from tests.index.tiny_models import write_encoder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model's folder."""
    return write_encoder(tmp_path_factory.mktemp("one"), seed=1)


@pytest.fixture(scope="module")
def other(folder: str) -> Encoder:
    """That model, loaded by one setting."""
    return load_encoder(folder)


def test_model_is_loaded_by_its_folder(other: Encoder) -> None:
    assert isinstance(other, SentenceTransformerEncoder)
    assert other.dim == 16
    assert other.encode_query(["海岸", "村里"]).shape == (2, 16)


def test_each_side_has_the_prompt_of_the_model(other: Encoder, folder: str) -> None:
    plain = SentenceTransformer(folder, device="cpu")
    expected = plain.encode(["查詢：海岸", "段落：海岸"], prompt="", normalize_embeddings=True)
    assert np.allclose(other.encode_query(["海岸"])[0], expected[0], atol=1e-6)
    assert np.allclose(other.encode_document(["海岸"])[0], expected[1], atol=1e-6)
    assert not np.allclose(expected[0], expected[1], atol=1e-3)


def test_vectors_have_length_1(other: Encoder) -> None:
    vectors = other.encode_document(["海岸防風林", "村里巡守隊"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_index_is_built_and_searched_with_it(other: Encoder, tmp_path: Path) -> None:
    documents = [Document("a", "海岸防風林造林"), Document("b", "村里巡守隊")]
    manifest = build_index(documents, tmp_path, other)
    assert manifest.settings["encoder"] == other.fingerprint
    assert Index(tmp_path, other).search("什麼是巡守隊")[0].document.document_id == "b"


def test_index_of_another_model_is_refused(other: Encoder, encoder: Encoder, tmp_path: Path) -> None:
    build_index([Document("a", "海岸")], tmp_path, encoder)
    with pytest.raises(FolderError, match=rf"{encoder.fingerprint}.*{other.fingerprint}.*planbot build"):
        Index(tmp_path, other)


def test_same_weights_have_the_same_fingerprint_and_others_another(other: Encoder, tmp_path: Path) -> None:
    same, another = (load_encoder(write_encoder(tmp_path / str(seed), seed)) for seed in (1, 2))
    assert same.fingerprint == other.fingerprint != another.fingerprint


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"無法載入嵌入模型.*PLANBOT_ENCODER"):
        load_encoder(str(tmp_path))


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"planbot\[models\]"):
        load_encoder(str(tmp_path))
