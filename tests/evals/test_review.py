"""Human review and a model as judge: blinded, read back, never mixed into the measures."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from evals.errors import ReviewError
from evals.judge import judge_run, read_opinion
from evals.review import export_review, import_reviews
from tests.evals.made import PASSAGES
from tests.evals.test_compare import make_run


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(sheet: Path, out: Path, verdicts: dict[str, str]) -> Path:
    rows = rows_of(sheet)
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "verdict": verdicts.get(row["item"], "")} for row in rows)
    return out


def test_a_sheet_is_blind_and_mixed(tmp_path: Path) -> None:
    runs = [make_run(tmp_path / "ours", "1"), make_run(tmp_path / "theirs", "")]
    sheet, key = export_review(runs, tmp_path / "sheet.csv", seed=3)
    rows = rows_of(sheet)
    assert len(rows) == 10
    text = sheet.read_text(encoding="utf-8-sig")
    assert not any(word in text for word in ("ours", "theirs", "q1", "right", "不是應引用"))
    assert {item["run"] for item in json.loads(key.read_text(encoding="utf-8"))["items"].values()} == {
        "ours",
        "theirs",
    }
    again, _ = export_review(runs, tmp_path / "again.csv", seed=3)
    assert rows_of(again) == rows
    few, _ = export_review(runs, tmp_path / "few.csv", seed=3, sample=4)
    assert rows_of(few) == rows[:4]


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    from tests.evals.made import case

    run = make_run(tmp_path / "a", "", [case("q", turns=("=1+1 問題？",))])
    sheet, _ = export_review([run], tmp_path / "s.csv")
    assert rows_of(sheet)[0]["question"] == "'=1+1 問題？"


def test_reviews_are_read_back_with_agreement(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "01")  # two of five wrong
    sheet, key = export_review([run], tmp_path / "s.csv")
    items: dict[str, Any] = json.loads(key.read_text(encoding="utf-8"))["items"]
    strict = {code: "對" if item["right"] else "不對" for code, item in items.items()}
    all_right = dict.fromkeys(items, "right")
    first, second = fill(sheet, tmp_path / "甲.csv", strict), fill(sheet, tmp_path / "乙.csv", all_right)
    found = import_reviews([first, second], key)
    assert found["with_right"]["甲"] == {"n": 5, "share": 1.0, "kappa": 1.0}
    assert found["with_right"]["乙"] == {"n": 5, "share": 0.6, "kappa": 0.0}
    assert found["between"]["甲／乙"]["share"] == 0.6
    assert found["right_by_run"] == {"甲": {"a": "3/5"}, "乙": {"a": "5/5"}}


def test_empty_verdicts_do_not_count_and_strange_ones_are_named(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "")
    sheet, key = export_review([run], tmp_path / "s.csv")
    assert import_reviews([sheet], key)["with_right"]["s"]["n"] == 0
    code = rows_of(sheet)[0]["item"]
    with pytest.raises(ReviewError, match="verdict 是「maybe」"):
        import_reviews([fill(sheet, tmp_path / "x.csv", {code: "maybe"})], key)
    _, other = export_review([run], tmp_path / "o.csv", seed=9)
    with pytest.raises(ReviewError, match="不在對照檔裡"):
        import_reviews([sheet], other)
    with pytest.raises(ReviewError, match="不是複核的對照檔"):
        import_reviews([sheet], tmp_path / "a" / "report.json")


def test_a_judge_stands_beside_the_measures(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "0")
    says = '好的：{"correct": true, "supported": true, "why": "有據"}'
    replies = [says, says, "我不知道", says, '{"correct": false, "supported": false}']
    model = GenericFakeChatModel(messages=iter(AIMessage(text) for text in replies))
    found = judge_run(run, model, PASSAGES, name="fake:one")
    assert (found["judge"], found["prompt"], found["unread"]) == ("fake:one", "judge-1", 1)
    assert found["correct_with_right"]["n"] == 4
    assert found["correct_with_right"]["share"] == 1 / 2
    assert run.report["overall"]["right"]["value"] == 4 / 5


def test_a_judge_that_breaks_loses_one_opinion(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "")
    model = GenericFakeChatModel(messages=iter([AIMessage('{"correct": true, "supported": true}')]))
    found = judge_run(run, model, PASSAGES, name="fake:one")
    assert found["unread"] == 4


@pytest.mark.parametrize("text", ["", "{", '{"correct": "yes", "supported": true}', "[1]", "{}"])
def test_an_unreadable_opinion_is_told(text: str) -> None:
    opinion = read_opinion("a", text)
    assert opinion.correct is None
    assert opinion.why.startswith("讀不懂")
