"""A second judge beside the learned one: what it is asked, how its word counts, and where it has none."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import CrossEncoder

from bot.verification import CrossEncoderEntailment, Verifier
from bot.verification.entailment import BOUND, READ, Entailment
from corpus import Plan, load_plan
from index import CrossEncoderError, Encoder, load_encoder
from tests.index.tiny_models import write_cross_encoder
from tests.plans import coast_forest

NLI = ("contradiction", "Entailment", "neutral")
FREE, FREE_CITES = "農田與道路的飛砂掩埋情形，以編籬定砂降低。", ["ccf-113/1.1.3"]
VERBATIM = "設置編籬定砂，降低飛砂掩埋農田與道路的情形。"
FALSE_FIGURE = "設置編籬 500 公里。"
ALLOWED, CUED = (
    "編籬可以定砂，降低農田與道路被飛砂掩埋的情形。",
    "全面設置編籬定砂，降低飛砂掩埋農田與道路的情形。",
)  # a guard objects to both; the learned judge lets the first pass
TEXTS = ["設置編籬定砂，降低飛砂掩埋農田與道路的情形。", "海岸巡守隊"]


class Sure:
    """Gives every claim the same log odds; keeps what it was asked."""

    def __init__(self, log_odds: float) -> None:
        self.said = log_odds
        self.asked: list[tuple[str, list[str]]] = []

    def log_odds(self, sentence: str, texts: Sequence[str]) -> float:
        """Return always the same."""
        self.asked.append((sentence, list(texts)))
        return self.said


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(coast_forest.FOLDER)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def plain(plan: Plan, encoder: Encoder) -> Verifier:
    return Verifier(plan, encoder, ())


@pytest.fixture(scope="module")
def chars(plan: Plan) -> str:
    return "".join(node.text for node in plan.nodes.values())


@pytest.fixture(scope="module")
def three(chars: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a random NLI model."""
    return write_cross_encoder(tmp_path_factory.mktemp("three"), seed=5, chars=chars, labels=NLI)


@pytest.fixture(scope="module")
def one(chars: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a random model with one output."""
    return write_cross_encoder(tmp_path_factory.mktemp("one"), seed=5, chars=chars)


def with_judge(plan: Plan, encoder: Encoder, judge: Entailment) -> Verifier:
    return Verifier(plan, encoder, (), entailment=judge)


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


# -- what a model says


def test_nli_model_is_read_at_its_label_of_entailment(three: str) -> None:
    found = CrossEncoderEntailment(three).log_odds("編籬定砂", TEXTS)
    pairs = [(text, "編籬定砂") for text in TEXTS]
    chances = CrossEncoder(three, device="cpu").predict(pairs, apply_softmax=True)[:, 1]
    assert found == pytest.approx(max(logit(float(chance)) for chance in chances), abs=1e-4)


def test_model_with_one_output_is_read_as_its_sigmoid(one: str) -> None:
    found = CrossEncoderEntailment(one).log_odds("編籬定砂", TEXTS)
    chances = CrossEncoder(one, device="cpu").predict([(text, "編籬定砂") for text in TEXTS])
    assert 1 / (1 + math.exp(-found)) == pytest.approx(float(np.max(chances)), abs=1e-5)


def test_several_threads_may_ask_at_once(three: str) -> None:
    judge = CrossEncoderEntailment(three)
    sentences = ["編籬" * length for length in range(1, 30)]
    alone = [judge.log_odds(sentence, TEXTS) for sentence in sentences]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda sentence: judge.log_odds(sentence, TEXTS), sentences)) == pytest.approx(
            alone, abs=1e-5
        )


def test_model_without_a_label_of_entailment_is_refused_with_what_it_has(tmp_path: Path) -> None:
    folder = write_cross_encoder(tmp_path, seed=1, labels=("no", "maybe", "yes"))
    with pytest.raises(CrossEncoderError, match=r"PLANBOT_ENTAILMENT.*3 個輸出（no、maybe、yes）.*id2label"):
        CrossEncoderEntailment(folder)


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderError, match=r"無法載入 PLANBOT_ENTAILMENT .*CrossEncoder"):
        CrossEncoderEntailment(str(tmp_path))


def test_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(CrossEncoderError, match=r"planbot\[models\].*PLANBOT_ENTAILMENT"):
        CrossEncoderEntailment(str(tmp_path))


# -- how its word counts


@pytest.mark.parametrize("said", [-2.0, 0.0, 1.5, BOUND])
def test_score_is_the_mean_of_log_odds_around_the_threshold(
    plan: Plan, encoder: Encoder, plain: Verifier, said: float
) -> None:
    learned = plain.verify(FREE, FREE_CITES).score
    found = with_judge(plan, encoder, Sure(said)).verify(FREE, FREE_CITES).score
    mean = (logit(learned) + said + logit(plain.threshold)) / 2
    assert found == pytest.approx(1 / (1 + math.exp(-mean)), abs=2e-3)


@pytest.mark.parametrize(
    ("sentence", "cites"), [(FREE, FREE_CITES), ("造林還有別的好處。", ["ccf-113/1.1.1"])]
)
def test_model_that_cannot_tell_changes_no_verdict(
    plan: Plan, encoder: Encoder, plain: Verifier, sentence: str, cites: list[str]
) -> None:
    found = with_judge(plan, encoder, Sure(0)).verify(sentence, cites)
    assert found.supported == plain.verify(sentence, cites).supported


def test_model_is_never_surer_than_its_bound(plan: Plan, encoder: Encoder) -> None:
    found = [with_judge(plan, encoder, Sure(said)).verify(FREE, FREE_CITES) for said in (-BOUND, -1e9)]
    assert found[0] == found[1]


def test_sentence_that_only_the_model_doubts_says_so(plan: Plan, encoder: Encoder, plain: Verifier) -> None:
    assert plain.verify(FREE, FREE_CITES).supported
    found = with_judge(plan, encoder, Sure(-BOUND)).verify(FREE, FREE_CITES)
    assert not found.supported
    assert "蘊涵模型" in found.reasons[0]


def test_model_may_doubt_but_not_excuse_what_a_guard_found(
    plan: Plan, encoder: Encoder, plain: Verifier
) -> None:
    rejected, let_pass = (plain.verify(sentence, FREE_CITES) for sentence in (CUED, ALLOWED))
    assert (rejected.supported, let_pass.supported) == (False, True)
    assert with_judge(plan, encoder, Sure(BOUND)).verify(CUED, FREE_CITES) == rejected
    assert with_judge(plan, encoder, Sure(BOUND)).verify(ALLOWED, FREE_CITES) == let_pass
    doubted = with_judge(plan, encoder, Sure(-BOUND)).verify(ALLOWED, FREE_CITES)
    assert not doubted.supported
    assert "可以" in doubted.reasons[0]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [(VERBATIM, -BOUND), (FALSE_FIGURE, BOUND), ("😀xyz", BOUND)],
    ids=["quotation", "figure", "nothing"],
)
def test_where_a_rule_decides_the_model_is_not_asked(
    plan: Plan, encoder: Encoder, plain: Verifier, sentence: str, said: float
) -> None:
    judge = Sure(said)
    assert with_judge(plan, encoder, judge).verify(sentence, FREE_CITES) == plain.verify(sentence, FREE_CITES)
    assert judge.asked == []


# -- what it is asked


def test_one_passage_is_read_with_its_headings(plan: Plan, encoder: Encoder) -> None:
    judge = Sure(0)
    with_judge(plan, encoder, judge).verify(f"{FREE}[1]", FREE_CITES)
    ((sentence, texts),) = judge.asked
    node = plan.nodes[FREE_CITES[0]]
    assert sentence == FREE
    assert texts == [f"{plan.ancestors(node)[-1].text}\n{node.text}"]


def test_of_many_passages_the_nearest_are_read_alone_and_together(plan: Plan, encoder: Encoder) -> None:
    judge = Sure(0)
    with_judge(plan, encoder, judge).verify(FREE, ["ccf-113/2", "ccf-113/1"])
    ((_, texts),) = judge.asked
    assert len(texts) == READ + 1
    assert texts[-1] == "\n".join(texts[:-1])
    assert any(plan.nodes[FREE_CITES[0]].text in text for text in texts[:-1])


def test_real_model_moves_the_score(plan: Plan, encoder: Encoder, plain: Verifier, three: str) -> None:
    found = with_judge(plan, encoder, CrossEncoderEntailment(three)).verify(FREE, FREE_CITES)
    assert found.score != plain.verify(FREE, FREE_CITES).score
    assert 0 <= found.score <= 1
