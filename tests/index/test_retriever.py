"""The retriever in real LangChain programs: chains, batches, async, filters by call."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence
from pydantic import ValidationError

from index import Encoder, FolderError, InputError, PlanIndex
from index.retriever import PlanRetriever
from tests.index.fakes import CharEncoder
from tests.plans.coast_forest import FOLDER

QUESTION = "休耕農地造林，地主每年可以拿多少租金？"


@pytest.fixture(scope="module")
def retriever(plan_index: PlanIndex) -> PlanRetriever:
    """Over the small plan."""
    return PlanRetriever(plan_index=plan_index, k=3)


def ids(documents: list[Document]) -> list[str | None]:
    return [document.id for document in documents]


def test_documents_are_the_passages_that_the_index_finds(
    retriever: PlanRetriever, plan_index: PlanIndex
) -> None:
    found = retriever.invoke(QUESTION)
    hits = plan_index.search(QUESTION, 3)
    assert ids(found) == [hit.document.document_id for hit in hits]
    assert [document.metadata["score"] for document in found] == [hit.score for hit in hits]


def test_document_carries_its_place_in_the_plan(retriever: PlanRetriever, plan_index: PlanIndex) -> None:
    document = retriever.invoke("ccf-113/2.1.1.3")[0]
    node = plan_index.plan.nodes["ccf-113/2.1.1.3"]
    assert (document.id, document.page_content) == (node.passage_id, node.text)
    assert (
        document.metadata["label"]
        == node.label
        == "貳、林帶復育／海岸防風林更新造林（112－115 年四年期）／三"
    )
    assert document.metadata["headings"] == node.headings
    assert document.metadata["category"] == "社會發展"
    assert document.metadata["mark"] == "三、"
    assert document.metadata["span"] == node.span
    assert document.metadata["url"] == "/plan#2.1.1.3"
    assert document.metadata["score"] == 1.0
    assert "text" not in document.metadata


def test_metadata_can_be_written_as_json(retriever: PlanRetriever) -> None:
    assert all(json.dumps(document.metadata) for document in retriever.invoke(QUESTION))


def test_k_and_filters_are_settings_of_the_retriever(plan_index: PlanIndex) -> None:
    narrow = PlanRetriever(plan_index=plan_index, k=2, part=2, work_plan="林帶復育", category="科技發展")
    assert set(ids(narrow.invoke("飛航拍攝樹冠，判釋枯死木"))) == {"ccf-113/2.1.2.1", "ccf-113/2.1.2.2"}


def test_one_call_can_ask_otherwise(retriever: PlanRetriever) -> None:
    assert len(retriever.invoke("海岸", k=5)) == 5
    assert all(str(name).startswith("ccf-113/1.") for name in ids(retriever.invoke("海岸", part=1)))


def test_async_finds_the_same(retriever: PlanRetriever) -> None:
    assert asyncio.run(retriever.ainvoke(QUESTION)) == retriever.invoke(QUESTION)
    assert ids(asyncio.run(retriever.ainvoke(QUESTION, k=1))) == ids(retriever.invoke(QUESTION))[:1]


def test_batches_keep_their_order(retriever: PlanRetriever) -> None:
    questions = ["飛砂防治", QUESTION, "村里巡守隊"]
    expected = [retriever.invoke(question) for question in questions]
    assert retriever.batch(questions) == expected
    assert asyncio.run(retriever.abatch(questions)) == expected


def test_retriever_works_in_a_sequence(retriever: PlanRetriever) -> None:
    def cited(documents: list[Document]) -> str:
        return "、".join(str(document.id) for document in documents)

    chain: Runnable[str, dict[str, str]] = {
        "evidence": retriever | cited,
        "question": RunnableLambda(str),
    } | RunnableLambda(dict)
    assert isinstance(chain, RunnableSequence)
    expected = {"evidence": cited(retriever.invoke("飛砂防治")), "question": "飛砂防治"}
    assert chain.invoke("飛砂防治") == expected
    assert asyncio.run(chain.ainvoke("飛砂防治")) == expected


def test_nothing_to_search_for_is_an_error(retriever: PlanRetriever) -> None:
    with pytest.raises(InputError, match="沒有可以搜尋的文字"):
        retriever.invoke("？")
    with pytest.raises(InputError, match="沒有可以搜尋的文字"):
        asyncio.run(retriever.ainvoke("？"))


def test_unknown_filter_value_is_an_error(retriever: PlanRetriever) -> None:
    with pytest.raises(InputError, match="part 是「7」"):
        retriever.invoke("海岸", part=7)


def test_unknown_setting_or_option_is_an_error(plan_index: PlanIndex, retriever: PlanRetriever) -> None:
    with pytest.raises(ValidationError, match="top_k"):
        PlanRetriever(plan_index=plan_index, top_k=3)  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        PlanRetriever(plan_index=plan_index, k=0)
    with pytest.raises(TypeError, match="top_k"):
        retriever.invoke("海岸", top_k=3)


def test_plan_and_index_are_opened_by_their_folders(plan_folder: Path, encoder: Encoder) -> None:
    opened = PlanRetriever.open(FOLDER, plan_folder, encoder=encoder, k=1)
    assert ids(opened.invoke("飛砂防治")) == ["ccf-113/2.1.3.1"]


def test_index_of_another_model_is_not_opened(plan_folder: Path) -> None:
    with pytest.raises(FolderError, match=r"chars@1.*planbot build"):
        PlanRetriever.open(FOLDER, plan_folder, encoder=CharEncoder())
