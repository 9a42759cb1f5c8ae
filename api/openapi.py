"""The OpenAPI description, with problems told in the media type that they have on the wire."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.problems import MEDIA_TYPE, Kind
from api.schemas import SentenceBody

TITLE = "施政計畫問答"
ABOUT = (
    "查詢一份年度施政計畫：回答的每一句都附可開啟的原文出處，計畫沒有寫的會說沒有寫。"
    "錯誤以 RFC 9457 的 application/problem+json 回覆。"
)

_TITLES = {str(kind.status): kind.title for kind in Kind}
_NOT_OURS = ("HTTPValidationError", "ValidationError")  # FastAPI's own shapes of what we tell as problems


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(title=TITLE, version=app.version, description=ABOUT, routes=app.routes)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = _told(operation["responses"])
        schemas = document["components"]["schemas"]
        for name in _NOT_OURS:
            schemas.pop(name, None)
        schemas["SentenceBody"] = _schema(SentenceBody)
        document["x-problems"] = [
            {"slug": kind.slug, "status": kind.status, "title": kind.title, "advice": kind.advice}
            for kind in Kind
        ]
        app.openapi_schema = document
    return app.openapi_schema


def _told(responses: dict[str, Any]) -> dict[str, Any]:
    """Responses as they are on the wire, without the 422 that FastAPI adds to whatever has parameters."""
    told = {}
    for status, response in responses.items():
        content = response["content"]
        if _NOT_OURS[0] in str(content):
            continue
        if status in _TITLES:
            told[status] = {
                "description": _TITLES[status],
                "content": {MEDIA_TYPE: content["application/json"]},
            }
        else:
            told[status] = {
                **response,
                "description": response["description"].replace("Successful Response", "成功"),
            }
    return told


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema
