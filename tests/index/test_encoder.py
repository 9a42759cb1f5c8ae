"""The shipped model gives the same vectors through both of its readers, and is read without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index import Encoder, EncoderError, load_encoder
from index.encoder import (
    DICTIONARY,
    SHIPPED,
    TOKENIZER,
    UNKNOWN,
    WEIGHTS,
    StaticEncoder,
    is_static,
    static_tokens,
)
from index.segmentation import Segmenter

ROOT = Path(__file__).parents[2]
TEXTS = [
    "海岸防風林更新造林",
    "我家的田可以租給政府種樹嗎？",
    "OpenCoast 圖臺 113 年",
    "劳动部Ｌｉ\u200bDAR",
    "𠮷龘",
    "重複重複重複",
    "林" * 3000,
]


def test_both_readers_give_the_same_vectors(encoder: Encoder) -> None:
    segmenter = Segmenter(dictionary=SHIPPED / DICTIONARY)
    cut = [" ".join(static_tokens(segmenter, text)) for text in TEXTS]
    theirs = SentenceTransformer(str(SHIPPED), device="cpu").encode(cut)
    assert np.allclose(encoder.encode_query(TEXTS), theirs, atol=1e-5)
    assert np.allclose(encoder.encode_document(TEXTS), theirs, atol=1e-5)


def test_vectors_are_float32_of_length_1(encoder: Encoder) -> None:
    vectors = encoder.encode_document(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dim)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("text", ["", " \n", "。！？", "😀"])
def test_text_without_letters_is_the_zero_vector(encoder: Encoder, text: str) -> None:
    assert not encoder.encode_query([text]).any()


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_document([]).shape == (0, encoder.dim)


def test_vector_does_not_depend_on_the_others(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode_document(TEXTS)[1:2], encoder.encode_document(TEXTS[1:2]))


def test_simplified_text_has_the_vector_of_the_traditional(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode_query(["劳动部"]), encoder.encode_query(["勞動部"]))


def test_tokens_are_long_words_characters_and_pairs() -> None:
    assert static_tokens(Segmenter(["海岸林"]), "海岸林") == ["海岸林", "海", "岸", "林", "海岸", "岸林"]


def test_shipped_model_is_read_without_torch() -> None:
    code = (
        "import sys; from index import load_encoder; load_encoder().encode_query(['海岸'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'langchain_core'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def copy_of_shipped(folder: Path) -> Path:
    for name in (WEIGHTS, TOKENIZER, DICTIONARY):
        (folder / name).write_bytes((SHIPPED / name).read_bytes())
    return folder


def test_copy_in_another_folder_is_read_likewise(tmp_path: Path, encoder: Encoder) -> None:
    copied = load_encoder(str(copy_of_shipped(tmp_path)))
    assert isinstance(copied, StaticEncoder)
    assert np.array_equal(copied.encode_query(TEXTS), encoder.encode_query(TEXTS))


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER, DICTIONARY])
def test_fingerprint_changes_with_each_file(tmp_path: Path, name: str) -> None:
    folder = copy_of_shipped(tmp_path)
    before = StaticEncoder(folder).fingerprint
    path, change = folder / name, {WEIGHTS: b"", TOKENIZER: b" ", DICTIONARY: "潮間帶 7\n".encode()}[name]
    content = path.read_bytes()
    path.write_bytes(content + change if change else content[:-1] + bytes([content[-1] ^ 1]))
    assert StaticEncoder(folder).fingerprint != before


@pytest.mark.parametrize("name", [TOKENIZER, WEIGHTS])
def test_incomplete_model_is_refused_with_the_next_step(tmp_path: Path, name: str) -> None:
    folder = copy_of_shipped(tmp_path)
    (folder / name).write_bytes(b"{}")
    with pytest.raises(EncoderError, match=r"不完整.*planbot train"):
        load_encoder(str(folder))


def test_folder_without_a_dictionary_is_no_static_model(tmp_path: Path) -> None:
    (copy_of_shipped(tmp_path) / DICTIONARY).unlink()
    assert not is_static(tmp_path)
    assert is_static(SHIPPED)


def test_unknown_token_has_a_row_of_its_own(encoder: Encoder) -> None:
    assert isinstance(encoder, StaticEncoder)
    assert np.array_equal(encoder.encode_query(["𠮷"]), encoder.encode_query(["𪚥"])), UNKNOWN
