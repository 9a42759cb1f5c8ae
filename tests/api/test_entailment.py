"""One setting puts an entailment model behind the command, the API, evaluations and the pipeline alike."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.opening import open_service
from api.service import Service
from api.settings import Settings
from bot.language_model import ModelComposer
from bot.verification import Verifier
from corpus import Plan
from index import CrossEncoderError, PlanIndex
from tests.api.conftest import wait_until_ready
from tests.index.tiny_models import write_cross_encoder

CLAIM = {"sentence": "農田與道路的飛砂掩埋情形，以編籬定砂降低。", "cites": ["ccf-113/1.1.3"]}

Planbot = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def entailment(plan_index: PlanIndex, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a random NLI model that knows the plan's characters."""
    plan: Plan = plan_index.plan
    chars = "".join(node.text for node in plan.nodes.values())
    labels = ("entailment", "neutral", "contradiction")
    return write_cross_encoder(tmp_path_factory.mktemp("nli"), seed=3, chars=chars, labels=labels)


@pytest.fixture(scope="module")
def judged(settings: Settings, plan_index: PlanIndex, entailment: str) -> Service:
    """The service with that setting."""
    return open_service(settings.model_copy(update={"entailment": entailment}))


def test_api_and_command_give_the_same_score_and_another_than_without(
    judged: Service, service: Service, entailment: str, planbot: Planbot, tmp_path: Path
) -> None:
    with TestClient(create_app(judged.settings, opener=lambda _: judged)) as client:
        wait_until_ready(client.get)
        (verdict,) = client.post("/v1/verify", json={"claims": [CLAIM]}).json()["verdicts"]
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(CLAIM) + "\n", encoding="utf-8")
    run = planbot("verify", str(path), "--json", PLANBOT_ENTAILMENT=entailment)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["score"] == pytest.approx(verdict["score"], abs=1e-3)
    assert verdict["score"] != service.verifier.verify(CLAIM["sentence"], CLAIM["cites"]).score


def test_pipeline_checks_with_the_services_own_verifier(
    settings: Settings, plan_index: PlanIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Verifier] = []
    plain = ModelComposer.__init__

    def noting(self: ModelComposer, *arguments: Any) -> None:  # noqa: ANN401 - whatever it is given
        given.extend(one for one in arguments if isinstance(one, Verifier))
        plain(self, *arguments)

    monkeypatch.setattr(ModelComposer, "__init__", noting)
    opened = open_service(
        settings.model_copy(update={"llm": "openai:none", "llm_base_url": "http://127.0.0.1:9/v1"})
    )
    assert given == [opened.verifier]


def test_a_folder_that_is_no_model_is_refused_on_opening(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderError, match="PLANBOT_ENTAILMENT"):
        open_service(settings.model_copy(update={"entailment": str(tmp_path)}))


def test_command_tells_in_one_line_that_the_model_cannot_be_loaded(planbot: Planbot, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(CLAIM) + "\n", encoding="utf-8")
    run = planbot("verify", str(path), PLANBOT_ENTAILMENT=str(tmp_path))
    assert run.returncode == 1
    assert "PLANBOT_ENTAILMENT" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
