"""POST /v1/verify: sentences with what they cite in, a verdict on each out."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from api.limits import require_json
from api.routes.dependencies import Ready, problems
from api.schemas import VerifyReply, VerifyRequest

router = APIRouter(tags=["verify"])


# A plain function, so that it runs in the thread pool: a hundred long sentences can take seconds.
@router.post(
    "/v1/verify",
    summary="查核句子",
    description="判斷每一句話是否有它引用的段落支持，一句一個判斷，依請求的順序。"
    "編號不存在或沒有引用時，那一句就是沒有依據，理由會說明。",
    response_model=VerifyReply,
    dependencies=[Depends(require_json)],
    responses=problems(413, 415, 422, 503),
)
def verify(asked: VerifyRequest, service: Ready) -> Response:
    """Judge each claim by the nodes it cites."""
    return JSONResponse(service.verify(asked.claims))
