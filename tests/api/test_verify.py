"""POST /v1/verify in process: verdicts as by the command, and every refusal with its field."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import VerifyReply
from api.service import Service
from api.settings import Settings
from bot.verification import Verdict, Verifier
from tests.api.conftest import wait_until_ready
from tests.api.test_chat import assert_problem

HOLDS = {"sentence": "設置編籬定砂，降低飛砂掩埋農田與道路的情形。", "cites": ["ccf-113/1.1.3"]}
FALSE = {"sentence": "設置編籬 500 公里。", "cites": ["ccf-113/1.1.3"]}
UNKNOWN = {"sentence": "設置編籬。", "cites": ["ccf-113/7.7"]}
UNCITED: Mapping[str, Any] = {"sentence": "設置編籬。", "cites": []}
EMPTY = {"sentence": " ", "cites": ["ccf-113/1.1.3"]}


def verify(client: TestClient, *claims: object) -> httpx2.Response:
    return client.post("/v1/verify", json={"claims": list(claims)})


def verdicts(client: TestClient, *claims: object) -> list[dict[str, Any]]:
    response = verify(client, *claims)
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["verdicts"]
    return found


def test_each_claim_gets_its_verdict_in_order(client: TestClient, service: Service) -> None:
    response = verify(client, HOLDS, FALSE, HOLDS)
    reply = VerifyReply.model_validate(response.json())
    assert [verdict.supported for verdict in reply.verdicts] == [True, False, True]
    assert [verdict.score >= reply.threshold for verdict in reply.verdicts] == [True, False, True]
    assert reply.index_version == service.index_version
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()["verdicts"][0]) == {"supported", "score", "reasons"}


def test_verdict_is_that_of_the_services_verifier(client: TestClient, service: Service) -> None:
    (found,) = verdicts(client, FALSE)
    own = service.verifier.verify(str(FALSE["sentence"]), FALSE["cites"])
    assert (found["supported"], found["score"]) == (own.supported, own.score)
    assert "500" in found["reasons"][0]


@pytest.mark.parametrize(
    ("claim", "reason"), [(UNKNOWN, "沒有 ccf-113/7.7"), (UNCITED, "沒有引用"), (EMPTY, "句子是空的")]
)
def test_what_cannot_be_judged_is_not_supported_and_says_why(
    client: TestClient, claim: object, reason: str
) -> None:
    unjudged, judged = verdicts(client, claim, HOLDS)
    assert (unjudged["supported"], unjudged["score"]) == (False, 0)
    assert reason in unjudged["reasons"][0]
    assert judged["supported"]


def test_many_unknown_ids_are_not_all_told_back(client: TestClient) -> None:
    cites = [f"x/{number}" for number in range(7)]
    (found,) = verdicts(client, {"sentence": "設置編籬。", "cites": cites})
    assert "x/4 等 7 個編號" in found["reasons"][0]
    assert "x/5" not in found["reasons"][0]


def test_an_id_given_twice_counts_once(client: TestClient) -> None:
    once, twice = verdicts(client, HOLDS, {**HOLDS, "cites": HOLDS["cites"] * 2})
    assert once == twice


def test_as_many_claims_as_allowed_are_judged(client: TestClient, settings: Settings) -> None:
    assert len(verdicts(client, *[HOLDS] * settings.max_claims)) == settings.max_claims


@pytest.mark.parametrize("count", [0, 4])
def test_other_numbers_of_claims_are_refused(client: TestClient, settings: Settings, count: int) -> None:
    assert settings.max_claims == 3
    response = verify(client, *[HOLDS] * count)
    assert_problem(response, 422, "invalid-request", "claims")
    assert "請" in response.json()["detail"]


def test_longest_sentence_is_judged_and_a_longer_one_refused(client: TestClient, settings: Settings) -> None:
    longest = {**HOLDS, "sentence": "字" * settings.max_user_chars}
    assert verify(client, longest).status_code == 200
    longer = {**HOLDS, "sentence": "字" * (settings.max_user_chars + 1)}
    assert_problem(verify(client, HOLDS, longer), 422, "invalid-request", "claims.1.sentence")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "claims"),
        ({"claims": None}, "claims"),
        ({"claims": HOLDS}, "claims"),
        ({"claims": ["設置編籬。"]}, "claims.0"),
        ({"claims": [HOLDS, {"sentence": "x"}]}, "claims.1.cites"),
        ({"claims": [{"cites": []}]}, "claims.0.sentence"),
        ({"claims": [{"sentence": 5, "cites": []}]}, "claims.0.sentence"),
        ({"claims": [{"sentence": "x", "cites": "ccf-113/1"}]}, "claims.0.cites"),
        ({"claims": [{"sentence": "x", "cites": [1]}]}, "claims.0.cites.0"),
        ({"claims": [{"sentence": "a\0b", "cites": ["ccf-113/1"]}]}, "claims.0.sentence"),
        ({"claims": [{"sentence": "x", "cites": ["\ud83d"]}]}, "claims.0.cites.0"),
    ],
)
def test_misshapen_request_names_its_field(client: TestClient, body: object, field: str) -> None:
    response = client.post(
        "/v1/verify", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert_problem(response, 422, "invalid-request", field)


def test_unknown_fields_are_ignored(client: TestClient) -> None:
    response = client.post("/v1/verify", json={"claims": [{**HOLDS, "more": 1}], "other": 2})
    assert response.status_code == 200


def test_body_that_is_no_json_or_too_large_is_refused(client: TestClient, settings: Settings) -> None:
    plain, json_type = {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}
    assert_problem(client.post("/v1/verify", content="{}", headers=plain), 415, "unsupported-media-type")
    assert_problem(client.post("/v1/verify", content="{", headers=json_type), 422, "invalid-request")
    long = b" " * (settings.max_body_bytes + 1)
    assert_problem(client.post("/v1/verify", content=long, headers=json_type), 413, "body-too-large")
    assert_problem(client.get("/v1/verify"), 405, "method-not-allowed")


def test_nothing_is_judged_before_the_service_is_ready(settings: Settings) -> None:
    client = TestClient(create_app(settings))  # not entered, so nothing is opened
    assert_problem(verify(client, HOLDS), 503, "not-ready")


class Waiting:
    """A verifier that judges nothing until it is let go."""

    threshold = 0.5

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    def verify(self, sentence: str, cites: Sequence[str]) -> Verdict:
        """Wait, then reject."""
        self.asked.set()
        assert self.let_go.wait(30)
        return Verdict(supported=False, score=0.0, reasons=("x",))


def test_other_requests_are_answered_while_claims_are_judged(settings: Settings, service: Service) -> None:
    waiting = Waiting()
    slow = replace(service, open_verifier=lambda: cast(Verifier, waiting))
    app = create_app(settings, opener=lambda _: slow)
    with TestClient(app) as client, ThreadPoolExecutor(1) as pool:
        wait_until_ready(client.get)
        pending = pool.submit(verify, client, HOLDS)
        try:
            assert waiting.asked.wait(30)
            assert client.get("/readyz").status_code == 200
            assert not pending.done()
        finally:
            waiting.let_go.set()
        assert pending.result().status_code == 200


def test_reference_shows_an_example_and_tells_every_problem(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    operation = document["paths"]["/v1/verify"]["post"]
    assert set(operation["responses"]) == {"200", "413", "415", "422", "503"}
    assert document["components"]["schemas"]["VerifyRequest"]["examples"]
    assert all(
        "description" in field for field in document["components"]["schemas"]["Claim"]["properties"].values()
    )
