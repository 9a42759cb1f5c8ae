"""What an index over very many texts does differently, with the border set low: the answers stay the same."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from index import Document, Index, build_index, extent, tokenising
from index.encoder import Matrix, normalised
from index.segmentation import Segmenter
from index.storage import vector_index
from index.tokenising import counting
from index.vectors import Vectors
from tests.index.fakes import CharEncoder

PLACES = ("桃園", "新竹", "苗栗", "臺中", "彰化", "雲林", "嘉義", "臺南")
WORKS = ("造林", "巡護", "教育", "測繪", "防砂", "訓練", "補植", "撫育")
TEXTS = [f"{place}海岸{work}第 {n} 號" for place in PLACES for work in WORKS for n in range(5)]
DOCUMENTS = [Document(f"t{n:03}", text) for n, text in enumerate(TEXTS)]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes 100 texts very many."""
    monkeypatch.setattr(extent, "EXACT_LIMIT", 100)


def built(folder: Path) -> Index:
    build_index(DOCUMENTS, folder, CharEncoder())
    return Index(folder, CharEncoder())


def random_vectors(count: int, dim: int) -> Matrix:
    return normalised(np.random.default_rng(5).normal(size=(count, dim)).astype(np.float32))


def test_large_index_finds_what_the_exact_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = built(tmp_path / "exact")
    queries = [TEXTS[number] for number in range(0, len(TEXTS), 29)]
    expected = [[hit.document.document_id for hit in exact.search(query, 3)] for query in queries]
    monkeypatch.setattr(extent, "EXACT_LIMIT", 100)
    index = built(tmp_path / "large")
    found = [[hit.document.document_id for hit in index.search(query, 3)] for query in queries]
    assert [ids[0] for ids in found] == [ids[0] for ids in expected]
    assert all(0 < hit.score <= 1 for query in queries for hit in index.search(query, 200))


@pytest.mark.usefixtures("large")
def test_large_index_keeps_every_vector(tmp_path: Path) -> None:
    vectors = built(tmp_path).vectors()
    assert np.array_equal(vectors, CharEncoder().encode_document(TEXTS))


@pytest.mark.usefixtures("large")
def test_ties_come_by_id(tmp_path: Path) -> None:
    documents = [Document(f"d{number:03}", "一樣的文字") for number in reversed(range(150))]
    build_index(documents, tmp_path, CharEncoder())
    hits = Index(tmp_path, CharEncoder()).search("文字", 5)
    assert [hit.document.document_id for hit in hits] == [f"d{number:03}" for number in range(5)]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("dim", [16, 7])
def test_candidates_hold_the_nearest(dim: int) -> None:
    vectors = random_vectors(3000, dim)
    index = Vectors(vector_index(vectors))
    shares = []
    for vector in vectors[:50]:
        numbers, cosines = index.nearest(vector, 100)
        best = np.argsort(-(vectors @ vector))[:10]
        shares.append(len(set(best) & set(numbers[np.argsort(-cosines)[:10]])) / 10)
        assert np.allclose(cosines, vectors[numbers] @ vector, atol=1e-6)
    assert np.mean(shares) >= 0.98


def test_small_index_is_exact() -> None:
    vectors = random_vectors(500, 16)
    index = Vectors(vector_index(vectors))
    assert np.allclose(index.every(vectors[0]), vectors @ vectors[0], atol=1e-6)
    assert index.nearest(vectors[0], 500)[0].tolist() == list(range(500))


@pytest.mark.usefixtures("large")
def test_chosen_vectors_are_compared_exactly() -> None:
    vectors = random_vectors(3000, 16)
    index, chosen = Vectors(vector_index(vectors)), np.asarray([2999, 0, 7])
    assert np.allclose(index.cosines(vectors[0], chosen), vectors[chosen] @ vectors[0], atol=1e-6)
    assert index.cosines(vectors[0], chosen[:0]).tolist() == []


def test_threads_are_as_before(tmp_path: Path) -> None:
    before = faiss.omp_get_max_threads()
    built(tmp_path).search("海岸")
    assert faiss.omp_get_max_threads() == before


def counts(texts: list[str]) -> list[tuple[dict[str, int], list[list[int]]]]:
    batches = [texts[start : start + 50] for start in range(0, len(texts), 50)]
    with counting(batches, Segmenter(["海岸造林"])) as count:
        return [(kind.terms, [batch.rows.tolist() for batch in kind.batches]) for kind in count()]


def test_counting_in_another_process_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    here = counts(TEXTS)
    monkeypatch.setattr(extent, "EXACT_LIMIT", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert counts(TEXTS) == here


@pytest.mark.usefixtures("large")
def test_process_that_breaks_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(ProcessPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenProcessPool())
            return future

    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(tokenising, "ProcessPoolExecutor", Broken)
    broken = counts(TEXTS)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert counts(TEXTS) == broken


@pytest.mark.usefixtures("large")
def test_filter_of_a_large_index_finds_what_it_lets_through(tmp_path: Path) -> None:
    index = built(tmp_path)
    assert [hit.document.document_id for hit in index.search("臺南海岸撫育", among=[7])] == ["t007"]
