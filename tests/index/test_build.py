"""Building gives the same bytes anywhere, and a build that is killed leaves an index that can be used."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Document, Index, build_index
from index.folder import MANIFEST
from tests.index.building import DOCUMENTS, build_small
from tests.index.fakes import CharEncoder

ROOT = Path(__file__).parents[2]
KILLS = 20
Rebuild = Callable[[Path, str, int], list[int]]
BUILDER = [sys.executable, "-m", "tests.index.building"]


def build_elsewhere(which: str, folder: Path, seed: str) -> dict[str, bytes]:
    """Build in a process with that hash seed; returns the files' bytes by name."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    subprocess.run([*BUILDER, which, str(folder)], cwd=ROOT, env=environment, check=True, timeout=120)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("which", ["plan", "large"])
def test_two_builds_are_byte_identical(tmp_path: Path, which: str) -> None:
    first = build_elsewhere(which, tmp_path / "here", "1")
    second = build_elsewhere(which, tmp_path / "far" / "away", "2")
    assert first == second
    assert MANIFEST in first


@pytest.fixture
def rebuild() -> Iterator[Rebuild]:
    """Builds the new index elsewhere and dies at an event; gives (events if it lived, exit code)."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*BUILDER, "serve"], cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as builder:
        asked, told = builder.stdin, builder.stdout
        assert asked is not None
        assert told is not None

        def ask(folder: Path, within: str, event: int) -> list[int]:
            print(folder, within, event, sep="\t", file=asked, flush=True)
            return [int(number) for number in told.readline().split()]

        yield ask
        asked.close()


def test_build_killed_at_any_moment_leaves_the_old_or_the_new_index(tmp_path: Path, rebuild: Rebuild) -> None:
    folder, chance = tmp_path / "index", random.Random(9)
    old, new = build_small("old", tmp_path / "before"), build_small("new", tmp_path / "other")
    found = set()
    for within in ("/index/", "/index/folder.py"):  # anywhere, and while files are written
        total, _ = rebuild(tmp_path / "third", within, 0)
        for _ in range(KILLS // 2):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(tmp_path / "before", folder)
            assert rebuild(folder, within, chance.randint(1, total)) == [-9]
            index = Index(folder, CharEncoder())
            assert index.search("林帶 猴子")
            found.add(index.version)
    assert found <= {old, new}
    assert build_small("new", folder) == new
    assert len(list(folder.iterdir())) == len(list((tmp_path / "other").iterdir()))


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    assert build_small("old", tmp_path) == build_small("old", tmp_path)


def test_order_of_words_and_inputs_changes_nothing(tmp_path: Path) -> None:
    versions = {
        build_index(DOCUMENTS["old"], tmp_path, CharEncoder(), words=words, inputs=inputs).version
        for words, inputs in (
            (["海邊", "猴子"], {"a": "1", "b": "2"}),
            (["猴子", "海邊"], {"b": "2", "a": "1"}),
        )
    }
    assert len(versions) == 1


def test_version_tells_inputs_words_and_texts_apart(tmp_path: Path) -> None:
    documents = DOCUMENTS["old"]
    manifests = [
        build_index(documents, tmp_path, CharEncoder()),
        build_index(documents, tmp_path, CharEncoder(), words=["海邊種樹"]),
        build_index(documents, tmp_path, CharEncoder(), inputs={"plan": "1"}),
        build_index([*documents, Document("c", "x")], tmp_path, CharEncoder()),
    ]
    assert len({manifest.version for manifest in manifests}) == 4


def test_progress_reaches_the_number_of_texts(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(DOCUMENTS["new"], tmp_path, CharEncoder(), progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (60, 60)
    assert told == sorted(told)


def test_manifest_tells_what_the_index_was_made_from(tmp_path: Path) -> None:
    manifest = build_index(DOCUMENTS["old"], tmp_path, CharEncoder(), words=["海邊"], inputs={"plan": "1"})
    assert manifest.counts == {"documents": 2, "passages": 2, "aliases": 1}
    assert manifest.settings["encoder"] == "chars@1"
    assert manifest.settings["words"] == ["海邊"]
    assert manifest.settings["inputs"] == {"plan": "1"}
    assert set(manifest.versions) == {"faiss", "jieba"}
