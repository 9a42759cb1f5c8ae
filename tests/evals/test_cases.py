"""Sets: what is accepted, and errors that name file and line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Outcome, Reason
from evals.cases import load_set
from evals.cli import DEV
from evals.errors import SetError
from evals.exports import set_row

ROW: dict[str, Any] = {"id": "a", "kind": "plain", "turns": ["問？"], "gold": ["p/1"], "outcome": "answered"}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "set.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_loads_a_minimal_question(tmp_path: Path) -> None:
    (one,) = load_set(write(tmp_path, ROW)).cases
    assert (one.case_id, one.kind, one.question, one.gold) == ("a", "plain", "問？", ("p/1",))
    assert (one.acceptable, one.must, one.number, one.reason, one.forbidden) == ((), (), None, None, ())


def test_scripted_turns_keep_their_roles(tmp_path: Path) -> None:
    turns = ["一？", {"role": "assistant", "content": "二。"}, {"role": "user", "content": "三？"}]
    (one,) = load_set(write(tmp_path, {**ROW, "turns": turns})).cases
    assert [(turn.role, turn.content) for turn in one.turns] == [
        ("user", "一？"),
        ("assistant", "二。"),
        ("user", "三？"),
    ]


def test_a_byte_order_mark_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("\ufeff\n" + json.dumps(ROW) + "\n\n", encoding="utf-8")
    assert len(load_set(path).cases) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "第 2 行不是 JSON"),
        ([], "第 2 行：欄位 整行"),
        ({**ROW, "id": "b c"}, "第 2 行：欄位 id"),
        ({**ROW, "id": "a"}, "第 2 行：編號「a」在第 1 行已用過"),
        ({**ROW, "id": "b", "golds": []}, "第 2 行：欄位 golds"),
        ({**ROW, "id": "b", "turns": []}, "第 2 行：欄位 turns"),
        ({**ROW, "id": "b", "turns": [" "]}, "第 2 行：欄位 turns"),
        ({**ROW, "id": "b", "turns": [{"role": "assistant", "content": "答"}]}, "最後一句應是使用者"),
        ({**ROW, "id": "b", "turns": [{"role": "system", "content": "x"}]}, "第 2 行：欄位 turns"),
        ({**ROW, "id": "b", "outcome": "maybe"}, "第 2 行：欄位 outcome"),
        ({**ROW, "id": "b", "gold": []}, "gold 至少要有一個段落"),
        ({**ROW, "id": "b", "outcome": "declined"}, "gold 應為空"),
        ({**ROW, "id": "b", "reason": "opinion"}, "partial 只用於回答"),
        ({**ROW, "id": "b", "outcome": "declined", "gold": [], "reason": "partial"}, "partial 只用於回答"),
        ({**ROW, "id": "b", "outcome": "smalltalk", "gold": [], "reason": "unclear"}, "不適用於 smalltalk"),
        ({**ROW, "id": "b", "must": [[]]}, "第 2 行：欄位 must.0"),
        ({**ROW, "id": "b", "number": "3"}, "第 2 行：欄位 number"),
        ({**ROW, "id": "b", "number": True}, "第 2 行：欄位 number"),
        ({**ROW, "id": "b", "forbidden": ["("]}, "「\\(」不是正規表示式"),
        ({**ROW, "id": "b", "date": "11/23"}, "「11/23」不是日期"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, row: object, said: str) -> None:
    path = write(tmp_path, ROW, row)
    with pytest.raises(SetError, match=said) as raised:
        load_set(path)
    assert str(path) in str(raised.value)


def test_a_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(json.dumps(ROW).encode() + b'\n{"id": "\xff"}\n')
    with pytest.raises(SetError, match=r"第 2 行不是 UTF-8"):
        load_set(path)


def test_an_empty_or_missing_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="沒有任何題目"):
        load_set(write(tmp_path))
    with pytest.raises(SetError, match="無法讀取"):
        load_set(tmp_path / "none.jsonl")


def test_a_frozen_set_may_not_change(tmp_path: Path) -> None:
    path = write(tmp_path, ROW)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / "set.jsonl.sha256").write_text(f"{digest}  set.jsonl\n", encoding="utf-8")
    found = load_set(path)
    assert (found.frozen, found.sha256) == (True, digest)
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(SetError, match=r"已凍結，但內容與 set\.jsonl\.sha256 的校驗碼不符"):
        load_set(path)


def test_the_development_set_is_valid() -> None:
    found = load_set(DEV)
    assert len(found.cases) >= 420
    assert len(found.sha256) == 64


phrases = st.text("勞動檢查12 ", min_size=1).filter(str.strip)
rows = st.fixed_dictionaries(
    {
        "id": st.text("abc-1", min_size=1),
        "kind": st.sampled_from(["plain", "list"]),
        "turns": st.lists(phrases, min_size=1),
        "gold": st.lists(st.text("p/1.", min_size=1), min_size=1),
        "outcome": st.sampled_from(["answered", "corrected"]),
        "must": st.lists(st.lists(phrases, min_size=1)),
        "number": st.none() | st.integers(0, 10**6),
        "reason": st.sampled_from([None, "partial"]),
    }
)


@given(rows)
def test_a_set_survives_being_written_again(row: dict[str, Any]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        first = load_set(write(Path(folder), row)).cases
        again = load_set(write(Path(folder), *map(set_row, first))).cases
    assert first == again
    assert first[0].outcome in Outcome
    assert first[0].reason in (None, Reason.PARTIAL)
