"""What answers about the carried plan and the invented one, over indexes that are built once for all tests."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from api.home import ensure_index
from api.settings import Settings
from bot import Contacts, Pipeline, open_pipeline
from bot.search import Finder
from corpus import PLANS
from index import PlanIndex
from tests.plans.coast_forest import FOLDER

FOLDERS = {"mol-111": PLANS / "mol-111", "ccf-113": FOLDER}


@pytest.fixture(scope="session")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, PlanIndex]:
    """Both plans with real indexes, by id."""
    home = tmp_path_factory.mktemp("home")
    return {
        plan_id: ensure_index(Settings(home=home, plan=str(folder))) for plan_id, folder in FOLDERS.items()
    }


@pytest.fixture(scope="session")
def labour(indexes: Mapping[str, PlanIndex]) -> Pipeline:
    """What answers about the carried plan."""
    return open_pipeline(indexes["mol-111"], folder=FOLDERS["mol-111"], contacts=Contacts())


@pytest.fixture(scope="session")
def coast(indexes: Mapping[str, PlanIndex]) -> Pipeline:
    """What answers about the invented plan, which nothing was learned about."""
    return open_pipeline(indexes["ccf-113"], folder=FOLDERS["ccf-113"], contacts=Contacts())


@pytest.fixture(scope="session")
def finder(indexes: Mapping[str, PlanIndex]) -> Finder:
    """The search over the invented plan, without a question bank."""
    return Finder(indexes["ccf-113"])
