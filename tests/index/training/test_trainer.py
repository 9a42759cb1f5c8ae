"""A model trained here is the same for the same seed, and is read without torch."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import load_encoder
from index.encoder import StaticEncoder, is_static
from index.training.examples import Pair
from index.training.trainer import Recipe, train_static

ROOT = Path(__file__).parents[3]
PLACES = ("桃園", "新竹", "苗栗", "臺中", "彰化", "雲林", "嘉義", "臺南", "高雄", "屏東")
WORKS = ("造林", "巡護", "測繪", "防砂", "撫育")
PAIRS = [Pair(f"{place}哪裡{work}", f"於{place}沿岸辦理{work}") for place in PLACES for work in WORKS]
RECIPE = Recipe(dim=8, vocabulary=100, rarest=2, epochs=2, batch=10, seed=7)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder made from fifty pairs."""
    folder = tmp_path_factory.mktemp("trained")
    train_static(PAIRS, folder, RECIPE)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_seed_gives_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    train_static(PAIRS, tmp_path, RECIPE)
    assert bytes_of(tmp_path) == bytes_of(trained)


def test_other_seed_gives_another_model(trained: Path, tmp_path: Path) -> None:
    train_static(PAIRS, tmp_path, replace(RECIPE, seed=8))
    assert (
        load_encoder(str(tmp_path)).fingerprint.split("@")[1]
        != load_encoder(str(trained)).fingerprint.split("@")[1]
    )


def test_trained_model_is_read_without_torch(trained: Path) -> None:
    code = (
        "import sys; from index import load_encoder; encoder = load_encoder(sys.argv[1])\n"
        "print(encoder.encode_query(['桃園造林']).shape, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(trained)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "(1, 8) False"


def test_pairs_that_belong_together_are_nearer_than_others(trained: Path) -> None:
    encoder = load_encoder(str(trained))
    queries = encoder.encode_query([pair.query for pair in PAIRS])
    answers = encoder.encode_document([pair.answer for pair in PAIRS])
    likeness = queries @ answers.T
    assert np.diag(likeness).mean() > likeness.mean() + 0.1


def test_vocabulary_is_bounded_and_leaves_out_the_rare(tmp_path: Path) -> None:
    train_static([*PAIRS, Pair("一次", "只有")], tmp_path, replace(RECIPE, vocabulary=20, epochs=1))
    encoder = load_encoder(str(tmp_path))
    assert isinstance(encoder, StaticEncoder)
    assert is_static(tmp_path)
    assert np.array_equal(encoder.encode_query(["次"]), encoder.encode_query(["只"]))


def test_training_replaces_an_older_model(trained: Path, tmp_path: Path) -> None:
    train_static(PAIRS[:10], tmp_path, replace(RECIPE, epochs=1))
    train_static(PAIRS, tmp_path, RECIPE)
    assert bytes_of(tmp_path) == bytes_of(trained)
