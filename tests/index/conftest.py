"""The small invented plan with a real index, and the shipped model, opened once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Plan, load_plan
from index import Encoder, Index, PlanIndex, build_index, load_encoder, plan_documents, plan_terms
from tests.plans.coast_forest import FOLDER

ALIASES = {
    "ccf-113/2.1.1.3": ("我家的田可以租給政府種樹嗎？", "休耕地造林一公頃拿多少錢"),
    "ccf-113/2.2.1.2": ("巡守隊員有保險嗎？",),
}


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped model."""
    return load_encoder()


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The small plan, proven."""
    return load_plan(FOLDER)


@pytest.fixture(scope="session")
def plan_folder(plan: Plan, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small plan's index with a few questions people ask; only read."""
    folder = tmp_path_factory.mktemp("plan") / "index"
    build_index(plan_documents(plan, ALIASES), folder, encoder, words=plan_terms(plan))
    return folder


@pytest.fixture(scope="session")
def plan_index(plan: Plan, encoder: Encoder, plan_folder: Path) -> PlanIndex:
    """The small plan with its index."""
    return PlanIndex(plan, Index(plan_folder, encoder))
