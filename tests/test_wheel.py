"""The wheel carries all that answering needs, and answers in an environment that has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARRIED = (
    "corpus/forms/*.json",
    "corpus/plans/mol-111/*.json",
    "corpus/plans/mol-111/source.txt",
    "corpus/plans/mol-111/lexicon.jsonl",
    "corpus/plans/mol-111/bank/*.jsonl",
    "index/dictionary/*.txt",
    "index/model/**/*.json",
    "index/model/*.safetensors",
    "index/model/*.txt",
    "bot/cues/*.json",
    "bot/model/*.json",
    "bot/model/*.safetensors",
    "api/pages/*.html",
    "api/pages/assets/*.js",
    "api/pages/assets/*.css",
    "api/pages/assets/*.svg",
    "api/reference/*",
    "api/suggestions/*.json",
    "evals/report/assets/*",
    *(f"{folder}/**/*.py" for folder in ("corpus", "index", "bot", "api", "evals")),
)
LIMIT_S = 240


def run(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command with nothing of the tester's own settings, and return what it wrote; it must succeed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLANBOT_", "PYTHON"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", **more},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with what is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder)
    run(sys.executable, "-m", "pip", "wheel", *options, ROOT, cwd=folder)
    return next(folder.glob("planbot-*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel; its libraries are those installed here."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, system_site_packages=False, with_pip=False, symlinks=True)
    libraries = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    here = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    # A .pth file adds folders, and not what the .pth files in those would add: an editable install stays out.
    (Path(libraries) / "here.pth").write_text("\n".join(here) + "\n", encoding="utf-8")
    python = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder)})) / "python"
    options = ("--quiet", "--no-deps", "--no-index", "--ignore-installed")
    run(python, "-m", "pip", "install", *options, wheel, cwd=folder)
    return python.parent


def test_wheel_carries_program_plan_bank_models_cues_and_pages(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        pattern: [path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern) if path.is_file()]
        for pattern in CARRIED
    }
    assert [pattern for pattern, paths in wanted.items() if not paths] == []
    assert sorted({path for paths in wanted.values() for path in paths} - carried) == []


def test_wheel_carries_neither_question_sets_nor_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith(("evals/sets/", "tests/"))] == []
    assert not any("__pycache__" in name for name in names)


def test_installed_program_answers_from_another_folder(programs: Path, tmp_path: Path) -> None:
    elsewhere, home = tmp_path / "elsewhere", tmp_path / "home"
    elsewhere.mkdir()
    question = "勞動基金監理會多久開會"
    told = run(programs / "planbot", "ask", question, cwd=elsewhere, PLANBOT_HOME=str(home))
    assert "每月" in told
    assert "[1]" in told
    assert "mol-111/2.3.4.1" in told
    assert (home / "index" / "mol-111").is_dir()
    assert list(elsewhere.iterdir()) == []


def test_installed_program_is_the_wheels_and_not_the_checkouts(programs: Path, tmp_path: Path) -> None:
    show = "import corpus, index, bot, api, evals; print(*(m.__file__ for m in (corpus, index, bot, api, evals)))"
    files = run(programs / "python", "-c", show, cwd=tmp_path).split()
    assert all(Path(file).is_relative_to(programs.parent) for file in files)
