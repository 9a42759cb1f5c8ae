"""What is measured: parsing, building, starting, answering alone and under load, memory, right answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus import PLANS, Level, load_plan
from corpus.library import ERRATA, SOURCE
from corpus.parser import parse
from corpus.source import mend, read_errata, read_source
from evals.bench import client, floor, planbot
from evals.bench.figures import Figure, quantile, seconds
from evals.cases import QuestionSet
from evals.folder import read_report

PLAN = PLANS / "mol-111"
QUESTION = "我爸五十幾歲想再找工作，勞動部會幫什麼忙"
LARGE = 10_000_000  # bytes of the large plan
# A whole line inside a cell: no blank at its ends, no ordinal at its start. Written three times it lengthens
# the cell, so that the large plan does not have more nodes than any plan may have.
_INNER_LINE = re.compile(r"^(?!.{0,4}、)(\S.{18,}\S)\n", re.MULTILINE)
CONNECTIONS = 32
SCORES = ("success@1", "success@5", "right")
ALL_KINDS = "全部"
_FLOOR = 4  # times the questions are sent to the bare service, which is done with them soon


@dataclass(frozen=True)
class Bench:
    """What to measure with.

    Attributes:
        home: an empty folder of its own.
        questions: the set that is asked and scored.
        path: where that set lies.
        repeats: how often short things are measured; their median is told.
    """

    home: Path
    questions: QuestionSet
    path: Path
    repeats: int

    @property
    def asked(self) -> list[str]:
        """The questions of a single turn, each once."""
        return list(dict.fromkeys(case.question for case in self.questions.cases if len(case.turns) == 1))


Step = Callable[[Bench], Iterator[Figure]]


def parsing(bench: Bench) -> Iterator[Figure]:
    """The plan with its proofs, and a text of 10 MB made of its table over and over."""
    yield Figure(
        "parse_plan_s", "剖析計畫並證明無缺漏", seconds(lambda: load_plan(PLAN), bench.repeats), "秒"
    )
    large = mend(large_text())
    took = seconds(lambda: parse(large, "large"), 1)
    yield Figure("parse_10mb_s", f"剖析 {len(large.text.encode()) / 1e6:.1f} MB 的計畫", took, "秒")


def large_text() -> str:
    """A valid plan of at least `LARGE` bytes: the published one with its table's rows repeated."""
    published = read_source(PLAN / SOURCE)
    text = mend(published, read_errata(PLAN / ERRATA)).text
    rows = load_plan(PLAN).of_level(Level.WORK_PLAN)[0].span[0][0]
    body = _INNER_LINE.sub(r"\1\n" * 3, text[rows:].rstrip() + " \n\n")
    return text[:rows] + body * (LARGE // len(body.encode()) + 1)


def starting(bench: Bench) -> Iterator[Figure]:
    """The commands from a cold process: build, serve until ready, ask."""
    took = seconds(lambda: planbot.run(["build"], bench.home), bench.repeats)
    yield Figure("index_build_s", "planbot build（含啟動）", took, "秒")
    yield Figure("ready_s", "planbot serve 啟動到可回答", median(_ready_times(bench)), "秒")
    took = seconds(lambda: planbot.run(["ask", QUESTION], bench.home), bench.repeats)
    yield Figure("ask_s", "planbot ask（含啟動）", took, "秒")


def _ready_times(bench: Bench) -> Iterator[float]:
    for _ in range(bench.repeats):
        with planbot.serving(bench.home) as server:
            yield server.ready_s


def answering(bench: Bench) -> Iterator[Figure]:
    """One client, then 32 connections, between two runs of a bare service under the same load; the memory."""
    chats = [_chat(question) for question in bench.asked]
    before = _floor(chats * _FLOOR, bench.home)
    with planbot.serving(bench.home) as server:
        searches = [client.get("/v1/search", {"q": question, "k": 10}) for question in bench.asked]
        yield from _alone("search", "/v1/search", server.port, searches)
        yield from _alone("chat", "/v1/chat", server.port, chats)
        load = client.ask_all(server.port, chats, connections=CONNECTIONS)
        memory = server.memory_mib()
    floor_rate = (before.rate + _floor(chats * _FLOOR, bench.home).rate) / 2
    about = f"{CONNECTIONS} 條連線，{len(chats):,} 個不同問題"
    yield Figure("load_rate", f"/v1/chat，{about}", load.rate, "次／秒")
    yield Figure("load_errors", f"/v1/chat，{about}：錯誤", load.errors, "次")
    yield Figure("load_p99_ms", f"/v1/chat，{about}：p99", quantile(load.latencies_ms, 0.99), "毫秒")
    yield Figure(
        "floor_rate", f"空的 FastAPI POST，{CONNECTIONS} 條連線（前後各一次的平均）", floor_rate, "次／秒"
    )
    yield Figure("load_share", "相當於空的 FastAPI", 100 * load.rate / floor_rate, "%")
    yield Figure("memory_mib", "伺服器常駐記憶體（負載之後）", memory, "MiB")


def _chat(question: str) -> bytes:
    return client.post(floor.PATH, {"messages": [{"role": "user", "content": question}]})


def _alone(name: str, path: str, port: int, requests: Sequence[bytes]) -> Iterator[Figure]:
    """Median and 99th percentile with one client; the first few requests only warm up."""
    client.ask_all(port, requests[:20], connections=1)
    load = client.ask_all(port, requests, connections=1)
    yield Figure(f"{name}_p50_ms", f"{path}，單一用戶：中位數", median(load.latencies_ms), "毫秒")
    yield Figure(f"{name}_p99_ms", f"{path}，單一用戶：p99", quantile(load.latencies_ms, 0.99), "毫秒")
    yield Figure(f"{name}_errors", f"{path}，單一用戶：錯誤", load.errors, "次")


def _floor(requests: Sequence[bytes], home: Path) -> client.Load:
    command = (sys.executable, "-m", floor.__name__)
    with planbot.started(command, planbot.environment(home), home, floor.READY) as server:
        client.ask_all(server.port, requests[:200], connections=CONNECTIONS)
        return client.ask_all(server.port, requests, connections=CONNECTIONS)


def scoring(bench: Bench) -> Iterator[Figure]:
    """Right answers and rankings on the set, as `planbot eval` scores them in its process."""
    out = bench.home / "run"
    planbot.run(["eval", "run", str(bench.path.absolute()), "--out", str(out), "--json"], bench.home)
    report = read_report(out)
    for kind, found in {**report["kinds"], ALL_KINDS: report["overall"]}.items():
        for measure in SCORES:
            if estimate := found.get(measure):
                yield Figure(measure, f"{estimate['n']} 題", 100 * estimate["value"], "%", kind)


STEPS: tuple[tuple[str, Step], ...] = (
    ("剖析", parsing),
    ("啟動", starting),
    ("回答", answering),
    ("評測", scoring),
)
