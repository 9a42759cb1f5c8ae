"""Search, plans, passages, suggestions and health in process."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import HomeError
from api.schemas import NodeBody, PlanTree, SearchReply
from api.service import Service
from api.settings import Settings
from tests.api.conftest import wait_until_ready
from tests.api.test_chat import assert_problem


def found(client: TestClient, **query: str | int) -> list[dict[str, Any]]:
    response = client.get("/v1/search", params=query)
    assert response.status_code == 200
    hits: list[dict[str, Any]] = SearchReply.model_validate(response.json()).model_dump()["hits"]
    return hits


def test_search_finds_the_passage(client: TestClient) -> None:
    assert found(client, q="隊員投保意外險")[0]["passage_id"] == "ccf-113/2.2.1.2"


def test_hits_are_leaves_sorted_by_score_then_id(client: TestClient) -> None:
    hits = found(client, q="林帶")
    assert hits == sorted(hits, key=lambda hit: (-hit["score"], hit["passage_id"]))
    assert not any(hit["children"] for hit in hits)
    assert all(0 <= hit["score"] <= 1 for hit in hits)


@pytest.mark.parametrize(
    "query", ["ccf-113/2.1.1", "2.1.1", "貳、林帶復育／海岸防風林更新造林（112－115 年四年期）"]
)
def test_named_node_has_its_leaves_first(client: TestClient, query: str) -> None:
    hits = found(client, q=query, k=3)
    assert [hit["passage_id"] for hit in hits] == ["ccf-113/2.1.1.1", "ccf-113/2.1.1.2", "ccf-113/2.1.1.3"]


@pytest.mark.parametrize(
    ("filters", "prefix"),
    [
        ({"part": 1}, "ccf-113/1."),
        ({"work_plan": "林帶復育"}, "ccf-113/2.1."),
        ({"work_plan": "2.2"}, "ccf-113/2.2."),
    ],
)
def test_filters_keep_what_stands_below(
    client: TestClient, filters: dict[str, str | int], prefix: str
) -> None:
    hits = found(client, q="海岸", plan="ccf-113", **filters)
    assert hits
    assert all(hit["passage_id"].startswith(prefix) for hit in hits)


def test_category_filter_keeps_its_own(client: TestClient) -> None:
    assert {hit["category"] for hit in found(client, q="林", category="科技發展")} == {"科技發展"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": " 　"}, "q"),
        ({"q": "😀🎉"}, "q"),
        ({"q": "？！"}, "q"),
        ({"q": "字" * 51}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"q": "林", "k": 0}, "k"),
        ({"q": "林", "k": 16}, "k"),
        ({"q": "林", "k": "many"}, "k"),
        ({"q": "林", "k": "9" * 5_000}, "k"),
        ({"q": "林", "plan": "mol-999"}, "plan"),
        ({"q": "林", "part": 3}, "part"),
        ({"q": "林", "part": "x"}, "part"),
        ({"q": "林", "work_plan": "漁業"}, "work_plan"),
        ({"q": "林", "work_plan": "長" * 201}, "work_plan"),
        ({"q": "林", "category": "經濟發展"}, "category"),
    ],
)
def test_bad_query_names_its_field(client: TestClient, query: dict[str, str | int], field: str) -> None:
    assert_problem(client.get("/v1/search", params=query), 422, "invalid-request", field)


def test_most_hits_and_longest_query_are_taken(client: TestClient, settings: Settings) -> None:
    assert len(found(client, q="海岸林帶" * 5, k=settings.max_k)) <= settings.max_k


@pytest.mark.parametrize(
    "address", ["/v1/search?q=%ff%fe", "/v1/search?q=%ED%A0%80", "/v1/search?q=%00", "/v1/search?q"]
)
def test_undecodable_query_is_refused(client: TestClient, address: str) -> None:
    assert_problem(client.get(address), 422, "invalid-request", "q")


def test_plans_name_the_plan_with_both_years(client: TestClient) -> None:
    (plan,) = client.get("/v1/plans").json()["plans"]
    assert (plan["plan_id"], plan["year_roc"], plan["year"], plan["year_label"]) == (
        "ccf-113",
        113,
        2024,
        "113（2024）",
    )


def test_tree_holds_every_node_with_parents_before_children(client: TestClient, service: Service) -> None:
    tree = PlanTree.model_validate(client.get("/v1/plans/ccf-113").json())
    assert [node.passage_id for node in tree.nodes] == list(service.plan.nodes)
    assert tree.counts["passages"] == 20


@pytest.mark.parametrize("passage_id", ["ccf-113/2.1.1.1", "ccf-113/2.1", "ccf-113/0"])
def test_passage_is_a_leaf_or_an_inner_node(client: TestClient, passage_id: str) -> None:
    body = client.get(f"/v1/passages/{passage_id}").json()
    assert NodeBody.model_validate(body).passage_id == passage_id


@pytest.mark.parametrize(
    "address",
    [
        "/v1/plans/mol-999",
        "/v1/passages/ccf-113/9.9",
        "/v1/passages/mol-999/1",
        "/v1/passages/ccf-113/%00",
        "/v1/x",
        "/x.php",
    ],
)
def test_unknown_ids_and_addresses_are_not_found(client: TestClient, address: str) -> None:
    assert_problem(client.get(address), 404, "not-found")


def test_wrong_method_tells_the_allowed_one(client: TestClient) -> None:
    response = client.post("/v1/search")
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET"


def test_suggestions_come_from_the_goals_where_the_plan_has_none(client: TestClient) -> None:
    assert "修補斷裂林帶，減少風沙侵襲" in client.get("/v1/suggestions").json()["suggestions"][0]


def test_suggestions_can_be_set(settings: Settings, service: Service) -> None:
    chosen = settings.model_copy(update={"suggestions": ("有哪些步道？",)})
    assert replace(service, settings=chosen).suggestions == ("有哪些步道？",)


def test_until_ready_only_health_and_pages_answer(settings: Settings, service: Service) -> None:
    gate = threading.Event()

    def open_late(_: Settings) -> Service:
        gate.wait()
        return service

    with TestClient(create_app(settings, opener=open_late)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/").status_code == 200
        for address in ("/readyz", "/v1/search?q=林", "/v1/plans"):
            assert_problem(client.get(address), 503, "not-ready")
        assert_problem(client.post("/v1/chat", json={"messages": []}), 503, "not-ready")
        assert client.get("/readyz").headers["retry-after"] == "1"
        gate.set()
        wait_until_ready(client.get)
        assert client.get("/readyz").json() == {"status": "ready", "index_version": service.index_version}


def test_service_that_cannot_be_opened_stays_unready_and_says_why_to_its_owner(settings: Settings) -> None:
    told: list[Exception] = []

    def fail(_: Settings) -> Service:
        msg = "磁碟滿了。"
        raise HomeError(msg)

    with TestClient(create_app(settings, opener=fail, on_failure=told.append)) as client:
        response = client.get("/readyz")
        assert_problem(response, 503, "not-ready")
        assert "磁碟" not in response.text
    assert [str(error) for error in told] == ["磁碟滿了。"]
