"""An index folder: a manifest and the files it names, written whole or not at all and checked on loading.

The manifest is the only file with a fixed name. All others carry their checksum in their name, so a new
build never touches a file in use: replacing the manifest is the one step that makes it current.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import FolderError

FORMAT = 1
MANIFEST = "manifest.json"
Part = tuple[str, Callable[[Path], None]]  # (suffix, writes the file to a path)
_SUFFIXES = (".arrow", ".faiss", ".json", ".partial")


@dataclass(frozen=True)
class IndexManifest:
    """What an index was made from and which files hold it.

    Attributes:
        settings: encoder fingerprint, channel weights, what was indexed.
        versions: of the libraries whose formats are stored.
        counts: documents, passages, aliases, terms.
        files: file name by role; each name ends with its SHA-256 (first 16 digits) and suffix.
        checksums: SHA-256 by file name.
    """

    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    counts: Mapping[str, int]
    files: Mapping[str, str]
    checksums: Mapping[str, str]
    format: int = FORMAT

    @property
    def version(self) -> str:
        """Names this very index: equal for equal contents."""
        return hashlib.sha256(self._body().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The manifest file's text, with a checksum of itself."""
        body = self._body()
        return f'{{"manifest": {body}, "sha256": "{hashlib.sha256(body.encode()).hexdigest()}"}}\n'

    def _body(self) -> str:
        return json.dumps(self.__dict__, ensure_ascii=False, sort_keys=True, indent=1)


def write_folder(
    folder: Path,
    parts: Iterable[tuple[str, Part]],
    *,
    settings: Mapping[str, Any],
    versions: Mapping[str, str],
    counts: Mapping[str, int],
) -> IndexManifest:
    """Write an index into `folder` and make it current in one step; what was there stays in use until then.

    Args:
        folder: created if missing.
        parts: each file's role and what it holds; the next is asked for when one is written.
        settings: the manifest's, like the next two.
        versions: of libraries.
        counts: of what is stored.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, str] = {}
    checksums: dict[str, str] = {}
    for role, (suffix, write) in parts:
        digest, temporary = _write_part(folder, write)
        name = f"{role}.{digest[:16]}{suffix}"
        temporary.replace(folder / name)
        files[role], checksums[name] = name, digest
    manifest = IndexManifest(settings, versions, counts, files, checksums)
    text = manifest.to_json().encode()
    _, temporary = _write_part(folder, lambda path: _write_bytes(path, text))
    temporary.replace(folder / MANIFEST)
    _sync(folder)
    _sweep(folder, keep={MANIFEST, *files.values()})
    return manifest


def read_folder(folder: Path, *, mend: str = "planbot build") -> IndexManifest:
    """Return the manifest after checking it and every file it names.

    Args:
        folder: the index folder.
        mend: the command that errors tell.

    Raises:
        FolderError: a file is missing or changed, or the index was made by a newer version.
    """
    try:
        return _read_checked(folder, mend)
    except FolderError:
        # A build may have replaced the index between reading the manifest and its files; twice, it is real.
        return _read_checked(folder, mend)


def _read_checked(folder: Path, mend: str) -> IndexManifest:
    manifest = _read_manifest(folder, mend)
    for name, expected in manifest.checksums.items():
        path = folder / name
        if not path.is_file():
            msg = f"索引 {folder} 缺少檔案 {name}。請執行 {mend} 重建。"
            raise FolderError(msg)
        if checksum(path) != expected:
            msg = f"索引 {folder} 的檔案 {name} 已損壞（校驗碼不符）。請執行 {mend} 重建。"
            raise FolderError(msg)
    return manifest


def _read_manifest(folder: Path, mend: str) -> IndexManifest:
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except OSError as error:
        msg = f"{folder} 裡沒有索引（找不到 {MANIFEST}）。請執行 {mend} 建立。"
        raise FolderError(msg) from error
    with suppress(ValueError, TypeError, KeyError):
        body = json.loads(raw)["manifest"]
        if body["format"] > FORMAT:
            newer = f"索引 {folder} 是較新版本（格式 {body['format']}，本程式支援到 {FORMAT}）"
            msg = f"{newer}。請升級 planbot，或執行 {mend} 重建。"
            raise FolderError(msg)
        manifest = IndexManifest(**body)
        if manifest.to_json().encode() == raw:
            return manifest
    msg = f"索引 {folder} 的 {MANIFEST} 已損壞。請執行 {mend} 重建。"
    raise FolderError(msg)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_part(folder: Path, write: Callable[[Path], None]) -> tuple[str, Path]:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".partial")
    os.close(handle)
    path = Path(name)
    write(path)
    path.chmod(0o644)
    _sync(path)
    return checksum(path), path


def _write_bytes(path: Path, text: bytes) -> None:
    path.write_bytes(text)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, *, keep: set[str]) -> None:
    """Remove what earlier or broken builds left; only files that look like ours."""
    for path in folder.iterdir():
        if path.name not in keep and path.suffix in _SUFFIXES and path.is_file():
            path.unlink(missing_ok=True)
