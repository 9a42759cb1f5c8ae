"""A loaded index: one query in, every candidate scored by every channel, the best k out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.bm25 import BM25
from index.calibration import calibration
from index.documents import Document
from index.encoder import Encoder
from index.errors import FolderError, InputError
from index.extent import is_large
from index.folder import IndexManifest, read_folder
from index.fusion import Channel, Owners, Scores, fuse
from index.joined import JoinedBM25
from index.reranking import Reranker, rerank
from index.segmentation import Segmenter, runs
from index.storage import (
    column,
    read_bm25,
    read_documents_table,
    read_table,
    read_vectors,
)
from index.twins import Twins
from index.vectors import Vectors

DEPTH = 1000  # least number of candidates per channel in a large index


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found.

    Attributes:
        score: in [0, 1], larger is better; how likely the document answers, if it has aliases (`index/calibration.py`).
        channels: each channel's own score in [0, 1].
    """

    document: Document
    score: float
    channels: Mapping[Channel, float]


@dataclass(frozen=True)
class Field:
    """The three channels over one kind of text: documents themselves, or their aliases."""

    words: BM25
    grams: BM25
    vectors: Vectors

    def dense(
        self, vector: NDArray[np.float32], by_words: Scores, by_grams: Scores, depth: int
    ) -> NDArray[np.float32]:
        """Return the texts' cosines to a query, those below 0 as 0, float32 `(n_texts,)`.

        Of a large index only the `depth` texts nearest by vector and as many nearest by words have a dense
        score; for all others it counts as 0.
        """
        if not is_large(self.words.size):
            return self.vectors.every(vector).clip(0, 1)
        dense = np.zeros(self.words.size, np.float32)
        numbers, found = self.vectors.nearest(vector, depth)
        dense[numbers] = found
        numbers = _largest(by_words + by_grams, depth)
        numbers = numbers[dense[numbers] == 0]  # without those that are near, too
        dense[numbers] = self.vectors.cosines(vector, numbers)
        return dense.clip(0, 1, out=dense)


class Index:
    """Searches a folder that `build_index` wrote."""

    def __init__(self, folder: Path, encoder: Encoder, *, mend: str = "planbot build") -> None:
        """Load and check the folder.

        Raises:
            FolderError: it is missing, damaged, of a newer version, or was built with another encoder.
        """
        self.manifest: IndexManifest = read_folder(folder, mend=mend)
        if "encoder" not in self.manifest.settings:
            msg = f"{folder} 不是段落索引。請執行 {mend} 建立。"
            raise FolderError(msg)
        built_with = self.manifest.settings["encoder"]
        if built_with != encoder.fingerprint:
            difference = f"索引 {folder} 以嵌入模型 {built_with} 建立，目前的模型是 {encoder.fingerprint}"
            msg = f"{difference}。請執行 {mend} 重建，或把 PLANBOT_ENCODER 改回原模型。"
            raise FolderError(msg)
        self.encoder = encoder
        self._folder = folder
        self._reranker: Reranker | None = None
        self._segmenter = Segmenter(self.manifest.settings["words"])
        self._weights = {
            Channel(name): float(weight) for name, weight in self.manifest.settings["weights"].items()
        }
        self.documents = tuple(read_documents_table(self._path("documents")))
        self._passages = self._field("passage", len(self.documents))
        self._aliases: Field | None = None
        if count := self.manifest.counts["aliases"]:
            self._aliases = self._field("alias", count)
            ends = column(read_table(self._path("owners")), "end")
            self._owners = Owners(np.concatenate(([0], ends)).astype(np.int64))
        fields = [self._passages, *([self._aliases] if self._aliases else [])]
        self._words, self._grams = (
            JoinedBM25([field.words for field in fields]),
            JoinedBM25([field.grams for field in fields]),
        )
        self.twins = self._read_twins()
        # What is shipped was learned of questions to texts with aliases, and of the shipped weights.
        self._is_calibrated = self._aliases is not None

    @property
    def version(self) -> str:
        """Names this very index; equal for equal contents."""
        return self.manifest.version

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each document's number by its id."""
        return {document.document_id: number for number, document in enumerate(self.documents)}

    @property
    def weights(self) -> Mapping[Channel, float]:
        """What each channel counts in the fused score."""
        return dict(self._weights)

    def with_weights(self, weights: Mapping[Channel, float]) -> Self:
        """The same index, its channels weighed otherwise; at least one weight is above 0."""
        other = copy(self)
        other._weights, other._is_calibrated = dict(weights), False
        return other

    def without_twins(self) -> Self:
        """The same index, near twins no longer told apart."""
        other = copy(self)
        other.twins = None
        return other

    def with_reranker(self, reranker: Reranker) -> Self:
        """The same index, whose best passages are judged once more by a reranker."""
        other = copy(self)
        other._reranker, other._is_calibrated = reranker, False
        return other

    def search(self, query: str, k: int = 10, *, among: Collection[int] | None = None) -> list[Hit]:
        """Return the best `k` passages by falling score, ties by id; none that shares nothing with the query.

        Args:
            query: any text with at least one letter, digit or Han character.
            k: how many at most.
            among: document numbers to choose from; all passages if None.

        Raises:
            InputError: the query holds nothing to search for, or k is not positive.
        """
        if k < 1:
            msg = f"k 是 {k}，應為 1 以上的整數。"
            raise InputError(msg)
        scores, channels = self.score(query, depth=max(10 * k, DEPTH), among=among)
        allowed = np.flatnonzero((scores > 0) & self._allowed(among))
        if allowed.size > 4 * k:
            # Everything that ties with the k-th stays in, so that the tie is broken by id and not by chance.
            kth = np.partition(scores[allowed], -k)[-k]
            allowed = allowed[scores[allowed] >= kth]
        order = sorted(allowed.tolist(), key=lambda n: (-scores[n], self.documents[n].document_id))[:k]
        told = self.told(query, scores)
        return [self._hit(number, told, channels) for number in order]

    def score(
        self, query: str, *, depth: int = DEPTH, among: Collection[int] | None = None
    ) -> tuple[Scores, dict[Channel, Scores]]:
        """Return every document's score and its score in each channel, each float32 `(n_documents,)`.

        Args:
            query: as for `search`.
            depth: least number of candidates per channel in a large index.
            among: numbers of the documents whose order counts, among which twins are told apart and which a
                reranker, if there is one, may judge; all passages if None.

        Raises:
            InputError: the query holds nothing to search for.
        """
        if not runs(query):
            msg = "查詢裡沒有可以搜尋的文字。請輸入想問的內容，例如「中高齡者就業」。"
            raise InputError(msg)
        words, grams = self._segmenter.tokens(query)
        vector = self.encoder.encode_query([query])[0]
        channels = self._channels(words, grams, vector, depth)
        fused = fuse(channels, self._weights)
        if self.twins:
            fused = self.twins.settle(fused, grams, self._allowed(among))
        if self._reranker:
            candidates = np.flatnonzero((fused > 0) & self._allowed(among))
            fused = rerank(self._reranker, query, self.documents, fused, candidates)
        return fused, channels

    def _channels(
        self, words: list[str], grams: list[str], vector: NDArray[np.float32], depth: int
    ) -> dict[Channel, Scores]:
        """Every document's score in each channel; by aliases that of its best one."""
        by_words, by_grams = self._words.shares(words), self._grams.shares(grams)
        dense = self._passages.dense(vector, by_words[0], by_grams[0], depth)
        channels = {Channel.WORDS: by_words[0], Channel.GRAMS: by_grams[0], Channel.DENSE: dense}
        if self._aliases:
            dense = self._aliases.dense(vector, by_words[1], by_grams[1], depth)
            names = (Channel.ALIAS_WORDS, Channel.ALIAS_GRAMS, Channel.ALIAS_DENSE)
            for name, scores in zip(names, (by_words[1], by_grams[1], dense), strict=True):
                channels[name] = self._owners.best(scores)
        return channels

    def vectors(self) -> NDArray[np.float32]:
        """The documents' unit vectors, float32 `(n_documents, dim)`."""
        return self._passages.vectors.held()

    @cached_property
    def is_passage(self) -> NDArray[np.bool_]:
        """Which documents a plain search looks among, bool `(n_documents,)`."""
        return np.asarray([document.is_passage for document in self.documents], np.bool_)

    def _allowed(self, among: Collection[int] | None) -> NDArray[np.bool_]:
        if among is None:
            return self.is_passage
        allowed = np.zeros(len(self.documents), np.bool_)
        allowed[np.fromiter(among, np.int64)] = True
        return allowed

    @property
    def is_calibrated(self) -> bool:
        """Whether what hits tell is how likely they answer."""
        return self._is_calibrated

    def told(self, query: str, scores: Scores) -> Scores:
        """The scores as hits tell them: how likely each document answers the query, if they are calibrated."""
        if not self._is_calibrated:
            return scores
        return calibration().probabilities(query, scores, float(scores[self.is_passage].max()))

    def told_best(self, query: str, scores: Scores) -> float:
        """What `told` gives the best passage, without working out all others."""
        best = float(scores[self.is_passage].max())
        return calibration().probability(query, best, best) if self._is_calibrated else best

    def _hit(self, number: int, scores: Scores, channels: Mapping[Channel, Scores]) -> Hit:
        parts = {name: round(float(values[number]), 6) for name, values in channels.items()}
        return Hit(self.documents[number], round(min(float(scores[number]), 1.0), 6), parts)

    def _read_twins(self) -> Twins | None:
        if not self._aliases or "twins" not in self.manifest.files:
            return None
        table = read_table(self._path("twins"))
        one, other = column(table, "one"), column(table, "other")
        known = {number: other[one == number] for number in np.unique(one).tolist()}
        return Twins(known, self._aliases.grams, self._owners.starts, self.manifest.settings["telling"])

    def _field(self, kind: str, size: int) -> Field:
        words, grams = (
            read_bm25(self._path(f"{kind}_{name}_terms"), self._path(f"{kind}_{name}_postings"), size)
            for name in ("words", "grams")
        )
        return Field(words, grams, Vectors(read_vectors(self._path(f"{kind}_vectors"))))

    def _path(self, role: str) -> Path:
        return self._folder / self.manifest.files[role]


def _largest(scores: Scores, count: int) -> NDArray[np.int64]:
    """The numbers of the `count` largest scores above 0, in any order."""
    positive = np.flatnonzero(scores > 0)
    if positive.size <= count:
        return positive
    chosen: NDArray[np.int64] = positive[np.argpartition(scores[positive], -count)[-count:]]
    return chosen
