"""Embedding models behind one interface: our static one without torch, or any of sentence-transformers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from index.errors import EncoderError
from index.segmentation import Segmenter

Matrix = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "model"
WEIGHTS, TOKENIZER, DICTIONARY, CONFIG = (
    "model.safetensors",
    "tokenizer.json",
    "words.txt",
    "config_sentence_transformers.json",
)
UNKNOWN = "[UNK]"


class Encoder(Protocol):
    """Turns texts into unit vectors; `fingerprint` names the model and its weights."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever a vector could."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """Return float32 vectors `(len(texts), dim)` of length 1, or 0 where nothing of a text is known."""

    def encode_document(self, texts: Sequence[str]) -> Matrix:
        """The same for passages, with the model's own prompt for them."""


class StaticEncoder:
    """Reads a `StaticEmbedding` folder of ours with numpy alone: the mean of its tokens' rows, normalised.

    The folder's tokenizer splits at blanks; `static_tokens` says what is between them.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder; raises `OSError`, `KeyError`, `ValueError` or `SafetensorError` if it is incomplete."""
        self._segmenter = Segmenter(dictionary=folder / DICTIONARY)
        self._weights: Matrix = load_file(folder / WEIGHTS)["embedding.weight"].astype(np.float32, copy=False)
        vocabulary = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
        self._rows: dict[str, int] = vocabulary
        self._unknown = vocabulary[UNKNOWN]
        self.fingerprint = (
            f"{folder.name}@{_digest(folder / name for name in (WEIGHTS, TOKENIZER, DICTIONARY))}"
        )

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """Return unit vectors `(len(texts), dim)`; the zero vector for a text without a known token."""
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Matrix:
        """The same as for queries: the model has no prompts."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Matrix:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            tokens = static_tokens(self._segmenter, text)
            if ids := [self._rows.get(token, self._unknown) for token in tokens]:
                # The mean but for `mean` itself, which takes longer than the sum of so few rows.
                vectors[row] = self._weights.take(ids, axis=0).sum(axis=0) / np.float32(len(ids))
        return normalised(vectors)


class SentenceTransformerEncoder:
    """Any sentence-transformers model by name or folder, with its own prompts; needs the extra `models`."""

    def __init__(self, name: str) -> None:
        """Load by name or folder; raises `EncoderError` when that fails."""
        try:
            # Late: importing it takes seconds and much memory, which the shipped model does without.
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            msg = f"嵌入模型「{name}」需要額外套件。請執行 pip install 'planbot[models]'。"
            raise EncoderError(msg) from error
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, SafetensorError) as error:
            msg = f"無法載入嵌入模型「{name}」：{error}。請把 PLANBOT_ENCODER 設為模型名稱或資料夾。"
            raise EncoderError(msg) from error
        digest = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode() + tensor.cpu().float().numpy().tobytes())
        self.fingerprint = f"{Path(name).name}@{digest.hexdigest()[:16]}"

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """Return unit vectors `(len(texts), dim)` under the model's query prompt."""
        return self._unit(self._model.encode_query(list(texts), normalize_embeddings=True))

    def encode_document(self, texts: Sequence[str]) -> Matrix:
        """Return unit vectors `(len(texts), dim)` under the model's document prompt."""
        return self._unit(self._model.encode_document(list(texts), normalize_embeddings=True))

    @staticmethod
    def _unit(vectors: ArrayLike) -> Matrix:
        return normalised(np.asarray(vectors, dtype=np.float32))


def static_tokens(segmenter: Segmenter, text: str) -> list[str]:
    """What our static model averages: long jieba words, characters and bigrams, as often as they occur."""
    words, grams = segmenter.tokens(text)
    return [word for word in words if len(word) > 2] + grams


def normalised(vectors: Matrix) -> Matrix:
    """Scale each row to length 1; a zero row stays zero."""
    lengths = np.sqrt(
        (vectors * vectors).sum(axis=1, keepdims=True)
    )  # `norm` does the same after many questions
    lengths[lengths == 0] = 1
    scaled: Matrix = vectors / lengths
    return scaled


def load_encoder(name: str | None = None) -> Encoder:
    """Return the shipped model (None), or the one in a folder or under a name.

    Raises:
        EncoderError: it cannot be loaded.
    """
    folder = SHIPPED if name is None else Path(name).expanduser()
    if not is_static(folder):
        return SentenceTransformerEncoder(str(name))
    try:
        return StaticEncoder(folder)
    except (OSError, KeyError, ValueError, SafetensorError) as error:
        msg = f"模型資料夾 {folder} 不完整：{error}。請執行 planbot train 重建，或還原檔案。"
        raise EncoderError(msg) from error


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static model of ours: a `StaticEmbedding` with the dictionary it is cut by."""
    return folder == SHIPPED or ((folder / WEIGHTS).is_file() and (folder / DICTIONARY).is_file())


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
