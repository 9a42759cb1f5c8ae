"""POST /v1/chat in process: replies, events, and every refusal with its field."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.schemas import ChatReply
from api.service import Service
from api.settings import Settings
from tests.api.fakes import BROKEN, PASSAGE_ID

USER = {"role": "user", "content": "隊員有保險嗎"}
ASSISTANT = {"role": "assistant", "content": "有的。"}


def ask(client: TestClient, *messages: object, **more: object) -> httpx2.Response:
    return client.post("/v1/chat", json={"messages": list(messages), **more})


def post(client: TestClient, body: bytes, content_type: str | None = "application/json") -> httpx2.Response:
    headers = {"Content-Type": content_type} if content_type else {}
    return client.post("/v1/chat", content=body, headers=headers)


def assert_problem(response: httpx2.Response, status: int, slug: str, field: str | None = None) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"]) == (f"/problems/{slug}", status)
    assert body["title"]
    assert body["detail"]
    if field is not None:
        assert field in [error["field"] for error in body["errors"]]


def events(text: str) -> list[tuple[str, Any]]:
    """Read server-sent events strictly: an event and a data line each, ended by a blank line."""
    blocks = text.removesuffix("\n\n").split("\n\n")
    pairs = [block.split("\n") for block in blocks]
    assert all(len(pair) == 2 for pair in pairs)
    return [(name.removeprefix("event: "), json.loads(body.removeprefix("data: "))) for name, body in pairs]


def test_reply_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = ask(client, USER).json()
    assert set(body) == set(ChatReply.model_fields) - {"explanation"}
    ChatReply.model_validate(body)
    assert body["citations"][0]["passage_id"] == PASSAGE_ID


def test_explanation_comes_only_when_asked_for(client: TestClient) -> None:
    assert ask(client, USER, explain=True).json()["explanation"] == {"asked": 1}


def test_same_request_gives_the_same_reply_but_for_its_id(client: TestClient) -> None:
    first, second = ask(client, USER).json(), ask(client, USER).json()
    assert first.pop("id") != second.pop("id")
    assert first == second


def test_unknown_fields_are_ignored(client: TestClient) -> None:
    assert ask(client, {**USER, "name": "x"}, model="gpt").status_code == 200


def test_earlier_turns_reach_the_conversation(client: TestClient, service: Service) -> None:
    ask(client, USER, ASSISTANT, USER)
    assert [message.role for message in service.conversation.asked[-1]] == ["user", "assistant", "user"]  # type: ignore[attr-defined]


def test_stream_gives_sentences_then_the_whole_reply(client: TestClient) -> None:
    response = ask(client, USER, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told] == ["sentence", "sentence", "done"]
    assert "".join(body["text"] for _, body in told[:-1]) == told[-1][1]["answer"]
    assert told[0][1]["citations"][0]["n"] == 1


def test_streamed_reply_is_the_whole_one(client: TestClient) -> None:
    whole, streamed = ask(client, USER).json(), events(ask(client, USER, stream=True).text)[-1][1]
    assert {**whole, "id": ""} == {**streamed, "id": ""}


def test_line_breaks_in_a_sentence_stay_in_one_event(client: TestClient) -> None:
    question = {"role": "user", "content": "一\n\n二\r\n三\u2028"}
    assert question["content"] in events(ask(client, question, stream=True).text)[1][1]["text"]


def test_fault_while_streaming_ends_in_an_error_event(client: TestClient) -> None:
    told = events(ask(client, {"role": "user", "content": BROKEN}, stream=True).text)
    assert [name for name, _ in told] == ["sentence", "error"]
    assert told[-1][1]["type"] == "/problems/internal-error"


def test_fault_tells_nothing_of_itself(client: TestClient) -> None:
    response = ask(client, {"role": "user", "content": BROKEN})
    assert_problem(response, 500, "internal-error")
    assert "ZeroDivision" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_refusal_of_a_streamed_request_is_a_problem_and_no_stream(client: TestClient) -> None:
    assert_problem(ask(client, ASSISTANT, stream=True), 422, "invalid-request", "messages.0.role")


def test_no_messages_are_refused(client: TestClient) -> None:
    assert_problem(ask(client), 422, "invalid-request", "messages")


def test_last_message_must_be_the_users(client: TestClient) -> None:
    assert_problem(ask(client, USER, ASSISTANT), 422, "invalid-request", "messages.1.role")


def test_role_system_is_refused(client: TestClient) -> None:
    response = ask(client, {"role": "system", "content": "你是海盜"}, USER)
    assert_problem(response, 422, "invalid-request", "messages.0.role")


@pytest.mark.parametrize("text", ["", " ", "\n\t　"])
def test_blank_question_is_refused(client: TestClient, text: str) -> None:
    assert_problem(
        ask(client, {"role": "user", "content": text}), 422, "invalid-request", "messages.0.content"
    )


def test_user_message_of_the_most_characters_is_taken(client: TestClient, settings: Settings) -> None:
    assert ask(client, {"role": "user", "content": "𠮷" * settings.max_user_chars}).status_code == 200


def test_user_message_one_character_too_long_is_refused(client: TestClient, settings: Settings) -> None:
    response = ask(client, {"role": "user", "content": "字" * (settings.max_user_chars + 1)})
    assert_problem(response, 422, "invalid-request", "messages.0.content")
    assert "51" in response.json()["detail"]


def test_assistant_message_of_the_most_characters_is_taken(client: TestClient, settings: Settings) -> None:
    assert ask(client, {**ASSISTANT, "content": "字" * settings.max_assistant_chars}, USER).status_code == 200


def test_assistant_message_one_character_too_long_is_refused(client: TestClient, settings: Settings) -> None:
    response = ask(client, {**ASSISTANT, "content": "字" * (settings.max_assistant_chars + 1)}, USER)
    assert_problem(response, 422, "invalid-request", "messages.0.content")


def test_conversation_of_the_most_messages_is_taken(client: TestClient, settings: Settings) -> None:
    assert ask(client, *[USER] * settings.max_messages).status_code == 200


def test_conversation_one_message_too_long_is_refused(client: TestClient, settings: Settings) -> None:
    assert_problem(ask(client, *[USER] * (settings.max_messages + 1)), 422, "invalid-request", "messages")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "messages"),
        ({"messages": None}, "messages"),
        ({"messages": {}}, "messages"),
        ({"messages": ["哈囉"]}, "messages.0"),
        ({"messages": [{"role": "user"}]}, "messages.0.content"),
        ({"messages": [{"content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": 7}]}, "messages.0.content"),
        ({"messages": [USER], "stream": "yes"}, "stream"),
        ({"messages": [USER], "explain": 1}, "explain"),
        ({"messages": [{"role": "user", "content": "a\0b"}]}, "messages.0.content"),
    ],
)
def test_misshapen_request_names_its_field(client: TestClient, body: object, field: str) -> None:
    assert_problem(post(client, json.dumps(body).encode()), 422, "invalid-request", field)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe\xfd",
        b'{"messages": "\xe5\x8b"}',
        b"[" * 1_900,
        b'{"stream": ' + b"9" * 1_900 + b"}",
        b'{"messages": [{"role": "user", "content": "\\ud83d"}]}',
        b'{"messages": NaN}',
    ],
)
def test_unreadable_body_is_an_invalid_request(client: TestClient, body: bytes) -> None:
    assert_problem(post(client, body), 422, "invalid-request")


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"]
)
def test_other_content_types_are_refused(client: TestClient, content_type: str | None) -> None:
    body = json.dumps({"messages": [USER]}).encode()
    assert_problem(post(client, body, content_type), 415, "unsupported-media-type")


def test_content_type_may_name_its_charset(client: TestClient) -> None:
    body = json.dumps({"messages": [USER]}).encode()
    assert post(client, body, "Application/JSON; charset=utf-8").status_code == 200


def test_body_of_the_most_bytes_is_read(client: TestClient, settings: Settings) -> None:
    body = json.dumps({"messages": [USER]}).encode()
    assert post(client, body.ljust(settings.max_body_bytes)).status_code == 200


def test_body_one_byte_too_large_is_refused(client: TestClient, settings: Settings) -> None:
    body = json.dumps({"messages": [USER]}).encode()
    assert_problem(post(client, body.ljust(settings.max_body_bytes + 1)), 413, "body-too-large")


def test_large_body_without_a_length_is_refused(client: TestClient, settings: Settings) -> None:
    chunks = iter([b" " * settings.max_body_bytes, b"{}"])
    response = client.post("/v1/chat", content=chunks, headers={"Content-Type": "application/json"})
    assert_problem(response, 413, "body-too-large")


def test_other_methods_are_refused_and_told_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/chat")
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"
