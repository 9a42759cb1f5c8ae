"""Pages, their files and the reference: right types, safe headers, and nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.problems import Kind
from api.routes.pages import PAGES, REFERENCE


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/plan", "text/html; charset=utf-8"),
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/docs.js", "text/javascript; charset=utf-8"),
        ("/assets/chat.js", "text/javascript; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
        ("/openapi.json", "application/json"),
    ],
)
def test_file_has_its_type_and_our_headers(client: TestClient, address: str, media_type: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/", "/plan", "/assets/style.css"])
def test_browser_asks_again_and_is_told_that_its_copy_holds(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/docs/../app.py", "/assets/"],
)
def test_nothing_outside_the_folder_is_served(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_name_no_foreign_address() -> None:
    for path in [*PAGES.rglob("*.*"), *REFERENCE.rglob("*.*")]:
        foreign = re.findall(
            r"""(?:src|href|from|import|url\()\s*=?\s*["'(]?(?:https?:)?//""", path.read_text("utf-8")
        )
        assert not foreign, path


def test_reference_describes_every_operation_and_problem(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/chat",
        "/v1/search",
        "/v1/verify",
        "/v1/plans",
        "/v1/plans/{plan_id}",
        "/v1/passages/{plan_id}/{node}",
        "/v1/suggestions",
        "/healthz",
        "/readyz",
    }
    assert {one["slug"] for one in document["x-problems"]} == {kind.slug for kind in Kind}
    assert document["components"]["schemas"]["ChatReply"]["examples"]


def test_every_reference_in_the_description_leads_somewhere(client: TestClient) -> None:
    response = client.get("/openapi.json")
    named = set(re.findall(r'"#/components/schemas/(\w+)"', response.text))
    assert named <= set(response.json()["components"]["schemas"])
    assert "HTTPValidationError" not in response.text


def test_type_of_a_problem_leads_to_its_explanation(client: TestClient) -> None:
    response = client.get("/problems/not-ready", follow_redirects=False)
    assert response.headers["location"] == "/docs#not-ready"
