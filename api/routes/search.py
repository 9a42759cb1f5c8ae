"""GET /v1/search: passages for a query."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.routes.dependencies import Ready, problems
from api.schemas import QUESTION, SearchReply

router = APIRouter(tags=["search"])

MAX_NAME = 200  # characters of a filter's value; the longest heading has about a hundred


@router.get(
    "/v1/search",
    summary="搜尋段落",
    description="依分數由高到低、再依編號列出段落；查詢是編號、位置或標題時，先列那個節點的段落。",
    response_model=SearchReply,
    responses=problems(422, 503),
)
def search(
    service: Ready,
    q: Annotated[
        str,
        Query(description="問題、詞語，或段落的編號、位置、標題。", examples=[QUESTION]),
    ],
    k: Annotated[int, Query(ge=1, description="最多幾段，至多 100。")] = 10,
    plan: Annotated[str | None, Query(max_length=MAX_NAME, description="計畫編號。")] = None,
    part: Annotated[int | None, Query(ge=0, le=2, description="0 前言、1 壹、2 貳。")] = None,
    work_plan: Annotated[str | None, Query(max_length=MAX_NAME, description="工作計畫的編號或名稱。")] = None,
    category: Annotated[
        str | None, Query(max_length=MAX_NAME, description="計畫類別：社會發展、科技發展。")
    ] = None,
) -> Response:
    """Return passages by falling score, then id."""
    found = service.search(q, k, plan=plan, part=part, work_plan=work_plan, category=category)
    return JSONResponse(found)
