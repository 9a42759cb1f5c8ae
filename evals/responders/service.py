"""Our API at any base URL, asked over HTTP as `docs/contract.md` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.errors import AskError, Failing
from evals.responders.base import Hit, Turn
from evals.responders.wire import Wire


class ServiceResponder:
    """Asks `POST /v1/chat` and `GET /v1/search`."""

    def __init__(self, base_url: str, *, timeout_s: float) -> None:
        """Open a client for `base_url`; `timeout_s` limits a whole exchange."""
        self._wire = Wire(base_url, timeout_s=timeout_s)

    @property
    def about(self) -> Mapping[str, str]:
        """Kind and address."""
        return {"kind": "service", "url": self._wire.shown_url}

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """The service's reply."""
        return self._wire.post("/v1/chat", {"messages": [dict(turn) for turn in messages], "stream": False})

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The service's ranking."""
        body = self._wire.get("/v1/search", {"q": query, "k": k})
        try:
            return [Hit(str(hit["passage_id"]), float(hit["score"])) for hit in body["hits"]]
        except (KeyError, TypeError, ValueError) as error:
            raise AskError(Failing.INVALID, "搜尋結果沒有 hits[].passage_id 與 score") from error
