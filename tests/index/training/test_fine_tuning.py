"""Any sentence-transformers model is trained further on the bank, saved whole, and used by its setting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.bank import Question, Review
from index import CrossEncoderError, EncoderError, InputError, PlanIndex, load_encoder
from index.encoder import SHIPPED
from index.reranking import CrossEncoderReranker
from index.training.fine_tuning import FineTuning, fine_tune_cross_encoder, fine_tune_encoder
from index.training.hard_negatives import Example, bank_examples
from tests.index.tiny_models import write_cross_encoder, write_encoder

PLACES = "海岸防風林造復"
EXAMPLES = [
    Example(f"{place}什麼", f"{place}{place}村", (f"{other}{other}里",))
    for place, other in zip(PLACES, PLACES[1:] + PLACES[0], strict=True)
]
RECIPE = FineTuning(epochs=8, batch=4, learning_rate=0.02)


def asked(passage: str, text: str) -> Question:
    return Question(passage=passage, voice="plain", text=text, hand="test", review=Review.UNREVIEWED)


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random embedding model."""
    return write_encoder(tmp_path_factory.mktemp("encoder"), seed=1)


@pytest.fixture(scope="module")
def reranker_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A random cross-encoder."""
    return write_cross_encoder(tmp_path_factory.mktemp("cross"), seed=3)


def margin_of_encoder(folder: str) -> float:
    """How much nearer the questions are to their passages than to the negatives, on average."""
    encoder = load_encoder(folder)
    queries = encoder.encode_query([one.query for one in EXAMPLES])
    own = encoder.encode_document([one.positive for one in EXAMPLES])
    other = encoder.encode_document([one.negatives[0] for one in EXAMPLES])
    return float(np.mean(np.sum(queries * own, axis=1) - np.sum(queries * other, axis=1)))


def margin_of_reranker(folder: str) -> float:
    """The same in scores."""
    reranker = CrossEncoderReranker(folder)
    both = [reranker.scores(one.query, [one.positive, *one.negatives]) for one in EXAMPLES]
    return float(np.mean([own - other for own, other in both]))


def test_negatives_are_what_the_index_finds_besides(plan_index: PlanIndex) -> None:
    (example,) = bank_examples(plan_index, [asked("ccf-113/2.1.1.3", "租農地造林要多少錢？")], count=2)
    index = plan_index.index
    ranked = [hit.document for hit in index.search("租農地造林要多少錢？", 3)]
    assert ranked[0].document_id == "ccf-113/2.1.1.3"
    assert example.positive == ranked[0].searched
    assert example.negatives == (ranked[1].searched, ranked[2].searched)


def test_what_may_answer_too_is_no_negative(plan_index: PlanIndex) -> None:
    text = "巡守隊有哪些訓練與保險？"
    questions = [asked("ccf-113/2.2.1", text), asked("ccf-113/1.2.1", text)]
    above, other = bank_examples(plan_index, questions, count=30)
    held = plan_index.index
    kin = {
        held.documents[held.numbers[one]].searched
        for one in ("ccf-113/2.2.1.1", "ccf-113/2.2.1.2", "ccf-113/1.2.1")
    }
    assert above.negatives == other.negatives
    assert kin.isdisjoint(above.negatives)
    assert above.positive != other.positive


def test_progress_is_told_after_each_question(plan_index: PlanIndex) -> None:
    told: list[tuple[int, int]] = []
    questions = [asked("ccf-113/2.2.1", text) for text in ("巡守隊", "？", "保險")]
    examples = bank_examples(plan_index, questions, count=1, progress=lambda *one: told.append(one))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [one.query for one in examples] == ["巡守隊", "保險"]


def test_plan_without_a_bank_is_refused(plan_index: PlanIndex) -> None:
    with pytest.raises(InputError, match=r"ccf-113 沒有可用的題庫"):
        bank_examples(plan_index, [], count=1)


def test_encoder_learns_and_is_loaded_by_its_folder(encoder_folder: str, tmp_path: Path) -> None:
    fine_tune_encoder(encoder_folder, EXAMPLES, tmp_path / "new" / "tuned", RECIPE)
    assert margin_of_encoder(str(tmp_path / "new" / "tuned")) > margin_of_encoder(encoder_folder) + 0.1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["tuned"]


def test_reranker_learns_and_is_loaded_by_its_folder(reranker_folder: str, tmp_path: Path) -> None:
    recipe = replace(RECIPE, epochs=20, learning_rate=0.005)
    fine_tune_cross_encoder(reranker_folder, EXAMPLES, tmp_path / "tuned", recipe)
    assert margin_of_reranker(str(tmp_path / "tuned")) > margin_of_reranker(reranker_folder) + 0.1


def test_same_seed_gives_the_same_model_and_steps_cut_it_short(encoder_folder: str, tmp_path: Path) -> None:
    few = replace(RECIPE, steps=2)
    for name, recipe in (("a", few), ("b", few), ("c", replace(few, steps=3)), ("d", replace(few, seed=5))):
        fine_tune_encoder(encoder_folder, EXAMPLES, tmp_path / name, recipe)
    prints = [load_encoder(str(tmp_path / name)).fingerprint.split("@")[1] for name in "abcd"]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3


def test_training_that_breaks_off_leaves_nothing(
    encoder_folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sentence_transformers.SentenceTransformer.save", fail)
    with pytest.raises(KeyboardInterrupt):
        fine_tune_encoder(encoder_folder, EXAMPLES, tmp_path / "tuned", replace(RECIPE, steps=1))
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_there_is_not_touched(encoder_folder: str, tmp_path: Path) -> None:
    for fine_tune in (fine_tune_encoder, fine_tune_cross_encoder):
        with pytest.raises(InputError, match=r"已存在.*--out"):
            fine_tune(encoder_folder, EXAMPLES, tmp_path, RECIPE)


def test_model_that_cannot_be_loaded_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="--model"):
        fine_tune_encoder(str(tmp_path), EXAMPLES, tmp_path / "tuned", RECIPE)
    with pytest.raises(CrossEncoderError, match="--model"):
        fine_tune_cross_encoder(str(tmp_path), EXAMPLES, tmp_path / "tuned", RECIPE)


def test_our_static_model_is_sent_to_its_own_stage(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="--only embedding"):
        fine_tune_encoder(str(SHIPPED), EXAMPLES, tmp_path / "tuned", RECIPE)


def test_cross_encoder_with_several_outputs_is_refused(tmp_path: Path) -> None:
    folder = write_cross_encoder(tmp_path, seed=1, labels=("no", "yes"))
    with pytest.raises(CrossEncoderError, match="2 個輸出"):
        fine_tune_cross_encoder(folder, EXAMPLES, tmp_path / "tuned", RECIPE)
