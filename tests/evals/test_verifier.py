"""Our own verifier as a judge of sentence support, over the real plan."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from api.commands.evaluate import in_process
from api.settings import Settings
from api.verifying import open_verifier
from bot.verification.model import MODELS, VERIFICATION
from corpus import PLANS, load_plan
from evals.measures.support import CommandVerifier
from evals.targets import Choices, InProcess, make_evaluation
from evals.verifier import OwnVerifier
from tests.evals.made import Fake

SUPPORTED = "健全大量解僱勞工保護措施，確保勞工權益。"
ROW = '{"id": "a", "kind": "plain", "turns": ["問？"], "gold": ["p/1.1"], "outcome": "answered"}\n'


@pytest.fixture(scope="module")
def own() -> OwnVerifier:
    """The verifier of the carried plan."""
    return OwnVerifier(open_verifier(Settings()))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A set of one question."""
    path = tmp_path / "set.jsonl"
    path.write_text(ROW, encoding="utf-8")
    return path


def test_sentences_are_judged_in_order_by_what_they_cite(own: OwnVerifier) -> None:
    plan = load_plan(PLANS / "mol-111")
    cited = next(node.passage_id for node in plan.passages if node.text == SUPPORTED)
    other = next(node.passage_id for node in plan.passages if "基金" in node.text and "解僱" not in node.text)
    pairs = [(SUPPORTED, [cited]), (SUPPORTED, [other]), (SUPPORTED, [other, cited]), (SUPPORTED, ["p/1"])]
    assert own.supported(pairs) == [True, False, True, False]
    assert own.supported([]) == []


def test_the_version_names_the_model_file(own: OwnVerifier, tmp_path: Path) -> None:
    digest = hashlib.sha256((MODELS / VERIFICATION).read_bytes()).hexdigest()
    assert own.version == f"planbot:{digest[:12]}"
    changed = tmp_path / VERIFICATION
    changed.write_bytes((MODELS / VERIFICATION).read_bytes() + b"\n")
    assert OwnVerifier(open_verifier(Settings()), model=changed).version != own.version
    verifier = open_verifier(Settings())
    assert OwnVerifier(verifier, entailment="some/nli").version == f"{own.version}+some/nli"


def test_a_run_in_process_is_judged_by_our_verifier(
    questions: Path, own: OwnVerifier, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANBOT_HOME", environment["PLANBOT_HOME"])
    evaluation = make_evaluation(Choices(questions), in_process)
    assert evaluation.header["settings"]["verifier"] == own.version


def test_a_command_takes_the_place_of_our_verifier(questions: Path, own: OwnVerifier) -> None:
    chosen = make_evaluation(Choices(questions, verifier="judge"), lambda: InProcess(Fake(), own))
    assert chosen.verifier == CommandVerifier("judge")
    assert chosen.header["settings"]["verifier"] == "judge"
