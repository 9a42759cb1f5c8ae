"""Runs: the same at any number of jobs, failures marked, folders whole or absent, nothing asked twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Message
from evals.errors import AskError, Failing, RunError
from evals.evaluate import Evaluation, evaluate
from evals.folder import RunFolder, read_json
from evals.journal import Journal
from evals.responders.base import ConversationAsker, Exchange
from evals.summary import Report, stable
from tests.evals.made import PASSAGES, Fake, body, case, decline_case, question_set

FILES = {
    "answers.jsonl",
    "cases.jsonl",
    "header.json",
    "qrels.trec",
    "ragas.jsonl",
    "report.html",
    "report.json",
    "run.trec",
    "trec_rag.jsonl",
}
CASES = [case(f"q{n}", turns=(f"問題{n}？",)) for n in range(6)] + [decline_case("no", turns=("拒答？",))]


def by_question(messages: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
    text = messages[-1]["content"]
    if "拒" in text:
        return body("不在計畫裡。", (), outcome="declined", reason="not_in_plan")
    return body() if "3" not in text else body(cited=("p/2",))


def run(fake: Fake, out: Path, *, jobs: int = 1, force: bool = False, retry: bool = False) -> Report:
    asker = ConversationAsker(fake, depth=10)
    evaluation = Evaluation(question_set(*CASES), asker, PASSAGES, {"depth": 10}, None, jobs)
    return evaluate(evaluation, out, force=force, retry=retry).report


def content(folder: Path) -> dict[str, Any]:
    """All files of a run without the times."""
    found: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.name in {"answers.jsonl", "cases.jsonl"}:
            rows = [json.loads(line) for line in text.splitlines()]
            found[path.name] = [{k: v for k, v in row.items() if k != "latency_ms"} for row in rows]
        elif path.name == "report.json":
            found[path.name] = stable(json.loads(text))
        elif path.name != "report.html":
            found[path.name] = text
    return found


def test_a_run_folder_holds_every_file_and_the_figures(tmp_path: Path) -> None:
    report = run(Fake(by_question), tmp_path / "run")
    assert {path.name for path in (tmp_path / "run").iterdir()} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert report["overall"]["right"]["value"] == pytest.approx(6 / 7, abs=1e-6)
    assert report["kinds"]["decline"]["decline_recall"]["value"] == 1
    assert (report["wrong"], report["failed"], report["complete"]) == (["q3"], {}, True)
    assert report["index_versions"] == ["v1"]


def test_trec_files_give_the_same_figures(tmp_path: Path) -> None:
    import ir_measures

    report = run(Fake(by_question), tmp_path / "run")
    qrels = list(
        ir_measures.read_trec_qrels(  # type: ignore[no-untyped-call]
            str(tmp_path / "run" / "qrels.trec")
        )
    )
    ranked = list(
        ir_measures.read_trec_run(  # type: ignore[no-untyped-call]
            str(tmp_path / "run" / "run.trec")
        )
    )
    found = ir_measures.calc_aggregate([ir_measures.Success @ 1], qrels, ranked)
    assert found[ir_measures.Success @ 1] == report["overall"]["success@1"]["value"] == 1


def test_answers_in_trec_rag_form_point_into_their_references(tmp_path: Path) -> None:
    run(Fake(lambda _: body("甲[1]。乙[2][1]。", ("p/2", "p/1.1"))), tmp_path / "run")
    row = json.loads((tmp_path / "run" / "trec_rag.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert row["references"] == ["p/2", "p/1.1"]
    assert [part["citations"] for part in row["answer"]] == [[0], [1, 0]]


def test_jobs_never_change_a_result(tmp_path: Path) -> None:
    run(Fake(by_question), tmp_path / "one")
    run(Fake(by_question), tmp_path / "four", jobs=4)
    assert content(tmp_path / "one") == content(tmp_path / "four")


def test_conversations_are_asked_turn_by_turn(tmp_path: Path) -> None:
    fake = Fake(lambda messages: body(f"第{len(messages)}答[1]"))
    scripted = (
        Message("user", "甲？"),
        Message("assistant", "寫死"),
        Message("user", "乙？"),
        Message("user", "丙？"),
    )
    one = case(turns=())
    object.__setattr__(one, "turns", scripted)
    exchange = ConversationAsker(fake, depth=5).ask(one)
    assert [[m["content"] for m in asked] for asked in fake.asked] == [
        ["甲？", "寫死", "乙？"],
        ["甲？", "寫死", "乙？", "第3答[1]", "丙？"],
    ]
    assert exchange.reply is not None
    assert exchange.reply["answer"] == "第5答[1]"
    assert exchange.ranking is None


@pytest.mark.parametrize(
    ("answer", "failing"),
    [
        (ValueError("壞了"), Failing.CRASHED),
        (AskError(Failing.TIMEOUT, "慢"), Failing.TIMEOUT),
        ({"answer": "x"}, Failing.INVALID),
        ({**body(), "confidence": 2}, Failing.INVALID),
        ({**body(), "confidence": float("nan")}, Failing.INVALID),
        ({**body(), "citations": [{"n": 0, "passage_id": "p/1"}]}, Failing.INVALID),
        ({**body(), "more": object()}, Failing.CRASHED),
        ("text", Failing.INVALID),
        (None, Failing.INVALID),
    ],
)
def test_a_failed_question_is_marked_and_never_right(
    tmp_path: Path, answer: object, failing: Failing
) -> None:
    def broken(messages: Sequence[Mapping[str, str]]) -> object:
        if "2" not in messages[-1]["content"]:
            return by_question(messages)
        if isinstance(answer, Exception):
            raise answer
        return answer

    report = run(Fake(broken), tmp_path / "run")
    assert report["failed"] == {"q2": failing}
    assert report["complete"] is False
    assert report["overall"]["right"]["n"] == 7
    assert report["overall"]["right"]["value"] == pytest.approx(5 / 7, abs=1e-6)


def test_half_a_surrogate_pair_does_not_stop_a_run(tmp_path: Path) -> None:
    report = run(Fake(lambda _: body("半\ud800字[1]。")), tmp_path / "run")
    assert report["complete"] is True


def test_a_failed_question_counts_as_worst_where_a_reply_was_due(tmp_path: Path) -> None:
    def broken(_: Sequence[Mapping[str, str]]) -> object:
        raise ValueError

    overall = run(Fake(broken), tmp_path / "run")["overall"]
    zero = {n for n in ("right", "citation_recall", "decline_recall") if overall[n]["value"] == 0}
    assert zero == {"right", "citation_recall", "decline_recall"}
    assert (overall["decline_fnr"]["value"], overall["decline_fpr"]["value"]) == (1, 1)
    assert "quotes_verbatim" not in overall


def test_a_finished_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    run(Fake(by_question), tmp_path / "run")
    with pytest.raises(RunError, match="已有完成的結果"):
        run(Fake(by_question), tmp_path / "run")
    run(Fake(by_question), tmp_path / "run", force=True)


def test_retry_asks_only_what_failed(tmp_path: Path) -> None:
    def broken(messages: Sequence[Mapping[str, str]]) -> object:
        if "1" in messages[-1]["content"]:
            raise ValueError
        return by_question(messages)

    run(Fake(broken), tmp_path / "run")
    fake = Fake(by_question)
    report = run(fake, tmp_path / "run", retry=True)
    assert [asked[-1]["content"] for asked in fake.asked] == ["問題1？"]
    assert report["complete"] is True
    run(Fake(by_question), tmp_path / "whole")
    assert content(tmp_path / "run") == content(tmp_path / "whole")


def test_a_broken_off_run_is_resumed_and_asks_nothing_twice(tmp_path: Path) -> None:
    fake = Fake(by_question)
    asker = ConversationAsker(fake, depth=10)
    evaluation = Evaluation(question_set(*CASES), asker, PASSAGES, {"depth": 10})
    folder = RunFolder(tmp_path / "run")
    folder.begin(evaluation.header)
    with folder.journal() as journal:
        journal.append(asker.ask(CASES[0]))
        journal.append(asker.ask(CASES[1]))
    with (folder.partial / "journal.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "q2", "rep')
    evaluate(evaluation, tmp_path / "run")
    assert len(fake.asked) == len(CASES)
    run(Fake(by_question), tmp_path / "whole")
    assert content(tmp_path / "run") == content(tmp_path / "whole")


def test_a_run_of_other_settings_is_not_resumed(tmp_path: Path) -> None:
    asker = ConversationAsker(Fake(), depth=10)
    RunFolder(tmp_path / "run").begin(Evaluation(question_set(*CASES), asker, PASSAGES, {"depth": 3}).header)
    with pytest.raises(RunError, match="以別的設定執行"):
        run(Fake(), tmp_path / "run")
    assert run(Fake(), tmp_path / "run", force=True)["complete"] is True


def test_one_process_at_a_time_writes_a_run(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.jsonl"), pytest.raises(RunError, match="另一個評測行程"):
        Journal(tmp_path / "journal.jsonl")


def test_a_damaged_journal_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(RunError, match="第 1 行已損壞"):
        Journal(path)


def test_the_header_tells_everything_but_jobs(tmp_path: Path) -> None:
    run(Fake(by_question), tmp_path / "run", jobs=3)
    header = read_json(tmp_path / "run" / "header.json")
    assert header.keys() == {"schema", "set", "target", "settings", "commit", "python", "libraries"}
    assert header["settings"] == {"depth": 10, "verifier": None, "seed": 20220101, "resamples": 2000}
    assert read_json(tmp_path / "run" / "report.json")["times"]["jobs"] == 3


def test_exchanges_survive_the_journal(tmp_path: Path) -> None:
    from evals.responders.base import Hit

    kept = Exchange("a", {"answer": "甲"}, None, "", 1.5, (Hit("p/1", 0.5, 3), Hit("p/2", 0.1)))
    lost = Exchange("b", failing=Failing.TIMEOUT, detail="慢")
    with Journal(tmp_path / "j") as journal:
        journal.append(kept)
        journal.append(lost)
    with Journal(tmp_path / "j") as journal:
        assert journal.known == {"a": kept, "b": lost}


@pytest.mark.parametrize("step", ["write", "rename", "forget"])
def test_a_run_killed_while_it_is_put_in_place_is_whole_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    run(Fake(by_question), tmp_path / "whole")
    run(Fake(by_question), tmp_path / "run")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    def killed_at_last(folder: Path) -> None:
        if (folder / "journal.jsonl").exists():
            raise KeyboardInterrupt
        shutil.rmtree(folder, ignore_errors=True)

    names = {
        "write": "evals.evaluate.write_exports",
        "rename": "evals.folder.replace",
        "forget": "evals.folder.forget",
    }
    with monkeypatch.context() as patched:
        patched.setattr(names[step], killed_at_last if step == "forget" else killed)
        with pytest.raises(KeyboardInterrupt):
            run(Fake(by_question), tmp_path / "run", force=True)
    assert content(tmp_path / "run") == content(tmp_path / "whole")
    fake = Fake(by_question)
    run(fake, tmp_path / "run")
    assert fake.asked == []
    assert content(tmp_path / "run") == content(tmp_path / "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "whole"]
