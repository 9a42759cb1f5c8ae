"""A file that is no plan, empty, binary or of another kind, is refused in words and with an error of ours."""

from __future__ import annotations

from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from corpus.errors import CorpusError, ParseError, SourceError, TreeError
from corpus.library import load_plan, read_manifest
from corpus.source import decode_source, read_errata, read_source
from tests.corpus.changed_text import MENDED, SMALL, read, written
from tests.plans import coast_forest


@pytest.mark.parametrize("raw", [b"", b" ", b"\n\n \n", "\u3000\n".encode()])
def test_empty_or_blank_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "source.txt").write_bytes(raw)
    with pytest.raises(SourceError, match=r"source\.txt 是空的。請提供計畫全文"):
        read_source(tmp_path / "source.txt")


@pytest.mark.parametrize("encoding", ["utf-16", "big5"])
def test_other_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(SourceError, match="不是 UTF-8 文字"):
        decode_source(coast_forest.DOCUMENT.title.encode(encoding), "source.txt")


def test_wide_encoding_of_plain_letters_is_refused() -> None:
    with pytest.raises(SourceError, match="含有空字元"):
        decode_source("Annual plan".encode("utf-16-le"), "source.txt")


def test_nul_is_refused() -> None:
    with pytest.raises(SourceError, match="含有空字元"):
        decode_source(MENDED.replace("勞工", "勞\0工", 1).encode(), "source.txt")


@pytest.mark.parametrize("seed", range(5))
def test_binary_is_refused(seed: int) -> None:
    with pytest.raises(SourceError, match="請提供純文字檔"):
        decode_source(Random(seed).randbytes(5_000), "source.txt")


def test_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到原始文字檔"):
        read_source(tmp_path)


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \n \n"])
def test_blank_text_is_refused_by_the_parser_too(text: str) -> None:
    with pytest.raises(CorpusError):
        read(text)


@pytest.mark.parametrize(
    "title",
    [
        "海岸林務署年度施政計畫",
        "113 年度施政計畫",
        "112-113 年度施政計畫",
        "海岸林務署 2024 年度施政計畫",
        "海岸林務署 113 年度施政報告",
        "海岸林務署 113 年度施政計畫（草案）",
        "海岸林務署 113 年度施政計畫說明" + "文" * 200,
        "林" * 191 + "113年度施政計畫" + "後面還有文字",
    ],
)
def test_other_title_is_refused(title: str) -> None:
    with pytest.raises(ParseError, match="標題「（機關名稱）（民國年）年度施政計畫」"):
        read(written().replace(SMALL.title, title))


@pytest.mark.parametrize("text", ["", "{", '[{"says": "林"}]', '{"says": "林"}'])
def test_malformed_errata_are_an_error_of_this_project(tmp_path: Path, text: str) -> None:
    path = tmp_path / "errata.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"errata\.json"):
        read_errata(path)


def test_reviewed_tree_in_another_encoding_is_an_error_of_this_project(tmp_path: Path) -> None:
    folder = copytree(coast_forest.FOLDER, tmp_path / "plan")
    tree = folder / "tree.json"
    tree.write_bytes(tree.read_text(encoding="utf-8").encode("big5", errors="replace"))
    with pytest.raises(TreeError, match=r"tree\.json 與剖析結果不同（第 2 行起）"):
        load_plan(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"plan_id": "x"}'])
def test_malformed_manifest_is_an_error_of_this_project(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"manifest\.json 有誤"):
        read_manifest(tmp_path)


def test_manifest_in_another_encoding_is_an_error_of_this_project(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes("海岸".encode("big5"))
    with pytest.raises(SourceError, match=r"manifest\.json"):
        read_manifest(tmp_path)
