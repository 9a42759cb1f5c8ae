"""The size and type that a request's body may have."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Kind, Problem


class BodyLimit:
    """Refuses a body that is announced, or turns out, to be larger than `max_bytes`.

    FastAPI's own limit replaces our answer by plain text when the length is announced.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        """Stand before `app`."""
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its body."""
        announced = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if announced.isdecimal() and int(announced) > self.max_bytes:
            detail = (
                f"請求內容有 {int(announced):,} 位元組，上限是 {self.max_bytes:,}。{Kind.TOO_LARGE.advice}"
            )
            await Problem(Kind.TOO_LARGE, detail).response({"Connection": "close"})(scope, receive, send)
            return
        read = 0

        async def receive_counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.max_bytes:
                raise HTTPException(Kind.TOO_LARGE.status, headers={"Connection": "close"})
            return message

        await self.app(scope, receive_counted, send)


async def require_json(request: Request) -> None:
    """Refuse a body that does not say it is JSON; raises `HTTPException` 415."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(Kind.MEDIA.status)
