"""The index under the home folder: built when it must be, and only then."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from api.errors import HomeError
from api.home import ensure_index
from api.plans import plan_source
from api.settings import Settings
from index import Index, InputError, PlanIndex, load_encoder
from index.encoder import Matrix
from tests.api.conftest import ROOT
from tests.plans.coast_forest import FOLDER, PLAN_ID


class Watch:
    """Counts how often building told its progress."""

    told = 0

    def __call__(self, done: int, total: int) -> None:
        """Take note."""
        self.told += 1


@pytest.fixture
def plan_folder(tmp_path: Path) -> Path:
    """A copy of the small plan that a test may add a question bank to."""
    folder = tmp_path / "plan"
    folder.mkdir()
    for path in FOLDER.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def own(tmp_path: Path, plan_folder: Path) -> Settings:
    """Settings with a home of the test's own."""
    return Settings(home=tmp_path / "home", plan=str(plan_folder))


def start(settings: Settings, code: str, cwd: Path) -> subprocess.Popen[str]:
    """Run code in another process that has these settings."""
    opening = (
        "import sys; from pathlib import Path\n"
        "from api.home import ensure_index; from api.settings import Settings\n"
        "settings = Settings(home=Path(sys.argv[1]), plan=sys.argv[2])\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", opening + code, str(settings.home), settings.plan],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=cwd,
    )


def build(settings: Settings) -> tuple[PlanIndex, int]:
    watch = Watch()
    return ensure_index(settings, watch), watch.told


def test_missing_index_is_built_and_then_loaded(own: Settings) -> None:
    first, told = build(own)
    assert told
    assert (own.home / "index" / PLAN_ID / "manifest.json").is_file()
    again, told = build(own)
    assert not told
    assert again.version == first.version


def test_damaged_index_is_built_anew(own: Settings) -> None:
    first, _ = build(own)
    path = next((own.home / "index" / PLAN_ID).glob("*.faiss"))
    path.write_bytes(path.read_bytes()[:-1])
    again, told = build(own)
    assert told
    assert again.version == first.version


def test_changed_bank_makes_the_index_stale(own: Settings, plan_folder: Path) -> None:
    first, _ = build(own)
    (plan_folder / "bank").mkdir()
    question = {
        "passage": "ccf-113/1.1",
        "voice": "life",
        "text": "怎麼擋風沙",
        "hand": "t",
        "review": "reviewed",
    }
    (plan_folder / "bank" / "1.jsonl").write_text(json.dumps(question), encoding="utf-8")
    again, told = build(own)
    assert told
    assert again.version != first.version


def test_other_build_number_makes_the_index_stale(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    build(own)
    monkeypatch.setattr("api.home.BUILD", 10_000)
    assert build(own)[1]


def test_other_encoder_makes_the_index_stale(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        fingerprint = "other@1"
        dim = 2

        def encode_query(self, texts: Sequence[str]) -> Matrix:
            return np.tile(np.asarray([1, 0], np.float32), (len(texts), 1))

        encode_document = encode_query

    build(own)
    monkeypatch.setattr("api.home.load_encoder", lambda _: Other())
    assert build(own)[1]


def test_index_in_a_folder_that_cannot_be_written_is_an_error(own: Settings) -> None:
    own.home.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(HomeError, match="PLANBOT_HOME"):
        build(own)


def test_unknown_plan_names_those_there_are() -> None:
    with pytest.raises(HomeError, match=r"mol-999.*mol-111"):
        plan_source("mol-999")


def test_two_processes_build_once(own: Settings, tmp_path: Path) -> None:
    code = "told = []; ensure_index(settings, lambda *_: told.append(1)); print(bool(told))"
    both = [start(own, code, tmp_path) for _ in range(2)]
    assert sorted(process.communicate()[0].strip() for process in both) == ["False", "True"]


def test_killed_build_leaves_the_old_index_in_use(own: Settings, tmp_path: Path) -> None:
    version = build(own)[0].version
    folder = own.home / "index" / PLAN_ID
    code = "print('ready', flush=True)\nwhile True: ensure_index(settings, rebuild=True)"
    for moment in np.random.default_rng(0).uniform(0.02, 0.4, 5):
        builder = start(own, code, tmp_path)
        with builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(moment)
            builder.send_signal(signal.SIGKILL)
        assert Index(folder, load_encoder()).version == version
    assert build(own)[1] == 0


def test_query_without_anything_to_search_is_still_refused(plan_index: PlanIndex) -> None:
    with pytest.raises(InputError, match="搜尋"):
        plan_index.search("？")
