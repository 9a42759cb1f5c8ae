"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes.dependencies import Ready, problems
from api.schemas import Health

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    summary="程序是否存活",
    description="程序在執行就是 200，索引還沒備妥也是。",
    response_model_exclude_none=True,
)
async def healthz() -> Health:
    """Say that the process runs, ready or not."""
    return Health(status="ok")


@router.get(
    "/readyz", summary="是否可以回答", description="可以回答問題時 200，之前是 503。", responses=problems(503)
)
async def readyz(service: Ready) -> Health:
    """Say that questions can be answered; 503 until then."""
    return Health(status="ready", index_version=service.index_version)
