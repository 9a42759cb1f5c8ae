"""Models of sentence-transformers that read two texts together, imported only where one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from index.errors import CrossEncoderError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Pair = tuple[str, str]


class CrossEncoderModel:
    """Any sentence-transformers `CrossEncoder`, for threads that ask at the same time."""

    def __init__(self, name: str, *, setting: str) -> None:
        """Load by name or folder, as `open_cross_encoder` does."""
        self._model = open_cross_encoder(name, setting=setting)
        self._lock = Lock()

    @property
    def outputs(self) -> int:
        """How many numbers the model gives for a pair."""
        return int(self._model.num_labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each of the model's outputs stands for, as its own settings name them."""
        named: dict[int, str] = getattr(self._model.config, "id2label", None) or {}
        return tuple(named[number] for number in sorted(named))

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return the model's outputs before any activation, float32 `(n_pairs, outputs)`."""
        # Late: loaded already, with the model.
        from torch.nn import Identity

        with self._lock:  # a fast tokenizer refuses to be used by two threads at once
            found = self._model.predict(list(pairs), activation_fn=Identity(), show_progress_bar=False)
        return np.asarray(found, np.float32).reshape(len(pairs), -1)


def open_cross_encoder(name: str, *, setting: str) -> CrossEncoder:
    """Load a model of sentence-transformers.

    Args:
        name: of a model, or its folder.
        setting: where the name comes from, for errors.

    Raises:
        CrossEncoderError: the extra `models` is not installed, or the model cannot be loaded.
    """
    try:
        # Late: importing it takes seconds and much memory, which a service without such a model does without.
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        msg = f"{setting} 的模型「{name}」需要額外套件。請執行 pip install 'planbot[models]'，或移除 {setting}。"
        raise CrossEncoderError(msg) from error
    try:
        model: CrossEncoder = CrossEncoder(name)
    except (OSError, ValueError, SafetensorError) as error:
        cause = f"無法載入 {setting} 的模型「{name}」：{error}"
        msg = f"{cause}。請把 {setting} 設為 CrossEncoder 模型的名稱或資料夾。"
        raise CrossEncoderError(msg) from error
    return model
