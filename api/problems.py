"""The one place where errors become HTTP answers: RFC 9457 problem details in Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from api.errors import InvalidRequestError, NotReadyError, UnknownIdError
from api.security import HEADERS
from api.wording import complaint
from corpus.errors import PlanbotError

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 20


class Kind(Enum):
    """The problems there are: slug of the `type`, status, title, and what to do if no more is known."""

    INVALID = ("invalid-request", 422, "請求內容不符合規定", "請修正標出的欄位後再送一次。")
    NOT_FOUND = ("not-found", 404, "找不到這個網址或編號", "請檢查網址；段落編號可由 /v1/plans 查得。")
    METHOD = ("method-not-allowed", 405, "這個網址不接受這種方法", "請改用 Allow 標頭列出的方法。")
    TOO_LARGE = ("body-too-large", 413, "請求內容太大", "請縮短內容後再送一次。")
    MEDIA = (
        "unsupported-media-type",
        415,
        "不支援的內容類型",
        "請以 Content-Type: application/json 送出 JSON。",
    )
    NOT_READY = ("not-ready", 503, "服務還沒準備好", "索引還在準備，請過幾秒再試。")
    INTERNAL = ("internal-error", 500, "服務內部發生錯誤", "請再試一次；若持續發生，請告知管理者並附上時間。")

    def __init__(self, slug: str, status: int, title: str, advice: str) -> None:
        """Name the parts."""
        self.slug = slug
        self.status = status
        self.title = title
        self.advice = advice


_BY_ERROR: Mapping[type[PlanbotError], Kind] = {
    InvalidRequestError: Kind.INVALID,
    UnknownIdError: Kind.NOT_FOUND,
    NotReadyError: Kind.NOT_READY,
}
# What FastAPI calls 400 is a body that cannot be read: an invalid request like any other here.
_BY_STATUS: Mapping[int, Kind] = {kind.status: kind for kind in Kind} | {400: Kind.INVALID}


@dataclass(frozen=True)
class Problem:
    """One problem; `errors` are (field, detail) pairs."""

    kind: Kind
    detail: str
    errors: Sequence[tuple[str, str]] = ()

    def to_json(self) -> dict[str, Any]:
        """The body."""
        return {
            "type": f"/problems/{self.kind.slug}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "errors": [{"field": field, "detail": detail} for field, detail in self.errors],
        }

    def response(self, headers: Mapping[str, str] | None = None) -> JSONResponse:
        """The answer, with the headers that answers from outside the middleware would lack."""
        more = {"Retry-After": "1"} if self.kind is Kind.NOT_READY else {}
        return JSONResponse(
            self.to_json(), self.kind.status, {**HEADERS, **more, **(headers or {})}, media_type=MEDIA_TYPE
        )


def problem_of(error: Exception) -> Problem:
    """Return what is told of an error; one that is no fault of the request tells nothing of itself."""
    if isinstance(error, InvalidRequestError):
        return Problem(Kind.INVALID, f"{error.field}：{error}", [(error.field, str(error))])
    kind = _BY_ERROR.get(type(error)) if isinstance(error, PlanbotError) else None
    return Problem(kind, str(error)) if kind else Problem(Kind.INTERNAL, Kind.INTERNAL.advice)


def _on_validation(request: Request, error: Exception) -> JSONResponse:
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    told = [(_field(one["loc"]), complaint(one)) for one in errors[:MAX_ERRORS]]
    detail = "".join(f"{field}：{text}" for field, text in told[:3]) or Kind.INVALID.advice
    return Problem(Kind.INVALID, detail, told).response()


def _on_http(request: Request, error: Exception) -> JSONResponse:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    kind = _BY_STATUS.get(status, Kind.INTERNAL)
    errors = [("body", "無法解讀成 UTF-8 的 JSON，請檢查編碼與格式。")] if kind is Kind.INVALID else []
    return Problem(kind, kind.advice, errors).response(headers)


def _on_other(request: Request, error: Exception) -> JSONResponse:
    return problem_of(error).response()


def _field(location: Sequence[int | str]) -> str:
    """`("body", "messages", 0, "role")` → `messages.0.role`; the body as a whole is `body`."""
    inner = [str(part) for part in location[1:]]
    return str(location[0]) if not inner or inner[0].isdigit() else ".".join(inner)


HANDLERS: Mapping[Any, ExceptionHandler] = {
    RequestValidationError: _on_validation,
    HTTPException: _on_http,
    PlanbotError: _on_other,
    Exception: _on_other,
}
