"""What a run was: set, target, settings, code and libraries, so that any figure can be had again."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.cases import QuestionSet
from evals.measures.intervals import RESAMPLES, SEED

SCHEMA = 1
_LIBRARIES = ("planbot", "ir_measures", "numpy", "pydantic", "faiss-cpu", "jieba", "langchain-core")
_GIT = ("git", "-C", str(Path(__file__).parent))


def make_header(
    questions: QuestionSet, about: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """The header as known before the first question; equal headers mean that a run can be resumed."""
    return {
        "schema": SCHEMA,
        "set": {
            "name": questions.name,
            "sha256": questions.sha256,
            "frozen": questions.frozen,
            "questions": len(questions.cases),
        },
        "target": dict(about),
        "settings": {**settings, "seed": SEED, "resamples": RESAMPLES},
        "commit": commit(),
        "python": platform.python_version(),
        "libraries": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def commit() -> str:
    """The checkout's commit, with `+` when tracked files differ from it; empty outside a checkout."""
    head = _git("rev-parse", "HEAD")
    return head + ("+" if head and _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            [*_GIT, *arguments], capture_output=True, encoding="utf-8", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
