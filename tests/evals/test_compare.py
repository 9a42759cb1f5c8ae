"""Comparing runs, and gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.compare.gate import parse_requirements, regressions, unmet
from evals.compare.page import comparison_page
from evals.compare.runs import ALL, Run, compare, load_run
from evals.errors import GateError, RunError
from evals.evaluate import Evaluation, evaluate
from evals.folder import read_report
from evals.responders.base import ConversationAsker
from evals.summary import Report
from tests.evals.made import PASSAGES, Fake, body, case, decline_case, question_set

CASES = [*(case(f"q{n}", turns=(f"問題{n}？",)) for n in range(4)), decline_case("d", turns=("拒？",))]


def answering(wrong: str) -> Fake:
    """Wrong on questions holding a character of `wrong`."""

    def answer(messages: Sequence[Mapping[str, str]]) -> object:
        text = messages[-1]["content"]
        if any(char in text for char in wrong):
            return body(cited=("p/2",))
        return body("無。", (), outcome="declined") if "拒" in text else body()

    return Fake(answer)


def make_run(out: Path, wrong: str, cases: Sequence[Any] = CASES) -> Run:
    asker = ConversationAsker(answering(wrong), depth=5)
    evaluate(Evaluation(question_set(*cases), asker, PASSAGES), out)
    return load_run(out)


def test_a_comparison_tells_what_was_won_and_lost(tmp_path: Path) -> None:
    found = compare(make_run(tmp_path / "a", "01"), make_run(tmp_path / "b", "12拒"))
    assert (found.won, found.lost, found.only) == (("q0",), ("q2", "d"), ())
    overall = found.kinds[ALL]["right"]
    assert (overall.before, overall.after, overall.n) == (3 / 5, 2 / 5, 5)
    assert overall.low <= overall.change <= overall.high
    assert found.kinds["plain"]["right"].change == 0
    assert found.kinds["decline"]["decline_fnr"].change == 1


def test_a_run_equals_itself(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "1")
    found = compare(run, run)
    assert all(one.change == 0 and one.p == 1 for kind in found.kinds.values() for one in kind.values())
    assert (found.won, found.lost) == ((), ())


def test_only_shared_questions_are_compared(tmp_path: Path) -> None:
    found = compare(make_run(tmp_path / "a", "", CASES[:3]), make_run(tmp_path / "b", "", CASES[1:]))
    assert found.only == ("d", "q0", "q3")
    assert found.kinds[ALL]["right"].n == 2


def test_runs_over_other_questions_are_refused(tmp_path: Path) -> None:
    first = make_run(tmp_path / "a", "", CASES[:2])
    with pytest.raises(RunError, match="沒有相同的題目"):
        compare(first, make_run(tmp_path / "b", "", CASES[2:]))
    changed = [case("q0", turns=("別的？",))]
    with pytest.raises(RunError, match="題目 q0 在"):
        compare(first, make_run(tmp_path / "c", "", changed))
    with pytest.raises(RunError, match="無法讀取"):
        load_run(tmp_path / "none")


def test_the_page_of_differences_shows_both_answers_escaped(tmp_path: Path) -> None:
    cases = [case("q0", turns=("<b>問題0</b>？",))]
    page = comparison_page(
        [compare(make_run(tmp_path / "a", "0", cases), make_run(tmp_path / "b", "", cases))]
    )
    assert "變對的題目（1）" in page
    assert "&lt;b&gt;問題0" in page
    assert "<b>" not in page
    assert "http" not in page.replace("http-equiv", "")


REPORT: Report = {
    "set": {"sha256": "0"},
    "overall": {"right": {"value": 0.9}, "decline_fnr": {"value": 0.05}},
    "kinds": {"list": {"right": {"value": 0.5}}},
    "times": {"latency_p50": 3.0, "latency_p99": None},
}


def test_requirements_are_met_at_their_edges() -> None:
    met = "right>=0.9, decline_fnr<=0.05,list:right<0.6,latency_p50<=3"
    assert unmet(REPORT, parse_requirements(met)) == []


@pytest.mark.parametrize(
    "text",
    ["right>0.9", "decline_fnr<0.05", "list:right>=0.6", "none:right>=0", "success@1>=0.1", "latency_p99<9"],
)
def test_what_is_not_reached_is_named(text: str) -> None:
    (failure,) = unmet(REPORT, parse_requirements(text))
    assert failure.startswith(text)


@pytest.mark.parametrize("text", ["right", "right=1", "right>=90%", "rihgt>=0.9", "right>=", "a:b:right>=1"])
def test_a_requirement_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(GateError, match="門檻「"):
        parse_requirements(text)


def changed(**overall: float | None) -> Report:
    values = {"right": 0.9, "decline_fnr": 0.05, **overall}
    held = {name: {"value": value} for name, value in values.items() if value is not None}
    return {**REPORT, "overall": held}


def test_regressions_follow_each_measures_direction() -> None:
    assert regressions(REPORT, REPORT) == []
    assert regressions(changed(right=0.95, decline_fnr=0.01), REPORT) == []
    assert regressions(changed(right=0.89), REPORT) == ["right：0.9 → 0.89"]
    assert regressions(changed(decline_fnr=0.06), REPORT) == ["decline_fnr：0.05 → 0.06"]
    assert regressions(changed(right=0.89), REPORT, tolerance=0.02) == []
    assert regressions(changed(decline_fnr=None), REPORT) == ["decline_fnr：基準有 0.05，這次沒有這個指標"]


def test_a_kind_may_not_fall_behind_a_better_mean() -> None:
    fallen = {**REPORT, "kinds": {"list": {"right": {"value": 0.4}}}}
    assert regressions(fallen, REPORT) == ["list:right：0.5 → 0.4"]
    assert regressions({**REPORT, "kinds": {}}, REPORT) == ["list:right：基準有 0.5，這次沒有這個指標"]


def test_a_baseline_of_another_set_is_refused() -> None:
    with pytest.raises(GateError, match="題集"):
        regressions({**REPORT, "set": {"sha256": "1"}}, REPORT)


def test_a_baseline_may_be_a_report_file_alone(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", "")
    alone = tmp_path / "baseline.json"
    alone.write_text((tmp_path / "a" / "report.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert regressions(run.report, read_report(alone)) == []
