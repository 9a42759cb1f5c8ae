"""The command `planbot` in a process of its own, in another folder, as people run it."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from api.schemas import ChatReply, PlanTree, SearchReply
from index import PlanIndex
from tests.api.conftest import Planbot
from tests.plans.coast_forest import FOLDER, PLAN_ID

COMMANDS = ("serve", "ask", "search", "plan", "build", "expand")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_and_tells_exit_codes(planbot: Planbot, command: str) -> None:
    told = planbot(command, "--help")
    assert told.returncode == 0
    assert "結束碼" in told.stdout
    assert "顯示這份說明" in told.stdout
    assert "Usage" not in told.stdout


def test_help_lists_all_commands(planbot: Planbot) -> None:
    told = planbot("--help").stdout
    assert all(command in told for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["ask"],
        ["ask", "--loud", "x"],
        ["search"],
        ["search", "x", "-k", "0"],
        ["search", "x", "--queries", "q.tsv", "--run", "r.trec"],
        ["search", "--queries", "q.tsv"],
        ["build", "--index", "x"],
        ["serve", "--port", "70000"],
        ["train", "--model", "m"],
        ["train", "--out", "o"],
        ["train", "--model", "m", "--out", "o", "--only", "routes"],
    ],
)
def test_bad_usage_exits_with_2_and_no_traceback(planbot: Planbot, arguments: list[str]) -> None:
    told = planbot(*arguments)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("arguments", "setting", "said"),
    [
        (["plan"], {"PLANBOT_PLAN": "mol-999"}, "mol-999"),
        (["plan"], {"PLANBOT_PROT": "1"}, "PLANBOT_PROT"),
        (["plan", "--tree", "mol-999"], {}, "mol-999"),
        (["search", "？"], {}, "搜尋"),
        (["search", "x", "--index", "nowhere"], {}, "planbot build"),
        (["search", "--queries", "none.tsv", "--run", "r.trec"], {}, "none.tsv"),
        (["build", "--passages", "none.jsonl", "--index", "x"], {}, "none.jsonl"),
        (["ask", " "], {}, "空白"),
        (["ask", "字" * 2_001], {}, "2,000"),
        (["build"], {"PLANBOT_HOME": "/dev/null"}, "PLANBOT_HOME"),
        (["train", "--model", "m", "--out", "o"], {}, "題庫"),
    ],
)
def test_failure_is_one_line_and_exit_code_1(
    planbot: Planbot, arguments: list[str], setting: dict[str, str], said: str
) -> None:
    told = planbot(*arguments, **setting)
    assert told.returncode == 1
    (line,) = told.stderr.splitlines()
    assert line.startswith("錯誤：")
    assert said in line
    assert told.stdout == ""


def test_ask_prints_the_answer_with_its_sources(planbot: Planbot) -> None:
    told = planbot("ask", "巡守隊員有意外險嗎")
    assert told.returncode == 0
    assert "ccf-113/2.2.1.2" in told.stdout
    assert told.stderr == ""


def test_ask_as_json_is_the_reply_of_http(planbot: Planbot) -> None:
    reply = json.loads(planbot("ask", "--json", "巡守隊員有意外險嗎").stdout)
    assert ChatReply.model_validate(reply).citations
    assert "explanation" not in reply


def test_search_prints_labels_and_texts(planbot: Planbot) -> None:
    told = planbot("search", "意外險", "-k", "1")
    assert told.returncode == 0
    assert "為隊員投保意外險" in told.stdout


def test_search_as_json_is_the_reply_of_http(planbot: Planbot, plan_index: PlanIndex) -> None:
    found = SearchReply.model_validate_json(planbot("search", "--json", "ccf-113/2.1.1").stdout)
    assert [hit.passage_id for hit in found.hits[:3]] == [
        "ccf-113/2.1.1.1",
        "ccf-113/2.1.1.2",
        "ccf-113/2.1.1.3",
    ]
    assert found.index_version == plan_index.version


def test_any_passages_are_built_and_searched_into_a_run(planbot: Planbot, tmp_path: Path) -> None:
    rows = [
        {"_id": "a", "text": "山上有猴子"},
        {"id": "b", "title": "海", "text": "海邊種樹"},
        {"id": "c", "text": "貓"},
    ]
    passages, queries = tmp_path / "passages.jsonl", tmp_path / "queries.tsv"
    passages.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    queries.write_text("q1\t海邊的樹\nq2\t😀\nq3\t猴子\n", encoding="utf-8")
    assert planbot("build", "--passages", "passages.jsonl", "--index", "index").returncode == 0
    told = planbot("search", "--queries", "queries.tsv", "--run", "out.trec", "--index", "index")
    assert told.returncode == 0
    lines = [line.split() for line in (tmp_path / "out.trec").read_text(encoding="utf-8").splitlines()]
    assert [line[2] for line in lines if line[3] == "1"] == ["b", "a"]
    assert {line[0] for line in lines} == {"q1", "q3"}
    assert "b" in planbot("search", "海邊", "--index", "index").stdout


@pytest.mark.parametrize("row", ['{"id": "a b", "text": "x"}', '{"id": "a", "text": "x"}'])
def test_bad_passage_is_named_by_its_line(planbot: Planbot, tmp_path: Path, row: str) -> None:
    (tmp_path / "passages.jsonl").write_text('{"id": "a", "text": "x"}\n' + row + "\n", encoding="utf-8")
    told = planbot("build", "--passages", "passages.jsonl", "--index", "index")
    assert told.returncode == 1
    assert "第 2 行" in told.stderr
    assert not (tmp_path / "index").exists()


def test_plan_shows_every_node(planbot: Planbot, plan_index: PlanIndex) -> None:
    told = planbot("plan").stdout
    assert len(told.splitlines()) == 1 + len(plan_index.plan.nodes)
    assert "2.2.1.2  二、為隊員投保意外險" in told


def test_plan_as_json_is_the_tree_of_http(planbot: Planbot) -> None:
    assert PlanTree.model_validate_json(planbot("plan", "--json").stdout).plan_id == PLAN_ID


def test_tree_is_the_reviewed_file(planbot: Planbot) -> None:
    assert planbot("plan", "--tree", str(FOLDER)).stdout == (FOLDER / "tree.json").read_text(encoding="utf-8")


def test_tree_can_be_printed_when_the_reviewed_file_is_wrong(planbot: Planbot, tmp_path: Path) -> None:
    for name in ("manifest.json", "source.txt"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    assert planbot("plan", PLANBOT_PLAN=str(tmp_path)).returncode == 1
    assert planbot("plan", "--tree", str(tmp_path)).stdout == (FOLDER / "tree.json").read_text(
        encoding="utf-8"
    )


def test_build_builds_the_plans_index(planbot: Planbot, tmp_path: Path) -> None:
    told = planbot("build", PLANBOT_HOME=str(tmp_path / "home"))
    assert told.returncode == 0
    assert "20 段" in told.stdout
    assert (tmp_path / "home" / "index" / PLAN_ID / "manifest.json").is_file()


def test_serve_says_in_one_line_that_the_port_is_taken(planbot: Planbot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = planbot("serve", "--port", port)
    assert told.returncode == 1
    assert told.stdout == ""
    (line,) = told.stderr.splitlines()
    assert f"埠號 {port} 已被占用" in line


def test_serve_that_cannot_open_its_plan_ends_with_the_reason(planbot: Planbot) -> None:
    told = planbot("serve", "--port", "0", PLANBOT_PLAN="mol-999")
    assert told.returncode == 1
    assert "mol-999" in told.stderr
    assert "Traceback" not in told.stderr
