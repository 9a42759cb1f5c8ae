"""The vector store keeps LangChain's promises, scores by cosine and is kept without pickle."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.indexing import InMemoryRecordManager, index
from langchain_core.runnables import RunnableLambda

from index import Document as Text
from index import Encoder, FolderError, Index, InputError, PlanIndex, build_index
from index.embeddings import EncoderEmbeddings
from index.folder import MANIFEST, read_folder
from index.vector_store import PlanVectorStore
from tests.index.fakes import CharEncoder

VECTORS = {
    "east": [2.0, 0.0],
    "north": [0.0, 3.0],
    "northeast": [1.0, 1.0],
    "west": [-1.0, 0.0],
    "nowhere": [0.0, 0.0],
}
HALF = math.sqrt(0.5)


class Compass(Embeddings):
    """Vectors that can be checked by eye, none of length 1."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Look the texts up."""
        return [VECTORS.get(text, [0.5, 0.25]) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Look the text up."""
        return self.embed_documents([text])[0]


@pytest.fixture
def store() -> PlanVectorStore:
    """Four directions by their first letters."""
    names = ["east", "north", "northeast", "west"]
    about = [{"axis": "x"}, {"axis": "y"}, {"axis": "xy"}, {"axis": "x"}]
    return PlanVectorStore.from_texts(names, Compass(), about, ids=["e", "n", "ne", "w"])


def ids(documents: list[Document]) -> list[str | None]:
    return [document.id for document in documents]


def test_scores_are_cosines_in_falling_order(store: PlanVectorStore) -> None:
    found = store.similarity_search_with_score("east", k=4)
    assert [document.id for document, _ in found] == ["e", "ne", "n", "w"]
    assert [score for _, score in found] == pytest.approx([1, HALF, 0, -1], abs=1e-6)


def test_relevance_is_the_cosine_in_0_to_1(store: PlanVectorStore) -> None:
    found = store.similarity_search_with_relevance_scores("east", k=4)
    assert [score for _, score in found] == pytest.approx([1, HALF, 0, 0], abs=1e-6)
    near = store.similarity_search_with_relevance_scores("east", k=4, score_threshold=0.5)
    assert ids([document for document, _ in near]) == ["e", "ne"]


def test_document_has_its_id_text_and_metadata(store: PlanVectorStore) -> None:
    assert store.similarity_search("north", k=1) == [
        Document(id="n", page_content="north", metadata={"axis": "y"})
    ]


def test_k_is_the_most_there_can_be(store: PlanVectorStore) -> None:
    assert len(store.similarity_search("east")) == 4
    assert ids(store.similarity_search("east", k=2)) == ["e", "ne"]
    with pytest.raises(InputError, match="k 是 0"):
        store.similarity_search("east", k=0)


def test_vector_of_any_length_can_be_searched_for(store: PlanVectorStore) -> None:
    assert ids(store.similarity_search_by_vector([0.0, 70.0], k=2)) == ["n", "ne"]


def test_zero_vector_is_near_to_nothing(store: PlanVectorStore) -> None:
    assert [score for _, score in store.similarity_search_with_score("nowhere", k=4)] == [0, 0, 0, 0]


def test_ties_come_by_id_also_at_the_cut() -> None:
    names = [f"t{number:02}" for number in range(30)]
    store = PlanVectorStore.from_texts(["east"] * 30, Compass(), ids=names[::-1])
    for k in (1, 3, 30):
        assert ids(store.similarity_search("east", k=k)) == names[:k]


@pytest.mark.parametrize("wanted", [{"axis": "x"}, lambda document: document.metadata["axis"] == "x"])
def test_filter_by_metadata_or_function(store: PlanVectorStore, wanted: Any) -> None:  # noqa: ANN401
    assert ids(store.similarity_search("north", k=4, filter=wanted)) == ["e", "w"]
    assert ids(store.max_marginal_relevance_search("north", k=1, filter=wanted)) == ["e"]


def test_filter_that_nothing_passes_finds_nothing(store: PlanVectorStore) -> None:
    assert store.similarity_search("north", filter={"axis": "z"}) == []


def test_diverse_search_leaves_out_what_repeats() -> None:
    store = PlanVectorStore.from_texts(
        ["east", "east", "northeast", "north"], Compass(), ids=["a", "b", "c", "d"]
    )
    assert ids(store.similarity_search("east", k=2)) == ["a", "b"]
    assert ids(store.max_marginal_relevance_search("east", k=2, lambda_mult=0.4)) == ["a", "d"]
    assert ids(store.max_marginal_relevance_search("east", k=2, lambda_mult=1)) == ["a", "b"]
    assert ids(store.max_marginal_relevance_search_by_vector([1.0, 0.0], k=3, fetch_k=3)) == ["a", "b", "c"]


def test_documents_can_be_added_with_or_without_ids() -> None:
    store = PlanVectorStore(Compass())
    assert (
        store.add_documents([Document(id="e", page_content="east"), Document(page_content="west")])[0] == "e"
    )
    made = store.add_texts(["north"])
    assert len(store) == 3
    assert store.get_by_ids(made)[0].page_content == "north"


def test_adding_an_id_again_replaces_the_document(store: PlanVectorStore) -> None:
    store.add_texts(["west"], [{"axis": "new"}], ids=["e"])
    assert len(store) == 4
    assert store.get_by_ids(["e"]) == [Document(id="e", page_content="west", metadata={"axis": "new"})]
    assert ids(store.similarity_search("east", k=1)) == ["ne"]


def test_of_one_id_given_twice_the_last_stays() -> None:
    store = PlanVectorStore(Compass())
    assert store.add_texts(["east", "north"], ids=["a", "a"]) == ["a", "a"]
    assert store.similarity_search("north")[0].page_content == "north"
    assert len(store) == 1


def test_deleted_documents_are_not_found(store: PlanVectorStore) -> None:
    assert store.delete(["e", "n"]) is True
    assert ids(store.similarity_search("east", k=4)) == ["ne", "w"]
    assert store.delete(["e"]) is False
    assert store.delete() is True
    assert store.similarity_search("east") == []
    store.add_texts(["east"], ids=["e"])
    assert ids(store.similarity_search("east")) == ["e"]


def test_unknown_ids_are_left_out(store: PlanVectorStore) -> None:
    assert ids(store.get_by_ids(["w", "zzz", "e"])) == ["w", "e"]


def test_empty_store_finds_nothing() -> None:
    store = PlanVectorStore(Compass())
    assert store.similarity_search("east") == []
    assert store.max_marginal_relevance_search("east") == []
    assert store.add_texts([]) == []


@pytest.mark.parametrize("given", [{"metadatas": [{}]}, {"ids": ["a"]}])
def test_lists_of_unequal_length_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="有 1 個，texts 有 2 個"):
        PlanVectorStore(Compass()).add_texts(["east", "north"], **given)


def test_unknown_arguments_are_refused(store: PlanVectorStore) -> None:
    with pytest.raises(TypeError, match="filters"):
        store.similarity_search("east", filters={"axis": "x"})


def test_changing_a_document_that_was_found_changes_nothing(store: PlanVectorStore) -> None:
    store.similarity_search("east", k=1)[0].metadata["axis"] = "changed"
    assert store.get_by_ids(["e"])[0].metadata == {"axis": "x"}


def test_async_finds_the_same(store: PlanVectorStore) -> None:
    assert asyncio.run(store.asimilarity_search("east", k=2)) == store.similarity_search("east", k=2)
    assert asyncio.run(store.aadd_texts(["south"], ids=["s"])) == ["s"]
    assert asyncio.run(store.aget_by_ids(["s"]))[0].page_content == "south"
    assert asyncio.run(store.adelete(["s"])) is True


@pytest.mark.parametrize("kind", ["similarity", "mmr", "similarity_score_threshold"])
def test_retriever_of_the_store_works_in_a_sequence(store: PlanVectorStore, kind: str) -> None:
    settings = {"k": 1} | ({"score_threshold": 0.5} if kind == "similarity_score_threshold" else {})
    chain = store.as_retriever(search_type=kind, search_kwargs=settings) | RunnableLambda(ids)
    assert chain.invoke("north") == ["n"]
    assert chain.batch(["north", "east"]) == [["n"], ["e"]]
    assert asyncio.run(chain.ainvoke("east")) == ["e"]


def test_store_of_documents_is_made_like_any_other() -> None:
    store = PlanVectorStore.from_documents([Document(id="e", page_content="east")], Compass())
    assert ids(store.similarity_search("east")) == ["e"]


def test_indexing_of_langchain_keeps_the_store_in_step() -> None:
    store, records = PlanVectorStore(Compass()), InMemoryRecordManager(namespace="test")
    records.create_schema()
    east, north = (Document(page_content=text, metadata={"source": text}) for text in ("east", "north"))
    settings: dict[str, Any] = {"cleanup": "full", "source_id_key": "source", "key_encoder": "sha256"}
    assert index([east, north], records, store, **settings)["num_added"] == 2
    assert index([east], records, store, **settings)["num_deleted"] == 1
    assert len(store) == 1


def test_saved_store_is_loaded_as_it_was(store: PlanVectorStore, tmp_path: Path) -> None:
    store.delete(["n"])
    store.save_local(tmp_path)
    loaded = PlanVectorStore.load_local(tmp_path, Compass())
    assert loaded.similarity_search_with_score("east") == store.similarity_search_with_score("east")
    loaded.add_texts(["north"], ids=["n"])
    assert len(loaded) == 4
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".arrow", ".faiss"}


def test_empty_store_is_saved_and_loaded(tmp_path: Path) -> None:
    PlanVectorStore(Compass()).save_local(str(tmp_path))
    loaded = PlanVectorStore.load_local(str(tmp_path), Compass())
    assert loaded.add_texts(["east"], ids=["e"]) == ["e"]
    assert ids(loaded.similarity_search("east")) == ["e"]


def test_saving_twice_gives_the_same_bytes(store: PlanVectorStore, tmp_path: Path) -> None:
    for name in ("one", "two"):
        store.save_local(tmp_path / name)
    files = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two")]
    assert files[0] == files[1]


def test_other_model_is_refused(store: PlanVectorStore, tmp_path: Path) -> None:
    store.save_local(tmp_path)
    for other in (DeterministicFakeEmbedding(size=2), DeterministicFakeEmbedding(size=3)):
        with pytest.raises(FolderError, match=r"另一個嵌入模型.*save_local"):
            PlanVectorStore.load_local(tmp_path, other)


@pytest.mark.parametrize("role", ["documents", "vectors"])
def test_damaged_store_is_refused(store: PlanVectorStore, tmp_path: Path, role: str) -> None:
    store.save_local(tmp_path)
    path = tmp_path / read_folder(tmp_path).files[role]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(FolderError, match=r"已損壞.*save_local"):
        PlanVectorStore.load_local(tmp_path, Compass())


def test_folder_of_another_kind_is_refused_both_ways(store: PlanVectorStore, tmp_path: Path) -> None:
    build_index([Text("a", "海")], tmp_path / "index", CharEncoder())
    with pytest.raises(FolderError, match="不是向量庫"):
        PlanVectorStore.load_local(tmp_path / "index", Compass())
    store.save_local(tmp_path / "store")
    with pytest.raises(FolderError, match=r"不是段落索引.*planbot build"):
        Index(tmp_path / "store", CharEncoder())


def test_metadata_that_is_no_json_is_refused_and_nothing_written(tmp_path: Path) -> None:
    store = PlanVectorStore.from_texts(["east"], Compass(), [{"path": tmp_path}], ids=["e"])
    with pytest.raises(InputError, match=r"「e」.*JSON"):
        store.save_local(tmp_path / "store")
    assert not (tmp_path / "store" / MANIFEST).exists()


def test_encoder_of_ours_is_an_embedding(encoder: Encoder) -> None:
    embeddings = EncoderEmbeddings(encoder)
    assert np.array_equal(
        embeddings.embed_documents(["海岸", "林帶"]), encoder.encode_document(["海岸", "林帶"])
    )
    assert np.array_equal(embeddings.embed_query("海岸"), encoder.encode_query(["海岸"])[0])
    assert asyncio.run(embeddings.aembed_query("海岸")) == embeddings.embed_query("海岸")


def test_store_over_a_loaded_index_finds_its_passages(plan_index: PlanIndex) -> None:
    store = PlanVectorStore.from_index(plan_index.index)
    assert isinstance(store.embeddings, EncoderEmbeddings)
    assert len(store) == len(plan_index.plan.passages)
    found = store.similarity_search("租用沿海休耕農地造林", k=1)[0]
    assert (found.id, found.metadata["title"].splitlines()[0]) == ("ccf-113/2.1.1.3", "林帶復育")
