"""A second look at the best passages by a model that reads the query and each of them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.cross_encoder import CrossEncoderModel
from index.documents import Document
from index.errors import CrossEncoderError
from index.fusion import Scores

SETTING = "PLANBOT_RERANKER"
RERANKED = 30  # passages that are looked at again
WEIGHT = 0.5
"""What the reranker's score counts in the mean with the channels' score. Chosen, not measured."""


class Reranker(Protocol):
    """Judges how well passages answer a query. Must bear being called from several threads at once."""

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """Return a score in [0, 1] for each text, float32 `(len(texts),)`; larger is better."""


class CrossEncoderReranker:
    """Any `CrossEncoder` with one output, whose sigmoid is the score."""

    def __init__(self, name: str) -> None:
        """Load by name or folder; raises `CrossEncoderError` if that fails or it has more outputs than one."""
        self._model = CrossEncoderModel(name, setting=SETTING)
        if self._model.outputs != 1:
            outputs = f"{SETTING} 的模型「{name}」有 {self._model.outputs} 個輸出"
            msg = f"{outputs}，重新排序需要只給一個分數的 CrossEncoder。請換一個模型。"
            raise CrossEncoderError(msg)

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """Return the sigmoid of the model's output for each text."""
        logits = self._model.logits([(query, text) for text in texts])[:, 0]
        return np.asarray(1 / (1 + np.exp(-logits.astype(np.float64))), np.float32)


def rerank(
    reranker: Reranker,
    query: str,
    documents: Sequence[Document],
    scores: Scores,
    candidates: NDArray[np.int64],
) -> Scores:
    """Return all scores anew, float32 `(n_documents,)` in [0, 1].

    Of the best `RERANKED` candidates it is the weighted mean with the reranker's score; for all others that
    counts as 0, so that none of them overtakes one that was looked at.

    Args:
        reranker: judges.
        query: what is asked.
        documents: all, in the order of the scores.
        scores: the fused ones.
        candidates: numbers of the documents that may be looked at.
    """
    best = candidates[np.argsort(-scores[candidates], kind="stable")][:RERANKED]
    changed = scores * np.float32(1 - WEIGHT)
    if best.size:
        judged = reranker.scores(query, [documents[number].searched for number in best])
        changed[best] += judged * np.float32(WEIGHT)
    return changed
