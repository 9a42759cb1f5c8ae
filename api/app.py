"""The HTTP application: routes, limits, headers and error handlers put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import FastAPI
from starlette.middleware import Middleware

from api.limits import BodyLimit
from api.loading import Loading, OnFailure, Opener, open_default
from api.openapi import describe
from api.problems import HANDLERS
from api.routes import chat, health, pages, plans, search, verify
from api.security import SecurityHeaders
from api.settings import Settings

API_VERSION = "1"
MODEL_CALLS = 40  # answers that a language model may be asked for at once
ROUTERS = (chat.router, search.router, verify.router, plans.router, health.router)


def create_app(
    settings: Settings, *, opener: Opener = open_default, on_failure: OnFailure | None = None
) -> FastAPI:
    """Return the application; it opens the service when it starts, and answers 503 until that is done.

    Args:
        settings: limits, and what to open.
        opener: opens the service.
        on_failure: told when it cannot be opened; the application stays and says 503.
    """
    app = FastAPI(
        version=API_VERSION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        routes=list(pages.ROUTES),
        middleware=[Middleware(SecurityHeaders), Middleware(BodyLimit, max_bytes=settings.max_body_bytes)],
        exception_handlers=dict(HANDLERS),
    )
    # Threads that answer side by side only wait for each other's Python; for a language model waiting is all they do.
    app.state.limiter = CapacityLimiter(1 if settings.llm is None else MODEL_CALLS)
    app.state.loading = Loading(settings, opener, on_failure)
    for router in ROUTERS:
        app.include_router(router)
    setattr(app, "openapi", lambda: describe(app))  # noqa: B010 - how FastAPI lets its document be replaced
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.loading.start()
    yield
