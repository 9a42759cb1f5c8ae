"""What routes are given, the open service, and what they say of their problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from anyio import CapacityLimiter
from fastapi import Depends, Request

from api.loading import Loading
from api.schemas import ProblemBody

if TYPE_CHECKING:
    from api.service import Service
else:
    # FastAPI looks at annotations; the real class would bring FAISS in before the first answer.
    Service = object


async def _service(request: Request) -> Service:
    loading: Loading = request.app.state.loading
    return loading.service


async def _limiter(request: Request) -> CapacityLimiter:
    limiter: CapacityLimiter = request.app.state.limiter
    return limiter


Ready = Annotated[Service, Depends(_service)]
Limiter = Annotated[CapacityLimiter, Depends(_limiter)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an operation says of its problems in the OpenAPI description."""
    return {status: {"model": ProblemBody} for status in statuses}
