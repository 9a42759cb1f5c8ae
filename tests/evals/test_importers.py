"""Importers: BEIR, SQuAD form and CSV, and what they say of malformed files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Outcome
from evals.cases import Case, load_set
from evals.errors import SetError
from evals.importers import Imported, import_beir, import_csv, import_squad, write_imported


def lines(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def beir(
    folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td 2\t1\nq1\td3\t0\nq2\td1\t0\n"
) -> Path:
    lines(folder / "corpus.jsonl", {"_id": "d1", "title": "題", "text": "文"}, {"_id": "d 2", "text": "二"})
    lines(folder / "queries.jsonl", {"_id": "q1", "text": "問？"}, {"_id": "q2", "text": "無？"})
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def only(imported: Imported) -> Case:
    (one,) = imported.cases
    return one


def test_beir_grades_become_gold_and_acceptable(tmp_path: Path) -> None:
    imported = import_beir(beir(tmp_path))
    one = only(imported)
    assert (one.case_id, one.gold, one.acceptable, imported.skipped) == ("q1", ("d1",), ("d_2",), 1)
    assert [row["id"] for row in imported.passages] == ["d1", "d_2"]


@pytest.mark.parametrize(
    ("qrels", "said"),
    [
        ("h\th\tscore\nq1\td1\n", r"test\.tsv 第 2 行"),
        ("q9\td1\t1\n", "提到查詢「q9」"),
        ("q1\td1\tx\n", "第 1 行"),
    ],
)
def test_malformed_qrels_are_named(tmp_path: Path, qrels: str, said: str) -> None:
    with pytest.raises(SetError, match=said):
        import_beir(beir(tmp_path, qrels))


def test_malformed_beir_texts_are_named(tmp_path: Path) -> None:
    folder = beir(tmp_path)
    lines(folder / "queries.jsonl", {"_id": "q1", "text": "問？"}, {"id": "q2"})
    with pytest.raises(SetError, match=r"queries\.jsonl 第 2 行"):
        import_beir(folder)


def squad(path: Path, *asked: dict[str, Any]) -> Path:
    body = {"data": [{"title": "題", "paragraphs": [{"context": "文字", "qas": list(asked)}]}]}
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def test_squad_answers_become_must_phrases(tmp_path: Path) -> None:
    answers = [{"text": "甲"}, {"text": "乙"}, {"text": "甲"}]
    path = squad(tmp_path / "s.json", {"id": "1", "question": "問？", "answers": answers})
    imported = import_squad(path)
    assert (only(imported).must, only(imported).gold) == ((("甲", "乙"),), ("p1",))
    assert imported.passages == ({"id": "p1", "title": "題", "text": "文字"},)


def test_an_impossible_question_is_to_be_declined(tmp_path: Path) -> None:
    path = squad(tmp_path / "s.json", {"id": "1", "question": "問？", "answers": [], "is_impossible": True})
    assert (only(import_squad(path)).outcome, only(import_squad(path)).gold) == (Outcome.DECLINED, ())


@pytest.mark.parametrize("text", ["[]", "{}", "x", '{"data": [{"paragraphs": [{"qas": []}]}]}'])
def test_another_form_than_squad_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetError, match="不是 SQuAD 格式"):
        import_squad(path)


def test_a_squad_question_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = squad(tmp_path / "s.json", {"id": "7", "question": " ", "answers": []})
    with pytest.raises(SetError, match=r"s\.json（7）：欄位 turns"):
        import_squad(path)


def table(path: Path, *rows: str) -> Path:
    path.write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    return path


def test_csv_cells_hold_several_values(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv",
        "question,gold,must,number,kind,date",
        '"一？\n二？",a;b,甲|乙；丙,3,list,2026-11-23',
        "拒？,,,,,",
    )
    first, second = import_csv(path).cases
    assert [turn.content for turn in first.turns] == ["一？", "二？"]
    assert (first.gold, first.must, first.number, first.kind) == (
        ("a", "b"),
        (("甲", "乙"), ("丙",)),
        3,
        "list",
    )
    assert (first.case_id, second.case_id, second.outcome) == ("t-001", "t-002", Outcome.DECLINED)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["text", "x"], "第 1 行：欄位應有 question"),
        (["question,golds", "問？,a"], "多出：golds"),
        (["question,gold", "問？,a,b"], "第 2 行：欄數"),
        (["question,gold", "問？,a", "問？"], "第 3 行：欄數"),
        (["question,number,gold", "問？,三,a"], "第 2 行：欄位 number"),
        (["question,outcome", "問？,answered"], "第 2 行：.*gold 至少"),
    ],
)
def test_malformed_csv_names_its_line(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(SetError, match=said):
        import_csv(table(tmp_path / "t.csv", *rows))


def test_what_is_imported_loads_as_a_set(tmp_path: Path) -> None:
    out, beside = write_imported(import_beir(beir(tmp_path / "b")), tmp_path / "sets" / "beir.jsonl")
    assert only(Imported(load_set(out).cases)).author == "import"
    assert beside is not None
    assert beside.name == "beir.passages.jsonl"
    from evals.passages import file_passages

    assert file_passages(beside).text("d1") == "文"


def test_nothing_is_overwritten_or_doubled(tmp_path: Path) -> None:
    imported = import_beir(beir(tmp_path / "b"))
    with pytest.raises(SetError, match="沒有匯入任何題目"):
        write_imported(Imported(()), tmp_path / "x.jsonl")
    with pytest.raises(SetError, match="編號「q1」重複"):
        write_imported(Imported(imported.cases * 2), tmp_path / "x.jsonl")
    (tmp_path / "x.jsonl").touch()
    with pytest.raises(SetError, match="檔案已存在"):
        write_imported(imported, tmp_path / "x.jsonl")
