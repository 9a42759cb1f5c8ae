"""Small HTTP servers that behave as our API, as an OpenAI-compatible endpoint, or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.evals.made import body

Answer = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Keeps what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        """Answer every request by `answer`."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the library has it
        """Say nothing: a client that hangs up is part of some tests."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    body: dict[str, Any]

    def do_POST(self) -> None:
        """Read the JSON body and answer."""
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "headers": dict(self.headers), **self.body})
        self.server.answer(self)

    def do_GET(self) -> None:
        """Answer with the query as the body."""
        self.body = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.answer(self)

    def send(
        self, content: bytes, *, status: int = 200, kind: str = "application/json", length: int | None = None
    ) -> None:
        """Send a whole response; `length` may lie."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def send_json(self, value: object, *, status: int = 200) -> None:
        """Send JSON."""
        self.send(json.dumps(value, ensure_ascii=False).encode(), status=status)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[str, Server]]:
    """Yield the base URL of a server and the server."""
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def our_api(handler: Handler) -> None:
    """The contract's chat and search."""
    if handler.path.startswith("/v1/search"):
        handler.send_json({"hits": [{"passage_id": "p/1.1", "score": 0.9}], "index_version": "v1"})
    elif "拒" in handler.body["messages"][-1]["content"]:
        handler.send_json(body("不在計畫裡。", (), outcome="declined", reason="not_in_plan"))
    else:
        handler.send_json(body())


def openai_api(content: str) -> Answer:
    """A chat endpoint that always says `content`."""

    def answer(handler: Handler) -> None:
        message = {"role": "assistant", "content": content}
        usage = {"prompt_tokens": 7, "completion_tokens": 2, "details": {"cached": 1}}
        handler.send_json({"choices": [{"index": 0, "message": message}], "usage": usage})

    return answer
