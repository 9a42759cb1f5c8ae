"""Running scores while questions are asked, and the table at the end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from evals.errors import Failing
from evals.evaluate import Evaluation, evaluate
from evals.progress import ProgressBar, RunningScore
from evals.responders.base import ConversationAsker, Exchange
from evals.table import closing_line, narrow, percent, print_report
from tests.evals.made import PASSAGES, Fake, body, case, question_set


def test_running_scores_count_right_and_failed() -> None:
    score = RunningScore(PASSAGES)
    assert str(score) == "全對 0/0（—）　失敗 0"
    score.add(case("a"), Exchange("a", body()))
    score.add(case("b"), Exchange("b", body(cited=("p/2",))))
    score.add(case("c"), Exchange("c", failing=Failing.TIMEOUT))
    assert str(score) == "全對 1/3（33.3%）　失敗 1"


def test_no_bar_is_drawn_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(PASSAGES)([case()]) as told:
        assert told is None
    assert capsys.readouterr().err == ""


def test_a_bar_is_drawn_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with ProgressBar(PASSAGES)([case()]) as told:
        assert told is not None
        told(case(), Exchange("a", body()))
    assert "全對 1/1（100.0%）" in capsys.readouterr().err


def test_the_table_tells_measures_by_kind_with_intervals(tmp_path: Path) -> None:
    asker = ConversationAsker(Fake(), depth=5)
    evaluation = Evaluation(question_set(case("a"), case("b", kind="noisy")), asker, PASSAGES)
    report = evaluate(evaluation, tmp_path / "run").report
    console = Console(file=io.StringIO(), width=120)
    print_report(report, console)
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    for word in ("plain", "noisy", "全部", "全對", "前 5 名命中", "引用精確率", "拒答召回率", "34–100"):
        assert word in text
    assert "完整" in closing_line(report)
    assert percent({"value": 0.5, "low": 0.25, "high": 0.75}) == "50.0% [25.0%–75.0%]"
    assert (percent(None), narrow(None)) == ("—", "—")
