"""`planbot expand` in a process of its own: what it says, its exit codes, and that a kill loses nothing."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.api.conftest import START_S, Planbot
from tests.bot.openai_server import Asked, Server, fails, serving
from tests.bot.proposing_server import asked_for, honest, proposes
from tests.plans.coast_forest import PLAN_ID

NAME = "openai:test-model"
FILES = ("bank/proposed.jsonl", "lexicon.jsonl", "near_misses.jsonl")


def model(server: Server) -> dict[str, str]:
    """The settings that choose a server's model."""
    return {"PLANBOT_LLM": NAME, "PLANBOT_LLM_BASE_URL": server.base_url}


def test_help_is_chinese_and_tells_all_exit_codes(planbot: Planbot) -> None:
    told = "".join(planbot("expand", "--help").stdout.split())  # lines are broken anywhere
    assert all(said in told for said in ("結束碼", "3有些沒有可用的回覆", "--per-passage", "--only"))


def test_without_a_model_the_setting_is_named(planbot: Planbot) -> None:
    told = planbot("expand")
    assert (told.returncode, told.stdout) == (1, "")
    (line,) = told.stderr.splitlines()
    assert line.startswith("錯誤：")
    assert "PLANBOT_LLM" in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--only", "claims"], "near-misses"), (["--passage", "9.9"], "planbot plan"), (["--jobs", "0"], "")],
)
def test_bad_usage_exits_with_2(planbot: Planbot, arguments: list[str], said: str) -> None:
    told = planbot("expand", *arguments, PLANBOT_LLM=NAME)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_plans_folder_is_refused_with_the_option_to_change(planbot: Planbot, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    told = planbot("expand", "--out", str(tmp_path), PLANBOT_LLM=NAME)
    assert told.returncode == 1
    assert "--out" in told.stderr


def test_proposals_go_to_the_home_folder_and_the_summary_counts_them(
    planbot: Planbot, tmp_path: Path
) -> None:
    with serving(proposes(honest)) as server:
        told = planbot("expand", "--passage", "2.2.1", "--json", PLANBOT_HOME=str(tmp_path), **model(server))
    assert (told.returncode, told.stderr) == (0, "")
    report = json.loads(told.stdout)
    folder = tmp_path / "proposals" / PLAN_ID
    assert report["out"] == str(folder)
    assert (report["asked"], report["known"], report["failed"]) == (7, 0, [])
    assert report["proposed"] == {"questions": 6, "lexicon": 2, "near-misses": 2}
    assert report["dropped"] == {"questions": {}, "lexicon": {}, "near-misses": {}}
    assert all((folder / name).is_file() for name in FILES)


def test_a_failing_endpoint_ends_with_3_and_only_the_open_requests_are_asked_again(planbot: Planbot) -> None:
    def partly(asked: Asked) -> None:
        (fails(500) if '"term"' in asked.user else proposes(honest))(asked)

    arguments = ("expand", "--passage", "2.2.1.2", "--out", "proposals")
    with serving(partly) as server:
        told = planbot(*arguments, **model(server))
        server.asked.clear()
        server.answer = proposes(honest)
        again = planbot(*arguments, **model(server))
        kinds = [kind for kind, _ in asked_for(server)]
    assert told.returncode == 3
    assert "還有 1 次" in told.stdout
    assert "詞庫 ccf-113/2.2.1.2" in told.stdout
    assert (again.returncode, kinds) == (0, ["lexicon"])


def start(environment: Mapping[str, str], server: Server, out: Path) -> subprocess.Popen[bytes]:
    """Start a run."""
    command = [sys.executable, "-m", "api.cli", "expand", "--only", "lexicon", "--jobs", "2"]
    return subprocess.Popen(
        [*command, "--out", str(out)],
        env={**environment, **model(server)},
        cwd=out.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_killed_runs_resume_to_the_same_files(environment: Mapping[str, str], tmp_path: Path) -> None:
    passages, killed, chance = 20, 2, random.Random(3)

    def slow(asked: Asked) -> None:
        time.sleep(0.02)
        proposes(honest)(asked)

    with serving(slow) as server:
        assert start(environment, server, tmp_path / "whole").wait(START_S) == 0
        assert len(server.asked) == passages
        server.asked.clear()
        for _ in range(killed):
            run, wanted = (
                start(environment, server, tmp_path / "run"),
                len(server.asked) + chance.randint(3, 7),
            )
            while run.poll() is None and len(server.asked) < wanted:
                time.sleep(0.005)
            run.send_signal(signal.SIGKILL)
            run.wait(START_S)
        assert start(environment, server, tmp_path / "run").wait(START_S) == 0
        asked = asked_for(server)
    assert len(asked) == passages
    assert sum(asked.values()) <= passages + 2 * killed  # what was under way in a process that was killed
    assert (tmp_path / "run" / "lexicon.jsonl").read_bytes() == (
        tmp_path / "whole" / "lexicon.jsonl"
    ).read_bytes()
