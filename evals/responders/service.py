"""Our API at any base URL, asked over HTTP as `docs/contract.md` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.errors import AskError, Failing
from evals.reply import FIRST_MS
from evals.responders.base import Hit, Turn
from evals.responders.events import whole_reply
from evals.responders.wire import Wire


class ServiceResponder:
    """Asks `POST /v1/chat`, whole or streamed, and `GET /v1/search`."""

    def __init__(self, base_url: str, *, timeout_s: float, stream: bool = False) -> None:
        """Open a client for `base_url`; `timeout_s` limits a whole exchange."""
        self._wire = Wire(base_url, timeout_s=timeout_s)
        self._stream = stream

    @property
    def about(self) -> Mapping[str, str]:
        """Kind and address, and whether replies are streamed."""
        streamed = {"stream": "true"} if self._stream else {}
        return {"kind": "service", "url": self._wire.shown_url, **streamed}

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """The service's reply; with the milliseconds to its first event, if it is streamed."""
        body = {"messages": [dict(turn) for turn in messages], "stream": self._stream}
        if not self._stream:
            return self._wire.post("/v1/chat", body)
        raw, first_ms = self._wire.post_stream("/v1/chat", body)
        return {**whole_reply(raw), FIRST_MS: first_ms}

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The service's ranking."""
        body = self._wire.get("/v1/search", {"q": query, "k": k})
        try:
            return [Hit(str(hit["passage_id"]), float(hit["score"])) for hit in body["hits"]]
        except (KeyError, TypeError, ValueError) as error:
            raise AskError(Failing.INVALID, "搜尋結果沒有 hits[].passage_id 與 score") from error
