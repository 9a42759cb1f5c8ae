"""The best passages are judged once more by a cross-encoder, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import CrossEncoder

from corpus import Plan
from index import CrossEncoderError, Document, Index, PlanIndex, build_index
from index.fusion import Scores
from index.reranking import RERANKED, WEIGHT, CrossEncoderReranker, rerank
from tests.index.fakes import CharEncoder
from tests.index.tiny_models import write_cross_encoder

QUESTION = "海岸防風林怎麼造？"


class Liking:
    """Gives 1 to texts that hold a word, else 0; keeps what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, query: str, texts: Sequence[str]) -> Scores:
        """1 or 0."""
        self.asked.append((query, list(texts)))
        return np.asarray([self.word in text for text in texts], np.float32)


@pytest.fixture(scope="module")
def folder(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that knows the characters of the plan."""
    chars = "".join(node.text for node in plan.nodes.values()) + QUESTION
    return write_cross_encoder(tmp_path_factory.mktemp("cross"), seed=3, chars=chars)


@pytest.fixture(scope="module")
def reranker(folder: str) -> CrossEncoderReranker:
    """That model."""
    return CrossEncoderReranker(folder)


def test_score_is_the_sigmoid_of_what_the_library_computes(
    reranker: CrossEncoderReranker, folder: str
) -> None:
    texts = ["海岸防風林更新造林", "村里巡守隊"]
    plain = CrossEncoder(folder, device="cpu").predict([(QUESTION, text) for text in texts])
    found = reranker.scores(QUESTION, texts)
    assert found.dtype == np.float32
    assert np.allclose(found, plain, atol=1e-6)
    assert found[0] != found[1]


def test_order_follows_the_mean_of_both_scores(plan_index: PlanIndex, reranker: CrossEncoderReranker) -> None:
    index = plan_index.index
    plain = index.with_weights(index.weights).search(QUESTION, 40)  # whose hits tell fused scores
    found = index.with_reranker(reranker).search(QUESTION, 40)
    judged = reranker.scores(QUESTION, [hit.document.searched for hit in plain[:RERANKED]])
    means = {
        hit.document.document_id: (1 - WEIGHT) * hit.score + WEIGHT * float(score)
        for hit, score in zip(plain, judged, strict=False)
    }
    ids = [hit.document.document_id for hit in found]
    assert ids == sorted(means, key=lambda one: -means[one])
    assert ids != [hit.document.document_id for hit in plain]
    assert [hit.score for hit in found] == pytest.approx([means[one] for one in ids], abs=1e-5)
    assert all(0 <= hit.score <= 1 for hit in found)


def test_a_passage_that_was_not_looked_at_overtakes_none() -> None:
    documents = [Document(str(number), "x") for number in range(RERANKED + 2)]
    scores = np.linspace(1, 0.5, len(documents), dtype=np.float32)
    found = rerank(Liking("y"), "q", documents, scores, np.arange(len(documents)))
    assert np.allclose(found, scores * (1 - WEIGHT))
    found = rerank(Liking("x"), "q", documents, scores, np.arange(len(documents)))
    assert np.allclose(found[:RERANKED], scores[:RERANKED] * (1 - WEIGHT) + WEIGHT)
    assert np.allclose(found[RERANKED:], scores[RERANKED:] * (1 - WEIGHT))


def test_heading_is_read_and_inner_nodes_are_not(plan_index: PlanIndex) -> None:
    liking = Liking("")
    plan_index.index.with_reranker(liking).score(QUESTION)
    ((query, texts),) = liking.asked
    passages = {one.searched for one in plan_index.index.documents if one.is_passage}
    assert query == QUESTION
    assert set(texts) <= passages
    assert any("\n" in text for text in texts)


def test_filtered_search_looks_only_at_what_passes(plan_index: PlanIndex) -> None:
    liking = Liking("")
    other = PlanIndex(plan_index.plan, plan_index.index.with_reranker(liking))
    hits = other.search(QUESTION, 5, part=1)
    ((_, texts),) = liking.asked
    inside = {
        leaf.text
        for goal in plan_index.plan.nodes.values()
        for leaf in plan_index.plan.leaves(goal)
        if leaf.number.startswith("1.")
    }
    assert {text.split("\n")[-1] for text in texts} <= inside
    assert len(hits) == 5


def test_index_without_one_is_left_as_it_was(plan_index: PlanIndex) -> None:
    before = plan_index.index.search(QUESTION)
    plan_index.index.with_reranker(Liking("海"))
    assert plan_index.index.search(QUESTION) == before


def test_nothing_found_asks_nothing(tmp_path: Path) -> None:
    build_index([Document("a", "海")], tmp_path, CharEncoder())
    liking = Liking("")
    index = Index(tmp_path, CharEncoder()).with_reranker(liking)
    assert rerank(liking, "q", index.documents, np.zeros(1, np.float32), np.zeros(0, np.int64)) == 0
    assert liking.asked == []


def test_several_threads_may_ask_at_once(reranker: CrossEncoderReranker) -> None:
    texts = [["海" * length, "岸"] for length in range(1, 40)]
    alone = [reranker.scores(QUESTION, pair) for pair in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda pair: reranker.scores(QUESTION, pair), texts))
    assert np.allclose(alone, together, atol=1e-6)


def test_model_with_several_outputs_is_refused(tmp_path: Path) -> None:
    folder = write_cross_encoder(tmp_path, seed=1, labels=("no", "maybe", "yes"))
    with pytest.raises(CrossEncoderError, match=r"PLANBOT_RERANKER.*3 個輸出"):
        CrossEncoderReranker(folder)


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderError, match=r"無法載入 PLANBOT_RERANKER .*CrossEncoder"):
        CrossEncoderReranker(str(tmp_path))


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(CrossEncoderError, match=r"planbot\[models\].*PLANBOT_RERANKER"):
        CrossEncoderReranker(str(tmp_path))
