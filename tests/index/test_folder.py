"""An index folder that is damaged, incomplete, newer or of another model is refused, and says what mends it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from index import Document, FolderError, Index, InputError, build_index
from index.folder import FORMAT, MANIFEST, read_folder
from tests.index.fakes import CharEncoder

ROLES = (
    "documents",
    "owners",
    *(
        f"{kind}_{part}"
        for kind in ("passage", "alias")
        for part in ("vectors", "words_terms", "words_postings", "grams_terms", "grams_postings")
    ),
)
DOCUMENTS = [Document("a", "海邊種樹", aliases=("種什麼樹？",)), Document("b", "山上的猴子", "山")]
MEND = "請執行 planbot build 重建"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with every kind of file; only read."""
    folder = tmp_path_factory.mktemp("built") / "index"
    build_index(DOCUMENTS, folder, CharEncoder())
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def path_of(folder: Path, role: str) -> Path:
    return folder / (MANIFEST if role == MANIFEST else read_folder(folder).files[role])


def rewrite_manifest(folder: Path, **changes: Any) -> None:  # noqa: ANN401
    """Change a manifest and give it the right checksum for that."""
    body = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["manifest"] | changes
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / MANIFEST).write_text(f'{{"manifest": {text}, "sha256": "{digest}"}}\n', encoding="utf-8")


def refused(folder: Path, problem: str) -> None:
    with pytest.raises(FolderError, match=f"{problem}.*planbot build"):
        Index(folder, CharEncoder())


def test_index_has_exactly_these_files(built: Path) -> None:
    manifest = read_folder(built)
    assert sorted(manifest.files) == sorted(ROLES)
    assert {path.name for path in built.iterdir()} == {MANIFEST, *manifest.files.values()}
    assert {path.suffix for path in built.iterdir()} == {".json", ".arrow", ".faiss"}


@pytest.mark.parametrize("place", [0, 0.5, -1])
@pytest.mark.parametrize("role", [MANIFEST, *ROLES])
def test_one_flipped_byte_is_refused(copied: Path, role: str, place: float) -> None:
    path = path_of(copied, role)
    content = bytearray(path.read_bytes())
    content[int(place * len(content)) if place > 0 else int(place)] ^= 1
    path.write_bytes(content)
    refused(copied, f"{MANIFEST} 已損壞" if role == MANIFEST else f"{path.name} 已損壞")


@pytest.mark.parametrize("role", ROLES)
def test_missing_file_is_refused(copied: Path, role: str) -> None:
    path = path_of(copied, role)
    path.unlink()
    refused(copied, f"缺少檔案 {path.name}")


def test_truncated_file_is_refused(copied: Path) -> None:
    path = path_of(copied, "passage_vectors")
    path.write_bytes(path.read_bytes()[:-8])
    refused(copied, "已損壞")


def test_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, f"找不到 {MANIFEST}")
    refused(tmp_path / "missing", f"找不到 {MANIFEST}")


@pytest.mark.parametrize("text", ["", "[]", "7", '{"manifest": 7}', '{"manifest": {"format": "x"}}', "\x00"])
def test_manifest_that_is_none_is_refused(copied: Path, text: str) -> None:
    (copied / MANIFEST).write_text(text, encoding="utf-8")
    refused(copied, f"{MANIFEST} 已損壞")


def test_newer_format_is_refused(copied: Path) -> None:
    rewrite_manifest(copied, format=FORMAT + 1)
    refused(copied, rf"較新版本（格式 {FORMAT + 1}，本程式支援到 {FORMAT}）。請升級 planbot，或")


def test_newer_format_with_unknown_fields_is_told_from_damage(copied: Path) -> None:
    rewrite_manifest(copied, format=FORMAT + 1, shards=4)
    refused(copied, "較新版本")


def test_rewritten_manifest_alone_is_no_damage(copied: Path) -> None:
    rewrite_manifest(copied)
    assert Index(copied, CharEncoder()).search("猴子")


def test_other_model_is_refused_naming_both(built: Path) -> None:
    with pytest.raises(FolderError, match=r"chars@1.*chars@2.*planbot build.*PLANBOT_ENCODER"):
        Index(built, CharEncoder(seed=2))


def test_command_that_mends_is_the_one_given(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="planbot build --passages x --index y"):
        Index(tmp_path, CharEncoder(), mend="planbot build --passages x --index y")


def test_building_sweeps_what_killed_builds_left(copied: Path) -> None:
    orphans = ["documents.0123456789abcdef.arrow", "tmpx1.partial", "passage_vectors.0123456789abcdef.faiss"]
    for name in orphans:
        (copied / name).write_bytes(b"left over")
    (copied / "notes.txt").write_bytes(b"mine")
    build_index(DOCUMENTS[:1], copied, CharEncoder())
    left = {path.name for path in copied.iterdir()}
    assert left == {MANIFEST, "notes.txt", *read_folder(copied).files.values()}


def test_failed_build_leaves_the_old_index(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Index(copied, CharEncoder()).version
    monkeypatch.setattr("index.build.write_postings", lambda path, bm25: path.joinpath("x").write_bytes(b""))
    with pytest.raises(NotADirectoryError):
        build_index([Document("c", "別的")], copied, CharEncoder())
    assert Index(copied, CharEncoder()).version == before


def test_index_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="沒有可建立索引的段落"):
        build_index([], tmp_path / "index", CharEncoder())
    assert not (tmp_path / "index").exists()


def test_files_are_readable_by_others(built: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in built.iterdir()} == {0o644}
