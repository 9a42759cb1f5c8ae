"""Builds indexes in another process, to compare their bytes or to be killed; run as `python -m tests.index.building`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import index.build
from corpus import load_plan
from index import build_index, extent, load_encoder, plan_documents, plan_terms
from index.documents import Document
from index.segmentation import Segmenter
from tests.index.fakes import CharEncoder
from tests.plans.coast_forest import FOLDER

DOCUMENTS = {
    "old": [Document("a", "海邊種樹", aliases=("種什麼樹？",)), Document("b", "山上的猴子")],
    "new": [
        Document(f"n{number}", f"第 {number} 號林帶", "林帶", (f"{number} 號？",)) for number in range(30)
    ],
}


def build_small(which: str, folder: Path) -> str:
    """Build one of two little indexes; returns its version."""
    return build_index(DOCUMENTS[which], folder, CharEncoder()).version


def build_plan(folder: Path) -> None:
    """Build the small plan's index with the shipped model."""
    plan = load_plan(FOLDER)
    build_index(plan_documents(plan), folder, load_encoder(), words=plan_terms(plan))


def build_large(folder: Path) -> None:
    """Build an index as if its 60 texts were very many: counted in a process of its own."""
    extent.EXACT_LIMIT = 20
    documents = [Document(f"n{number}", f"第 {number} 號林帶在海岸", "林帶") for number in range(60)]
    build_index(documents, folder, CharEncoder())


def count_events(build: Callable[[], object], stop_at: int | None = None, *, within: str = "") -> int:
    """Run `build` and count its calls and returns; kill the process without warning at one of them.

    Args:
        build: what to run.
        stop_at: at which event to die.
        within: counts only what files with this in their path call.
    """
    count = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:  # noqa: ANN401
        nonlocal count
        if within in frame.f_code.co_filename:
            count += 1
            if count == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)
    try:
        build()
    finally:
        sys.setprofile(None)
    return count


def serve() -> None:
    """For each line `folder TAB within TAB event`, rebuild in a forked child that dies there; tell its end."""
    cut = Segmenter()
    vars(index.build)["Segmenter"] = lambda _: cut  # read once, not by each child
    for line in sys.stdin:
        folder, within, event = line.rstrip("\n").split("\t")
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201
        else:
            count = count_events(lambda: build_small("new", Path(folder)), int(event) or None, within=within)  # noqa: B023
            print(count, end=" ", flush=True)  # noqa: T201
            os._exit(0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            serve()
        case ["plan", folder]:
            build_plan(Path(folder))
        case ["large", folder]:
            build_large(Path(folder))
