"""One setting puts a reranker behind searching and answering alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.commands.ask import Question
from api.opening import open_service
from api.searching import open_search
from api.service import Service
from api.settings import Settings
from corpus import Plan
from index import CrossEncoderError, PlanIndex
from index.reranking import CrossEncoderReranker
from tests.index.tiny_models import write_cross_encoder

QUESTION = "巡守隊員受傷有保險嗎？"


@pytest.fixture(scope="module")
def reranker(plan_index: PlanIndex, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a random model that knows the plan's characters."""
    plan: Plan = plan_index.plan
    chars = "".join(node.text for node in plan.nodes.values()) + QUESTION
    return write_cross_encoder(tmp_path_factory.mktemp("cross"), seed=3, chars=chars)


@pytest.fixture(scope="module")
def plain(settings: Settings, plan_index: PlanIndex) -> Service:
    """The service as it is without the setting."""
    return open_service(settings)


@pytest.fixture(scope="module")
def reranked(settings: Settings, plan_index: PlanIndex, reranker: str) -> Service:
    """The service with it."""
    return open_service(settings.model_copy(update={"reranker": reranker}))


def scores(found: dict[str, Any]) -> dict[str, float]:
    return {hit["passage_id"]: hit["score"] for hit in found["hits"]}


def test_search_is_ordered_by_it(plain: Service, reranked: Service, reranker: str) -> None:
    before, after = (scores(service.search(QUESTION, 15)) for service in (plain, reranked))
    documents = {one.document_id: one.searched for one in plain.plan_index.index.documents}
    shared = [passage_id for passage_id in after if passage_id in before]
    judged = CrossEncoderReranker(reranker).scores(QUESTION, [documents[one] for one in shared])
    means = [(before[one] + float(score)) / 2 for one, score in zip(shared, judged, strict=True)]
    assert [after[one] for one in shared] == pytest.approx(means, abs=1e-4)
    assert list(after) != list(before)
    assert all(0 <= score <= 1 for score in after.values())


def test_pipeline_sees_the_same_scores(plain: Service, reranked: Service) -> None:
    def candidates(service: Service) -> dict[str, float]:
        told = service.reply([Question(QUESTION)], explain=True)["explanation"]["candidates"]
        return {one["passage_id"]: one["score"] for one in told}

    found = candidates(reranked)
    searched = scores(reranked.search(QUESTION, 15))
    assert found != candidates(plain)
    assert {one: score for one, score in found.items() if one in searched} == pytest.approx(
        {one: searched[one] for one in found if one in searched}, abs=1e-3
    )


def test_a_folder_that_is_no_model_is_refused_on_opening(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderError, match="PLANBOT_RERANKER"):
        open_search(settings.model_copy(update={"reranker": str(tmp_path)}))
