"""One HTTP exchange with a limit on time and size, whatever the other end does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from evals.errors import AskError, Failing, TargetError

MAX_BYTES = 4_000_000  # a reply of the contract's size limits has a tenth of this


class Wire:
    """A client for JSON over HTTP, shared by threads.

    Args:
        base_url: address without the path, `http://127.0.0.1:8000`.
        timeout_s: for a whole exchange, in seconds.
        headers: sent with each request (keys).
    """

    def __init__(self, base_url: str, *, timeout_s: float, headers: Mapping[str, str] | None = None) -> None:
        """Open the client; raises `TargetError` when the address is none."""
        address = httpx.URL(base_url) if base_url.startswith(("http://", "https://")) else None
        if address is None or not address.host:
            msg = f"網址「{base_url}」應以 http:// 或 https:// 開頭，例如 http://127.0.0.1:8000。"
            raise TargetError(msg)
        self.base_url = base_url.rstrip("/")
        # A password in the address is sent, and told to nobody.
        self.shown_url = str(address.copy_with(userinfo=b"")).rstrip("/")
        self._timeout_s = timeout_s
        self._client = httpx.Client(
            timeout=httpx.Timeout(timeout_s), headers=dict(headers or {}), follow_redirects=False
        )

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """POST a JSON body and return the JSON object of a 200; raises `AskError`."""
        return self._exchange(self._client.build_request("POST", self.base_url + path, json=body))

    def get(self, path: str, parameters: Mapping[str, str | int]) -> dict[str, Any]:
        """GET and return the JSON object of a 200; raises `AskError`."""
        return self._exchange(
            self._client.build_request("GET", self.base_url + path, params=dict(parameters))
        )

    def post_stream(self, path: str, body: Mapping[str, Any]) -> tuple[bytes, float | None]:
        """POST a JSON body; return all bytes of a 200, and the milliseconds to its first whole event.

        Raises:
            AskError: as for `post`.
        """
        first = _FirstEvent()
        raw = self._received(self._client.build_request("POST", self.base_url + path, json=body), first.seen)
        return raw, first.after_ms

    def _exchange(self, request: httpx.Request) -> dict[str, Any]:
        return _json_object(self._received(request))

    def _received(self, request: httpx.Request, seen: Callable[[bytes], None] | None = None) -> bytes:
        deadline = time.monotonic() + self._timeout_s
        try:
            response = self._client.send(request, stream=True)
            try:
                raw = self._read(response, deadline, seen)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise AskError(Failing.TIMEOUT, f"{self._timeout_s:g} 秒內沒有完整回覆") from error
        except httpx.DecodingError as error:
            raise AskError(Failing.NOT_JSON, "回覆的壓縮格式有誤") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise AskError(Failing.CONNECTION, f"連線失敗（{type(error).__name__}）") from error
        if response.status_code != httpx.codes.OK:
            raise AskError(Failing.STATUS, f"HTTP {response.status_code}：{_excerpt(raw)}")
        return raw

    def _read(self, response: httpx.Response, deadline: float, seen: Callable[[bytes], None] | None) -> bytes:
        # httpx limits the wait for each piece; a server that drips must not hold a run up for ever.
        pieces: list[bytes] = []
        size = 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BYTES:
                raise AskError(Failing.TOO_LARGE, f"回覆超過 {MAX_BYTES} 位元組")
            if seen:
                seen(piece)
            if time.monotonic() > deadline:
                raise AskError(Failing.TIMEOUT, f"{self._timeout_s:g} 秒內沒有完整回覆")
        return b"".join(pieces)


class _FirstEvent:
    """Notes when the first whole event has come, wherever the pieces were cut."""

    def __init__(self) -> None:
        self._started, self._head = time.perf_counter(), b""
        self.after_ms: float | None = None

    def seen(self, piece: bytes) -> None:
        """Take in the next bytes."""
        if self.after_ms is None:
            self._head += piece
            if b"\n\n" in self._head or b"\r\n\r\n" in self._head:
                self.after_ms = round((time.perf_counter() - self._started) * 1000, 3)


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise AskError(Failing.NOT_JSON, f"回覆不是 JSON：{_excerpt(raw)}") from error
    if not isinstance(body, dict):
        raise AskError(Failing.NOT_JSON, f"回覆不是 JSON 物件：{_excerpt(raw)}")
    return body


def _excerpt(raw: bytes) -> str:
    text = " ".join(raw[:400].decode("utf-8", "replace").split())
    return "".join(char if char.isprintable() else "\ufffd" for char in text)[:120] or "（空白）"
