"""A home folder and an environment for runs over the plan that the project carries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a command with a home of its own, nothing of the tester's; the index is built once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOT_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PLANBOT_HOME": str(tmp_path_factory.mktemp("home"))}
