"""The files under the home folder: the index of each plan, built when it is missing, damaged or stale."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.errors import HomeError
from api.plans import plan_source
from api.settings import Settings
from corpus import Plan, load_plan, tree_json
from corpus.bank import BANK
from corpus.families import FAMILIES
from index import (
    Encoder,
    FolderError,
    Index,
    PlanIndex,
    build_index,
    known_documents,
    known_expansion,
    load_encoder,
    plan_terms,
)
from index.build import Progress
from index.folder import checksum
from index.fusion import MODEL
from index.segmentation import DICTIONARY

BUILD = 2  # raise it when the same inputs are to give another index, so that old ones are rebuilt


@dataclass(frozen=True)
class PlanFolder:
    """A plan, where it comes from, and where its index is kept."""

    plan: Plan
    source: Path
    index: Path


def open_plan(settings: Settings) -> PlanFolder:
    """Read and prove the chosen plan; raises `PlanbotError` when it cannot be."""
    source = plan_source(settings.plan)
    plan = load_plan(source)
    return PlanFolder(plan, source, settings.home / "index" / plan.plan_id)


def ensure_index(settings: Settings, progress: Progress | None = None, *, rebuild: bool = False) -> PlanIndex:
    """Return the chosen plan with its index, built if it is missing, damaged, of another encoder or stale.

    Args:
        settings: home, plan and encoder.
        progress: told how far building is; not called when there is nothing to build.
        rebuild: build even if the index is good.

    Raises:
        PlanbotError: the plan, the encoder or the home folder cannot be used.
    """
    folder, encoder = open_plan(settings), load_encoder(settings.encoder)
    inputs = index_inputs(folder, encoder)
    if not rebuild and (held := _current(folder, encoder, inputs)):
        return held
    with _locked(folder.index):
        # Another process may have built it while this one waited for the lock.
        held = None if rebuild else _current(folder, encoder, inputs)
        if held is None:
            _build(folder, encoder, inputs, progress)
        return held or _joined(folder, Index(folder.index, encoder))


def index_inputs(folder: PlanFolder, encoder: Encoder) -> Mapping[str, str]:
    """Checksums of all that an index is made from; an index with others is stale."""
    bank = hashlib.sha256()
    for path in sorted((folder.source / BANK).glob("*.jsonl")):
        bank.update(path.name.encode() + path.read_bytes())
    families = folder.source / FAMILIES
    return {
        "plan": hashlib.sha256(tree_json(folder.plan).encode()).hexdigest(),
        "bank": bank.hexdigest(),
        "families": checksum(families) if families.is_file() else "",
        "fusion": checksum(MODEL),
        "dictionary": checksum(DICTIONARY),
        "encoder": encoder.fingerprint,
        "build": str(BUILD),
    }


def _current(folder: PlanFolder, encoder: Encoder, inputs: Mapping[str, str]) -> PlanIndex | None:
    try:
        index = Index(folder.index, encoder)
    except FolderError:
        return None
    return _joined(folder, index) if index.manifest.settings["inputs"] == inputs else None


def _joined(folder: PlanFolder, index: Index) -> PlanIndex:
    return PlanIndex(folder.plan, index, known_expansion(folder.source))


def _build(
    folder: PlanFolder, encoder: Encoder, inputs: Mapping[str, str], progress: Progress | None
) -> None:
    documents, words = known_documents(folder.source, folder.plan), plan_terms(folder.plan)
    with _writing(folder.index):
        build_index(documents, folder.index, encoder, words=words, inputs=inputs, progress=progress)


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    """Hold the index's lock; the system lets go of it when the process ends, however it ends."""
    with _writing(index):
        index.parent.mkdir(parents=True, exist_ok=True)
        lock = index.with_name(f"{index.name}.lock").open("w", encoding="utf-8")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _writing(index: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        msg = f"無法在 {index} 寫入索引：{error.strerror}。請檢查權限與空間，或更改 PLANBOT_HOME。"
        raise HomeError(msg) from error
