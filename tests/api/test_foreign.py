"""Indexes over any texts, and TREC runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api.errors import CommandError
from api.foreign import build_foreign, read_queries, run_lines, write_whole
from index import Document, Hit, Index, InputError, load_encoder

PASSAGES = """{"_id": "a", "text": "海邊種樹可以擋風"}
{"id": "b", "title": "山", "text": "山上有猴子"}
{"id": "c", "text": "cats"}
"""


def hit(document_id: str, score: float) -> Hit:
    return Hit(Document(document_id, "x"), score, {})


def queries_of(folder: Path, text: str) -> list[tuple[str, str]]:
    path = folder / "queries.tsv"
    path.write_text(text, encoding="utf-8")
    return read_queries(path)


def lines_of(hits: Sequence[Hit]) -> list[str]:
    return [line.strip() for line in run_lines([("q1", "x")], lambda query, k: hits[:k], 10)]


def test_any_passages_can_be_indexed_and_searched(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text(PASSAGES, encoding="utf-8")
    encoder = load_encoder()
    assert build_foreign(path, tmp_path / "index", encoder) == 3
    index = Index(tmp_path / "index", encoder)
    assert index.search("山上的猴子")[0].document.document_id == "b"
    assert index.manifest.counts["aliases"] == 0
    assert index.manifest.settings["words"] == []


def test_building_again_replaces_the_index(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    encoder = load_encoder()
    for text in (PASSAGES, PASSAGES[: PASSAGES.index("\n") + 1]):
        path.write_text(text, encoding="utf-8")
        count = build_foreign(path, tmp_path / "index", encoder)
    assert count == len(Index(tmp_path / "index", encoder).documents) == 1


@pytest.mark.parametrize("name", ["notes.json", "report.arrow", "x"])
def test_folder_with_other_files_is_refused_and_unchanged(tmp_path: Path, name: str) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text(PASSAGES, encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match=name):
        build_foreign(path, folder, load_encoder())
    assert [one.name for one in folder.iterdir()] == [name]


def test_queries_are_read_in_order_with_their_blanks(tmp_path: Path) -> None:
    assert queries_of(tmp_path, "q2\t山 上\r\n\nq1\t貓\t狗\n") == [("q2", "山 上"), ("q1", "貓\t狗")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("q1\t山\nq2 海\n", "第 2 行.*TAB"),
        ("q 1\t山\n", "第 1 行.*空白"),
        ("\t山\n", "第 1 行"),
        ("q\t山\nq\t海\n", "第 2 行.*已用過"),
    ],
)
def test_bad_line_of_queries_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        queries_of(tmp_path, text)


def test_run_has_the_six_columns_of_trec() -> None:
    assert lines_of([hit("a", 0.75)]) == ["q1 Q0 a 1 0.750000 planbot"]


def test_scores_fall_strictly_where_hits_tie() -> None:
    lines = lines_of([hit("a", 1.0), hit("b", 1.0), hit("c", 1.0), hit("d", 0.5)])
    assert [line.split()[4] for line in lines] == ["1.000000", "0.999999", "0.999998", "0.500000"]


def test_query_without_hits_has_no_lines() -> None:
    assert lines_of([]) == []


def test_query_of_punctuation_has_no_lines() -> None:
    def refuse(query: str, k: int) -> Sequence[Hit]:
        raise InputError(query)

    assert list(run_lines([("q1", "？")], refuse, 10)) == []


def test_run_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "old.trec"
    path.write_text("old\n", encoding="utf-8")

    def broken() -> Iterator[str]:
        yield "new\n"
        raise InputError("x")

    with pytest.raises(InputError):
        write_whole(path, broken())
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_run_into_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="無法寫入"):
        write_whole(tmp_path / "no" / "run.trec", ["x\n"])


def test_run_may_go_to_a_device() -> None:
    assert write_whole(Path("/dev/null"), ["x\n", "y\n"]) == 2
