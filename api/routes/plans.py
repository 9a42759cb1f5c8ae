"""The plan itself: which there is, its tree, one passage, and questions to start with."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from api.plans import plan_head
from api.routes.dependencies import Ready, problems
from api.schemas import NodeBody, PlanList, PlanTree, SuggestionList
from corpus import node_json

router = APIRouter(tags=["plans"])


@router.get(
    "/v1/plans",
    summary="有哪些計畫",
    description="可以提問的計畫。",
    response_model=PlanList,
    responses=problems(503),
)
async def plans(service: Ready) -> Response:
    """Return the plans that can be asked about."""
    return JSONResponse({"plans": [plan_head(service.plan)]})


@router.get(
    "/v1/plans/{plan_id}",
    summary="計畫全文",
    description="計畫的所有節點，依閱讀順序，上層在前。",
    response_model=PlanTree,
    responses=problems(404, 503),
)
async def plan(plan_id: str, service: Ready) -> Response:
    """Return all nodes in reading order, parents first."""
    service.require_plan(plan_id)
    return JSONResponse(service.tree)


@router.get(
    "/v1/passages/{plan_id}/{node}",
    summary="一個段落",
    description="一個段落或上層節點，例如 mol-111/2.6.4.3。",
    response_model=NodeBody,
    responses=problems(404, 503),
)
async def passage(plan_id: str, node: str, service: Ready) -> Response:
    """Return a leaf or an inner node."""
    return JSONResponse(node_json(service.node(f"{plan_id}/{node}")))


@router.get(
    "/v1/suggestions",
    summary="範例問題",
    description="開始畫面的範例問題。",
    response_model=SuggestionList,
    responses=problems(503),
)
async def suggestions(service: Ready) -> Response:
    """Return questions to start with."""
    return JSONResponse({"suggestions": list(service.suggestions)})
