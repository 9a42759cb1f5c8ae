"""The pages for people and what they load, all from our own files."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGES = Path(__file__).parent.parent / "pages"
REFERENCE = Path(__file__).parent.parent / "reference"
# The names of files do not change with their contents, so a browser asks each time whether its copy holds.
REVALIDATE = {"Cache-Control": "no-cache"}

# Systems differ in what they call a script, and with `nosniff` a browser believes what it is told.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("font/woff2", ".woff2")


class Assets(StaticFiles):
    """Files that are kept by browsers but asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, 304 or 404."""
        response = await super().get_response(path, scope)
        response.headers.update(REVALIDATE)
        return response


def _page(address: str, folder: Path, name: str) -> Route:
    files = Assets(directory=folder)

    async def page(request: Request) -> Response:
        return await files.get_response(name, request.scope)

    return Route(address, page)


async def _problem(request: Request) -> Response:
    """The `type` of a problem leads to its explanation."""
    return RedirectResponse(f"/docs#{request.path_params['slug']}")


ROUTES: list[BaseRoute] = [
    _page("/", PAGES, "index.html"),
    _page("/plan", PAGES, "plan.html"),
    _page("/docs", REFERENCE, "docs.html"),
    _page("/favicon.ico", PAGES / "assets", "icon.svg"),
    Route("/problems/{slug}", _problem),
    Mount("/assets", Assets(directory=PAGES / "assets")),
    Mount("/docs", Assets(directory=REFERENCE)),
]
