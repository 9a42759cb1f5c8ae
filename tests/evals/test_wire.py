"""Targets over the real wire: our API, an OpenAI-compatible endpoint, and everything that can go wrong."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from evals.errors import AskError, Failing, SetError, TargetError
from evals.evaluate import Evaluation, evaluate
from evals.measures.retrieval import ranked_cases
from evals.prompts import CANNOT_ANSWER
from evals.responders.answers_file import AnswersFileAsker
from evals.responders.base import ConversationAsker
from evals.responders.openai import Model, OpenAIResponder, renumber
from evals.responders.plain_search import PlainSearch
from evals.responders.service import ServiceResponder
from tests.evals.made import PASSAGES, body, case, decline_case, question_set
from tests.evals.servers import Answer, Handler, openai_api, our_api, serving

CASES = [case("a"), case("b", turns=("一？", "二？")), decline_case("d", turns=("拒答？",))]


def slow_drip(handler: Handler) -> None:
    handler.send(b"", length=1000)
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def cut_off(handler: Handler) -> None:
    handler.send(b'{"answer": "', length=500)
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 100_000)


def bad_gzip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", "4")
    handler.end_headers()
    handler.wfile.write(b"nope")


def event_stream(handler: Handler) -> None:
    handler.send(b"event: sentence\ndata: {}\n\n", kind="text/event-stream")


BAD: dict[str, tuple[Answer, Failing]] = {
    "error status": (lambda h: h.send_json({"title": "壞了"}, status=500), Failing.STATUS),
    "not ready": (lambda h: h.send(b"", status=503), Failing.STATUS),
    "redirect": (lambda h: h.send(b"", status=302), Failing.STATUS),
    "html": (lambda h: h.send("<html>登入</html>".encode(), kind="text/html"), Failing.NOT_JSON),
    "garbage": (lambda h: h.send(bytes(range(256))), Failing.NOT_JSON),
    "empty": (lambda h: h.send(b""), Failing.NOT_JSON),
    "a list": (lambda h: h.send(b"[1]"), Failing.NOT_JSON),
    "deep": (lambda h: h.send(b"[" * 100_000), Failing.NOT_JSON),
    "event stream": (event_stream, Failing.NOT_JSON),
    "bad gzip": (bad_gzip, Failing.NOT_JSON),
    "another form": (lambda h: h.send(b'{"choices": []}'), Failing.INVALID),
    "null answer": (lambda h: h.send_json({**body(), "answer": None}), Failing.INVALID),
    "drip": (slow_drip, Failing.TIMEOUT),
    "silence": (lambda h: time.sleep(1), Failing.TIMEOUT),
    "cut off": (cut_off, Failing.CONNECTION),
    "hang up": (hang_up, Failing.CONNECTION),
    "endless": (endless, Failing.TOO_LARGE),
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_goes_wrong_is_one_failed_question(name: str) -> None:
    answer, failing = BAD[name]
    with serving(answer) as (url, _):
        exchange = ConversationAsker(ServiceResponder(url, timeout_s=0.4), depth=5).ask(case())
    assert exchange.failing is failing
    assert exchange.reply is None
    assert exchange.ranking is None
    assert exchange.detail.isprintable()
    assert len(exchange.detail) <= 300


# -- streamed replies


def stream(*events: tuple[str, object]) -> bytes:
    """The events as bytes, the reply's marks and characters unescaped."""
    return "".join(
        f"event: {name}\ndata: {json.dumps(held, ensure_ascii=False)}\n\n" for name, held in events
    ).encode()


WHOLE = stream(("sentence", {"text": body()["answer"], "citations": []}), ("done", body()))


def in_pieces(raw: bytes, size: int) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send(b"", length=len(raw), kind="text/event-stream")
        for at in range(0, len(raw), size):
            handler.wfile.write(raw[at : at + size])
            handler.wfile.flush()

    return answer


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_stream_is_the_reply_wherever_its_pieces_are_cut(size: int) -> None:
    """A piece may end inside a character."""
    with serving(in_pieces(WHOLE, size)) as (url, server):
        asker = ConversationAsker(ServiceResponder(url, timeout_s=5, stream=True), depth=5)
        exchange = asker.ask(case())
    assert server.asked[-1]["stream"] is True
    assert exchange.reply is not None
    assert exchange.reply["answer"] == body()["answer"]
    assert exchange.first_ms is not None
    assert exchange.latency_ms is not None
    assert 0 < exchange.first_ms <= exchange.latency_ms


def test_line_ends_and_comments_of_a_stream_do_not_matter() -> None:
    raw = b": keep-alive\n\n" + WHOLE
    with serving(in_pieces(raw.replace(b"\n", b"\r\n"), 50)) as (url, _):
        exchange = ConversationAsker(ServiceResponder(url, timeout_s=5, stream=True), depth=5).ask(case())
    assert exchange.failing is None


BAD_STREAMS: dict[str, tuple[Answer, Failing]] = {
    "error event": (in_pieces(stream(("error", {"title": "壞了"})), 20), Failing.STATUS),
    "no done": (in_pieces(stream(("sentence", {"text": "一"})), 20), Failing.INVALID),
    "other sentences": (
        in_pieces(stream(("sentence", {"text": "一"}), ("done", body())), 20),
        Failing.INVALID,
    ),
    "done without its last line": (in_pieces(WHOLE[:-1], 20), Failing.INVALID),
    "not json": (in_pieces(b"event: done\ndata: {oops\n\n", 20), Failing.NOT_JSON),
    "not utf-8": (in_pieces(b"event: done\ndata: \xff\n\n", 20), Failing.NOT_JSON),
    "html": (lambda h: h.send("<html>登入</html>".encode(), kind="text/html"), Failing.INVALID),
    "error status": (lambda h: h.send_json({"title": "壞了"}, status=500), Failing.STATUS),
    "drip": (slow_drip, Failing.TIMEOUT),
    "cut off": (cut_off, Failing.CONNECTION),
    "endless": (endless, Failing.TOO_LARGE),
}


@pytest.mark.parametrize("name", BAD_STREAMS)
def test_whatever_goes_wrong_in_a_stream_is_one_failed_question(name: str) -> None:
    answer, failing = BAD_STREAMS[name]
    with serving(answer) as (url, _):
        exchange = ConversationAsker(ServiceResponder(url, timeout_s=1, stream=True), depth=5).ask(case())
    assert exchange.failing is failing
    assert exchange.reply is None


def test_nobody_listening_is_a_failed_connection() -> None:
    responder = ServiceResponder("http://127.0.0.1:9", timeout_s=1)
    with pytest.raises(AskError) as raised:
        responder.reply([{"role": "user", "content": "問"}])
    assert raised.value.failing is Failing.CONNECTION


def test_a_password_in_the_address_is_told_to_nobody() -> None:
    responder = ServiceResponder("http://me:secret@127.0.0.1:9/", timeout_s=1)
    assert responder.about == {"kind": "service", "url": "http://127.0.0.1:9"}


def test_our_api_is_asked_by_the_contract(tmp_path: Path) -> None:
    with serving(our_api) as (url, server):
        asker = ConversationAsker(ServiceResponder(url + "/", timeout_s=5), depth=5)
        report = evaluate(Evaluation(question_set(*CASES), asker, PASSAGES, jobs=3), tmp_path / "run").report
    assert report["complete"] is True
    assert report["overall"]["right"]["value"] == 1
    assert report["overall"]["success@1"]["value"] == 1
    followup = next(asked for asked in server.asked if len(asked["messages"]) == 3)
    assert followup["path"] == "/v1/chat"
    assert followup["stream"] is False
    assert [turn["role"] for turn in followup["messages"]] == ["user", "assistant", "user"]


def test_a_run_goes_on_past_failures(tmp_path: Path) -> None:
    def sometimes(handler: Handler) -> None:
        if handler.path == "/v1/chat" and len(handler.body["messages"]) > 1:
            handler.send(b"<html>", kind="text/html")
        else:
            our_api(handler)

    with serving(sometimes) as (url, _):
        asker = ConversationAsker(ServiceResponder(url, timeout_s=5), depth=5)
        report = evaluate(Evaluation(question_set(*CASES), asker, PASSAGES), tmp_path / "run").report
    assert report["failed"] == {"b": "not_json"}
    assert report["overall"]["right"]["n"] == 3
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "不完整：1 題" in page
    assert "<html>" not in page.partition("<body>")[2]


def openai(url: str, key: str = "") -> OpenAIResponder:
    model = Model(url + "/v1", "tiny", key=key, passages_k=3)
    return OpenAIResponder(model, PlainSearch(PASSAGES), PASSAGES, timeout_s=5)


def test_a_model_gets_numbered_passages_and_its_marks_map_back() -> None:
    with serving(openai_api("辦理勞動檢查【1】，也見[1, 2]。")) as (url, server):
        responder = openai(url, key="sk-secret")
        reply = responder.reply([{"role": "user", "content": "勞動檢查"}])
    asked = server.asked[0]
    assert asked["path"] == "/v1/chat/completions"
    assert asked["headers"]["Authorization"] == "Bearer sk-secret"
    assert "[1] 勞動條件／辦理勞動檢查三千場次。" in asked["messages"][-1]["content"]
    assert reply["answer"] == "辦理勞動檢查[1]，也見[1][2]。"
    assert [c["passage_id"] for c in reply["citations"]] == ["p/1.1", "p/1.2"]
    assert reply["outcome"] == "answered"
    assert "secret" not in json.dumps(dict(responder.about)) + repr(responder._model)


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (CANNOT_ANSWER, "declined"),
        (CANNOT_ANSWER + "[1]", "declined"),
        ("更正：是三千場[1]。", "corrected"),
        ("有的。雖然" + CANNOT_ANSWER + "但計畫說要辦理勞動檢查三千場次[1]。", "answered"),
    ],
)
def test_a_models_words_tell_its_outcome(content: str, outcome: str) -> None:
    with serving(openai_api(content)) as (url, _):
        reply = openai(url).reply([{"role": "user", "content": "勞動檢查"}])
    assert reply["outcome"] == outcome
    assert bool(reply["citations"]) == (outcome != "declined")


def test_a_models_tokens_are_summed_in_the_report(tmp_path: Path) -> None:
    with serving(openai_api("辦理勞動檢查三千場次[1]。")) as (url, _):
        asker = ConversationAsker(openai(url), depth=3)
        report = evaluate(
            Evaluation(question_set(case("a"), case("b")), asker, PASSAGES), tmp_path / "r"
        ).report
    assert report["tokens"] == {"completion_tokens": 4, "prompt_tokens": 14}
    assert report["composers"] == ["openai:tiny"]


@pytest.mark.parametrize("completion", [{}, {"choices": []}, {"choices": [{"message": {"content": None}}]}])
def test_a_completion_without_text_fails(completion: dict[str, object]) -> None:
    with (
        serving(lambda handler: handler.send_json(completion)) as (url, _),
        pytest.raises(AskError) as raised,
    ):
        openai(url).reply([{"role": "user", "content": "勞動檢查"}])
    assert raised.value.failing is Failing.INVALID


def test_marks_beyond_the_passages_stay_and_have_no_citation() -> None:
    assert renumber("甲[3]乙[9]丙[1][3]丁[0]", 3) == ("甲[1]乙[9]丙[2][1]丁[0]", (3, 1))


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_answers_made_elsewhere_are_judged_alike(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {**body(), "id": "a", "ranking": ["p/2", "p/1.1"], "latency_ms": 12})
    asker = AnswersFileAsker(path)
    cases = [case("a"), case("b")]
    report = evaluate(Evaluation(question_set(*cases), asker, PASSAGES), tmp_path / "run").report
    assert report["failed"] == {"b": "missing"}
    assert report["overall"]["right"]["value"] == 1 / 2
    assert report["overall"]["rr@10"]["value"] == 1 / 4
    assert report["times"]["latency_p50"] == 12
    assert ranked_cases(cases, {c.case_id: asker.ask(c) for c in cases}) == tuple(cases)


def test_a_malformed_file_of_answers_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="第 2 行"):
        AnswersFileAsker(write(tmp_path / "a.jsonl", {"id": "a"}, {"id": "a"}))
    (tmp_path / "b.jsonl").write_text("x\n", encoding="utf-8")
    with pytest.raises(SetError, match="第 1 行不是 JSON"):
        AnswersFileAsker(tmp_path / "b.jsonl")
    assert (
        AnswersFileAsker(write(tmp_path / "c.jsonl", {"id": "a"})).ask(case("a")).failing is Failing.INVALID
    )
