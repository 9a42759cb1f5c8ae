"""`planbot eval …`: the default command, exit codes, and help that loads nothing heavy."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from evals.cli import app, create_app
from evals.targets import InProcess
from tests.evals.made import Fake, body
from tests.evals.servers import Handler, openai_api, our_api, serving

Run = Callable[..., Result]
ROWS: list[dict[str, Any]] = [
    {"id": "a", "kind": "plain", "turns": ["問？"], "gold": ["p/1.1"], "outcome": "answered"},
    {"id": "b", "kind": "plain", "turns": ["再問？"], "gold": ["p/1.1"], "outcome": "answered"},
]
PASSAGE_ROWS = [{"id": "p/1.1", "text": "辦理勞動檢查三千場次。"}, {"id": "p/2", "text": "提供就業服務。"}]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with set.jsonl and passages.jsonl."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "set.jsonl", ROWS)
    write(tmp_path / "passages.jsonl", PASSAGE_ROWS)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Runs the command line with our pipeline in process."""
    runner, with_pipeline = CliRunner(), create_app(lambda: InProcess(Fake()))

    def call(*arguments: str) -> Result:
        return runner.invoke(with_pipeline, arguments)

    return call


def test_a_set_alone_means_run_in_process(at: Path, run: Run) -> None:
    result = run("set.jsonl")
    assert result.exit_code == 0, result.output
    assert "100.0%" in result.output
    assert (at / "var" / "evals" / "set-planbot" / "report.html").is_file()
    assert run("set.jsonl").exit_code == 0


def test_options_alone_mean_the_development_set(at: Path, run: Run) -> None:
    result = run("--json", "--out", "dev", "--jobs", "4")
    report = json.loads(result.stdout)
    assert report["set"]["name"] == "dev.jsonl"
    assert report["times"]["jobs"] == 4


def test_json_is_the_report_file(at: Path, run: Run) -> None:
    result = run("run", "set.jsonl", "--out", "r", "--json")
    assert json.loads(result.stdout) == json.loads((at / "r" / "report.json").read_text(encoding="utf-8"))


def test_a_gate_that_is_not_met_exits_1(at: Path, run: Run) -> None:
    assert run("set.jsonl", "--require", "right>=1,success@1>=1").exit_code == 0
    result = run("set.jsonl", "--require", "decline_fnr<=0.05")
    assert result.exit_code == 1
    assert "未達門檻：decline_fnr<=0.05" in result.output


def test_no_regression_compares_with_a_kept_report(at: Path, run: Run) -> None:
    run("set.jsonl", "--out", "good")
    worse = create_app(lambda: InProcess(Fake(lambda _: body(cited=("p/2",)))))
    options = ("set.jsonl", "--out", "bad", "--baseline", "good/report.json", "--no-regression")
    result = CliRunner().invoke(worse, options)
    assert result.exit_code == 1
    assert "right：1 → 0" in result.output
    assert run("gate", "good", "--baseline", "good", "--no-regression").exit_code == 0
    assert run("gate", "bad", "--require", "right>=0.5").exit_code == 1
    assert run("gate", "bad", "--baseline", "good").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.jsonl",), "無法讀取"),
        (("set.jsonl", "--require", "right>>1"), "讀不懂"),
        (("set.jsonl", "--stream"), "一起用"),
        (("set.jsonl", "--url", "http://127.0.0.1:9", "--answers", "x"), "只能選一個"),
        (("set.jsonl", "--openai", "http://127.0.0.1:9"), "--model"),
        (("set.jsonl", "--url", "localhost:8000"), "http://"),
        (("set.jsonl", "--answers", "none.jsonl"), "無法讀取"),
        (("set.jsonl", "--baseline", "none", "--no-regression"), "無法讀取"),
        (("compare", "a"), "兩個以上"),
        (("compare", "a", "b"), "無法讀取"),
        (("gate", "none"), "無法讀取"),
        (("import-set", "none", "out", "--form", "squad"), "無法讀取"),
    ],
)
def test_wrong_input_exits_2_and_says_what_to_do(
    at: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_without_a_pipeline_it_says_so(at: Path) -> None:
    result = CliRunner().invoke(app, ["set.jsonl"])
    assert result.exit_code == 2
    assert "--url" in result.output


def test_an_incomplete_run_exits_3_and_retry_completes_it(at: Path, run: Run) -> None:
    def once(handler: Handler) -> None:
        chats = [asked for asked in handler.server.asked if asked["path"] == "/v1/chat"]
        if handler.path == "/v1/chat" and len(chats) == 1:
            handler.send(b"<html>", kind="text/html")
        else:
            our_api(handler)

    with serving(once) as (url, _):
        first = run("set.jsonl", "--url", url, "--out", "r", "--require", "right>=0.9", "--jobs", "1")
        assert first.exit_code == 3
        assert "結果不完整：1 題" in first.output
        again = run("set.jsonl", "--url", url, "--out", "r", "--require", "right>=0.9", "--retry")
        assert again.exit_code == 0, again.output


def test_a_model_is_asked_and_its_key_is_kept_nowhere(
    at: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    with serving(openai_api("辦理勞動檢查三千場次[1]。")) as (url, server):
        options = ("--openai", url + "/v1", "--model", "tiny", "--passages", "passages.jsonl", "--out", "r")
        write(at / "one.jsonl", [{**ROWS[0], "turns": ["勞動檢查？"]}])
        result = run("one.jsonl", *options, "--require", "right>=1")
    assert result.exit_code == 0, result.output
    assert server.asked[0]["headers"]["Authorization"] == "Bearer sk-very-secret"
    kept = "".join(path.read_text(encoding="utf-8") for path in (at / "r").iterdir())
    assert "sk-very-secret" not in kept + result.output


def test_answers_made_elsewhere_are_scored(at: Path, run: Run) -> None:
    write(at / "answers.jsonl", [{**body(), "id": "a"}, {**body(), "id": "b"}])
    assert run("set.jsonl", "--answers", "answers.jsonl", "--require", "right>=1").exit_code == 0
    assert (at / "var" / "evals" / "set-answers").is_dir()


def test_compare_writes_a_page(at: Path, run: Run) -> None:
    run("set.jsonl", "--out", "a")
    run("set.jsonl", "--out", "b")
    result = run("compare", "a", "b", "--html", "diff.html")
    assert result.exit_code == 0
    assert "變錯 0 題" in result.output
    assert "評測比較" in (at / "diff.html").read_text(encoding="utf-8")
    assert json.loads(run("compare", "a", "b", "--json").stdout)[0]["lost"] == []


def test_a_review_goes_out_and_comes_back(at: Path, run: Run) -> None:
    run("set.jsonl", "--out", "a")
    assert run("export-review", "a", "--out", "sheet.csv").exit_code == 0
    with (at / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2
    result = run("import-review", "sheet.csv", "--key", "sheet.key.json", "--out", "review.json")
    assert result.exit_code == 0, result.output
    assert (at / "review.json").is_file()


def test_a_set_is_imported(at: Path, run: Run) -> None:
    (at / "t.csv").write_text("question,gold\n問？,p/1.1\n", encoding="utf-8")
    result = run("import-set", "t.csv", "new.jsonl", "--form", "csv")
    assert "1 題" in result.output
    assert run("new.jsonl").exit_code == 0


@pytest.mark.parametrize(
    "command", ["run", "compare", "gate", "judge", "export-review", "import-review", "import-set", "rivals"]
)
def test_every_command_has_help_with_exit_codes(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "結束代碼" in result.output


def test_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, evals.cli\n"
        "heavy = {'numpy', 'httpx', 'langchain_core', 'ir_measures', 'faiss', 'bot', 'index'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
