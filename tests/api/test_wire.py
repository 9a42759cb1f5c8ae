"""The real service behind a real server, asked over the real wire."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.schemas import ChatReply
from tests.api.conftest import serving, wait_until_ready
from tests.api.test_chat import assert_problem, events

QUESTION = {"messages": [{"role": "user", "content": "巡守隊員有意外險嗎"}]}


@pytest.fixture(scope="module")
def url(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the small plan, started in another folder with an empty home."""
    cwd = tmp_path_factory.mktemp("elsewhere")
    with serving({**environment, "PLANBOT_HOME": str(cwd / "home")}, cwd) as url:
        yield url


@pytest.fixture(scope="module")
def wire(url: str) -> Iterator[httpx2.Client]:
    """A client of that server."""
    with httpx2.Client(base_url=url, timeout=30) as client:
        wait_until_ready(client.get)
        yield client


def raw(url: str, request: bytes) -> bytes:
    """Send bytes as they are; returns all that comes back."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    return received


def test_chat_answers_with_verbatim_citations(wire: httpx2.Client) -> None:
    reply = ChatReply.model_validate(wire.post("/v1/chat", json=QUESTION).json())
    assert reply.outcome == "answered"
    assert reply.plan_year == "113（2024）"
    for citation in reply.citations:
        assert f"[{citation.n}]" in reply.answer
        assert citation.quote == wire.get(f"/v1/passages/{citation.passage_id}").json()["text"]
        assert citation.url == f"/plan#{citation.passage_id.partition('/')[2]}"


def test_same_request_gives_the_same_reply_but_for_its_id(wire: httpx2.Client) -> None:
    replies = [wire.post("/v1/chat", json=QUESTION).json() | {"id": ""} for _ in range(3)]
    assert replies[0] == replies[1] == replies[2]


def test_stream_joins_to_the_answer(wire: httpx2.Client) -> None:
    with wire.stream("POST", "/v1/chat", json={**QUESTION, "stream": True}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        told = events(response.read().decode())
    assert {name for name, _ in told[:-1]} == {"sentence"}
    name, reply = told[-1]
    assert name == "done"
    assert "".join(body["text"] for _, body in told[:-1]) == reply["answer"]
    assert [one for _, body in told[:-1] for one in body["citations"]] == reply["citations"]
    assert reply | {"id": ""} == wire.post("/v1/chat", json=QUESTION).json() | {"id": ""}


def test_client_that_goes_away_does_no_harm(wire: httpx2.Client, url: str) -> None:
    with httpx2.Client(base_url=url).stream("POST", "/v1/chat", json={**QUESTION, "stream": True}):
        pass
    assert wire.get("/readyz").status_code == 200


def test_announced_length_over_the_limit_is_refused_before_the_body(url: str) -> None:
    lines = (
        b"POST /v1/chat HTTP/1.1",
        b"Host: x",
        b"Content-Type: application/json",
        b"Content-Length: 5000001",
    )
    head = b"\r\n".join((*lines, b"", b""))
    received = raw(url, head)
    assert received.startswith(b"HTTP/1.1 413")
    assert b"application/problem+json" in received


def test_body_over_the_limit_is_refused(wire: httpx2.Client) -> None:
    response = wire.post("/v1/chat", content=b" " * 5_000_001, headers={"Content-Type": "application/json"})
    assert_problem(response, 413, "body-too-large")


def test_largest_allowed_conversation_is_answered(wire: httpx2.Client) -> None:
    turns = [{"role": "assistant", "content": "字" * 20_000}] * 39
    body = json.dumps({"messages": [*turns, *QUESTION["messages"]]})
    response = wire.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200


def test_longest_question_is_answered(wire: httpx2.Client) -> None:
    message = {"role": "user", "content": "海岸防風林" * 400}
    assert wire.post("/v1/chat", json={"messages": [message]}).status_code == 200


def test_question_one_character_too_long_is_refused(wire: httpx2.Client) -> None:
    message = {"role": "user", "content": "海" * 2_001}
    assert_problem(
        wire.post("/v1/chat", json={"messages": [message]}), 422, "invalid-request", "messages.0.content"
    )


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "?",
        "\u202e\u200b\ufeff",
        "\x07\x1b[31m",
        "<script>alert(1)</script>",
        "'; DROP TABLE plan;--",
        "𠮷野家",
        "ﬀ①㍿",
    ],
)
def test_odd_questions_are_answered_as_text(wire: httpx2.Client, text: str) -> None:
    response = wire.post("/v1/chat", json={"messages": [{"role": "user", "content": text}]})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"


def test_every_known_refusal_over_the_wire(wire: httpx2.Client) -> None:
    assert_problem(wire.get("/v1/chat"), 405, "method-not-allowed")
    assert_problem(wire.get("/nothing"), 404, "not-found")
    assert_problem(wire.get("/v1/search?q="), 422, "invalid-request", "q")
    assert_problem(wire.get("/v1/search?q=林&category=x"), 422, "invalid-request", "category")
    assert_problem(
        wire.post("/v1/chat", content="x", headers={"Content-Type": "text/plain"}),
        415,
        "unsupported-media-type",
    )


def test_pages_and_reference_are_served(wire: httpx2.Client) -> None:
    for address in ("/", "/plan", "/docs", "/openapi.json", "/assets/style.css", "/favicon.ico"):
        assert wire.get(address).status_code == 200


def test_server_does_not_tell_what_it_runs_on(wire: httpx2.Client) -> None:
    assert "server" not in wire.get("/healthz").headers


def test_health_answers_while_the_index_is_built(environment: dict[str, str], tmp_path: Path) -> None:
    own = {**environment, "PLANBOT_HOME": str(tmp_path / "home")}
    with serving(own, tmp_path) as url, httpx2.Client(base_url=url, timeout=30) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code in {200, 503}
