"""Channels are put together over all candidates, and cut to k only afterwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Document, Index, build_index
from index.fusion import PLAIN_WEIGHTS, Channel, Owners, Scores, fuse, learned
from tests.index.fakes import CharEncoder

W, G, D = Channel.WORDS, Channel.GRAMS, Channel.DENSE


def scores(*values: float) -> Scores:
    return np.asarray(values, np.float32)


def test_fused_score_is_the_weighted_mean() -> None:
    fused = fuse({W: scores(1, 0), G: scores(0.5, 0.5), D: scores(0, 1)}, {W: 1, G: 2, D: 1})
    assert fused.tolist() == [0.5, 0.5]
    assert fused.dtype == np.float32


def test_weights_need_not_add_up_to_1() -> None:
    assert fuse({W: scores(1), G: scores(0)}, {W: 3, G: 1}).tolist() == [0.75]


@pytest.mark.parametrize("weights", [PLAIN_WEIGHTS, learned().weights])
def test_shipped_weights_are_positive_and_add_up_to_1(weights: dict[Channel, float]) -> None:
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) > 0


def test_alias_counts_by_its_best() -> None:
    starts = np.asarray([0, 2, 2, 3, 3])
    assert Owners(starts).best(scores(0.25, 0.5, 0.75)).tolist() == [0.5, 0, 0.75, 0]


def test_no_alias_at_all_counts_nothing() -> None:
    assert Owners(np.zeros(3, np.int64)).best(scores()).tolist() == [0, 0]


@pytest.mark.parametrize("k", [1, 10])
def test_document_that_is_11th_in_each_channel_but_best_fused_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, k: int
) -> None:
    documents = [Document(f"d{n:02}", f"文字{n}") for n in range(31)]
    build_index(documents, tmp_path, CharEncoder())
    channels = np.zeros((3, 31), np.float32)
    for row in range(3):
        channels[row, 10 * row : 10 * row + 10] = 1
    channels[:, 30] = 0.75
    monkeypatch.setattr(Index, "_channels", lambda *_: dict(zip((W, G, D), channels, strict=True)))
    hits = Index(tmp_path, CharEncoder()).search("文字", k)
    assert (hits[0].document.document_id, hits[0].score) == ("d30", 0.75)
    assert len(hits) == k
