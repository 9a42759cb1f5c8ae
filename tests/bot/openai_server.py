"""A small HTTP server that speaks OpenAI's chat completions: whole, streamed, broken off, garbled."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/v1/chat/completions"
WAIT_S = 20  # for what a test is to release; far beyond what any test needs
PIECE = 3  # characters of a streamed piece, unless told; sentences and marks are cut anywhere

Answer = Callable[["Asked"], None]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the protocol counts them."""

    prompt: int
    completion: int

    def to_json(self) -> dict[str, int]:
        """The `usage` of a reply."""
        total = self.prompt + self.completion
        return {"prompt_tokens": self.prompt, "completion_tokens": self.completion, "total_tokens": total}


class Asked(BaseHTTPRequestHandler):
    """One request, and the ways to answer it."""

    protocol_version = "HTTP/1.1"
    server: Server
    body: dict[str, Any]

    def do_POST(self) -> None:
        """Read the request, keep it, and answer it."""
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self.body)
        self.server.keys.append(self.headers.get("Authorization", ""))
        if self.path == PATH:
            self.server.answer(self)
        else:
            self.send_error(404)

    @property
    def user(self) -> str:
        """The user message's text."""
        return next(str(one["content"]) for one in self.body["messages"] if one["role"] == "user")

    def send(self, content: bytes, *, status: int = 200, kind: str = "application/json") -> None:
        """Send a whole response."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def send_json(self, value: object, *, status: int = 200) -> None:
        """Send JSON."""
        self.send(json.dumps(value, ensure_ascii=False).encode(), status=status)

    def send_whole(self, text: str, usage: Usage | None) -> None:
        """Send a completion in one piece."""
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        told = {"usage": usage.to_json()} if usage else {}
        self.send_json({**_head("chat.completion"), "choices": [choice], **told})

    def begin(self) -> None:
        """Begin a stream."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def chunk(self, content: bytes) -> None:
        """Send some bytes of a stream."""
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def event(self, value: Mapping[str, Any] | str) -> None:
        """Send one event of a stream."""
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.chunk(f"data: {shown}\n\n".encode())

    def say(self, text: str, *, piece: int = PIECE) -> None:
        """Stream a text in small pieces."""
        for at in range(0, len(text), piece):
            self.event(_delta({"content": text[at : at + piece]}))

    def end(self, usage: Usage | None = None) -> None:
        """End a stream as the protocol has it; the tokens, if any, are told at the end."""
        self.event(_delta({}, finish_reason="stop"))
        if usage:
            self.event({**_head("chat.completion.chunk"), "choices": [], "usage": usage.to_json()})
        self.event("[DONE]")
        self.chunk(b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Keeps what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        """Answer every request by `answer`."""
        super().__init__(("127.0.0.1", 0), Asked)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def base_url(self) -> str:
        """What a client is told."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the library has it
        """Say nothing: a client that hangs up is part of some tests."""


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """Run a server for the time of a test."""
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(text: str, usage: Usage | None = None, *, piece: int = PIECE) -> Answer:
    """Answer with a text, streamed to who asks for a stream."""

    def answer(asked: Asked) -> None:
        if not asked.body.get("stream"):
            asked.send_whole(text, usage)
            return
        asked.begin()
        asked.event(_delta({"role": "assistant", "content": ""}))
        asked.say(text, piece=piece)
        asked.end(usage)

    return answer


def fails(status: int, message: str = "planned failure") -> Answer:
    """Answer with an error as the protocol words it."""

    def answer(asked: Asked) -> None:
        error = {"message": message, "type": "test", "param": None, "code": str(status)}
        asked.send_json({"error": error}, status=status)

    return answer


def sends(content: bytes, *, kind: str = "text/event-stream") -> Answer:
    """Answer with any bytes."""
    return lambda asked: asked.send(content, kind=kind)


def breaks_off(text: str) -> Answer:
    """Stream a text and hang up in the middle of the next event."""

    def answer(asked: Asked) -> None:
        asked.begin()
        asked.say(text)
        asked.wfile.write(b'40\r\ndata: {"choices": [{"del')
        asked.close_connection = True

    return answer


def fails_midway(text: str) -> Answer:
    """Stream a text, then an error event as servers send when a model fails halfway."""

    def answer(asked: Asked) -> None:
        asked.begin()
        asked.say(text)
        asked.event({"error": {"message": "planned failure", "type": "server_error", "code": 500}})
        asked.chunk(b"")

    return answer


def hangs(release: threading.Event, after: str = "") -> Answer:
    """Stream a text, if there is one, and then nothing until released."""

    def answer(asked: Asked) -> None:
        if after:
            asked.begin()
            asked.say(after)
        release.wait(WAIT_S)
        asked.close_connection = True

    return answer


def says_in_steps(steps: Sequence[str], release: threading.Event, usage: Usage | None = None) -> Answer:
    """Stream the first step at once, and the others only when released."""

    def answer(asked: Asked) -> None:
        asked.begin()
        asked.say(steps[0])
        if release.wait(WAIT_S):
            asked.say("".join(steps[1:]))
            asked.end(usage)
        asked.close_connection = True

    return answer


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "test-model"}


def _delta(delta: Mapping[str, str], *, finish_reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish_reason, "logprobs": None}
    return {**_head("chat.completion.chunk"), "choices": [choice]}
