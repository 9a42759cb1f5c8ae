"""The service over the small invented plan, in process; and what tests over the real wire share."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.home import ensure_index
from api.service import Service
from api.settings import Settings
from api.verifying import open_verifier
from index import PlanIndex
from tests.api.fakes import FakeConversation
from tests.plans.coast_forest import FOLDER

ROOT = Path(__file__).parents[2]
START_S = 60

Planbot = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose index is built once and only read."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """Settings for the small plan, with limits small enough to test at their borders."""
    return Settings(
        home=home,
        plan=str(FOLDER),
        max_user_chars=50,
        max_assistant_chars=60,
        max_messages=4,
        max_claims=3,
        max_body_bytes=2_000,
        max_k=15,
    )


@pytest.fixture(scope="session")
def plan_index(settings: Settings) -> PlanIndex:
    """The small plan's real index."""
    return ensure_index(settings)


@pytest.fixture(scope="session")
def service(settings: Settings, plan_index: PlanIndex) -> Service:
    """A service with the real index and verifier, and the fake conversation."""
    conversation = FakeConversation(plan_index.version)
    return Service(settings, plan_index, conversation, partial(open_verifier, settings, plan_index))


@pytest.fixture(scope="session")
def client(settings: Settings, service: Service) -> Iterator[TestClient]:
    """The application, ready; errors are answered and not raised."""
    app = create_app(settings, opener=lambda _: service)
    with TestClient(app, raise_server_exceptions=False) as client:
        wait_until_ready(client.get)
        yield client


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """The environment of a command: the small plan and the shared home, nothing of the tester's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOT_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PLANBOT_HOME": str(home), "PLANBOT_PLAN": str(FOLDER)}


@pytest.fixture
def planbot(environment: dict[str, str], tmp_path: Path) -> Planbot:
    """Run a command in another folder; returns what it wrote."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments],
            cwd=tmp_path,
            env={**environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=START_S,
            check=False,
        )

    return run


@contextmanager
def serving(environment: dict[str, str], cwd: Path) -> Iterator[str]:
    """Run `planbot serve` on a free port; gives its address once it listens."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, encoding="utf-8")
    assert server.stdout is not None
    try:
        yield re.findall(r"http://[\d.:]+", server.stdout.readline())[0]
    finally:
        server.terminate()
        server.communicate(timeout=START_S)


def wait_until_ready(get: Callable[[str], httpx2.Response]) -> None:
    """Ask until questions can be answered."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            if get("/readyz").status_code == 200:
                return
        except httpx2.ConnectError:
            pass
        time.sleep(0.05)
    pytest.fail(f"not ready after {START_S} s")
