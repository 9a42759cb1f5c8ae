"""`planbot check`: whether what is known about a plan is well-formed, said once, balanced and off the evaluation sets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import AsJson
from api.plans import plan_source
from api.settings import ROOT, read_settings
from corpus import load_plan
from corpus.checking import Fault, Rule, SetQuestion, check_plan, read_set

HELP = (
    "檢查計畫的知識檔（題庫、詞庫、相近問題、主張、前提、訓練題、相近段落）：格式、出處、重複、與題集雷同、各段的題數與寫法。"
    "全部符合時結束碼是 0，有任何一處不符是 1。規則見 docs/knowledge.md。"
)
SETS = ROOT / "evals" / "sets"
SHOWN = 3  # faults of each rule, unless all are to be listed
_TITLES: Mapping[Rule, str] = {
    Rule.SCHEMA: "格式",
    Rule.PROVENANCE: "內容與出處",
    Rule.DUPLICATES: "重複的列",
    Rule.LIKENESS: "同一段裡太像的問題",
    Rule.LEAKS: "與題集雷同",
    Rule.NUMBERS: "題數",
    Rule.OWN_WORDS: "不用原文字詞的題數",
    Rule.VOICES: "口吻",
    Rule.TEMPLATES: "句型",
}


def check(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="計畫", help="隨附計畫的編號或計畫資料夾；未指定時是 PLANBOT_PLAN 的計畫。"),
    ] = None,
    sets: Annotated[
        list[Path] | None,
        typer.Option(
            "--sets", metavar="檔案", help="不可雷同的題集，可重複；未指定時是 evals/sets 裡的每一份。"
        ),
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help=f"列出全部；否則每條規則列 {SHOWN} 處。")] = False,
    as_json: AsJson = False,
) -> None:
    """Check a plan's knowledge."""
    folder = plan_source(plan or read_settings().plan)
    guarded = set_questions(sets)
    faults = check_plan(folder, load_plan(folder), guarded)
    if as_json:
        typer.echo(json.dumps(_report(faults, len(guarded)), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_page(faults, len(guarded), len(faults) if list_all else SHOWN)))
    raise typer.Exit(1 if faults else 0)


def set_questions(sets: Sequence[Path] | None) -> tuple[SetQuestion, ...]:
    """The questions of these evaluation sets, or of those in the checkout; none where there is no checkout."""
    return tuple(question for path in sets or sorted(SETS.glob("*.jsonl")) for question in read_set(path))


def _report(faults: Sequence[Fault], guarded: int) -> dict[str, Any]:
    return {
        "faults": [
            {
                "rule": fault.rule.value,
                "file": str(fault.path),
                "line": fault.line,
                "text": fault.text,
                "message": fault.message,
            }
            for fault in faults
        ],
        "counts": {rule.value: sum(fault.rule is rule for fault in faults) for rule in Rule},
        "set_questions": guarded,
    }


def _page(faults: Sequence[Fault], guarded: int, shown: int) -> Iterator[str]:
    """The faults as people read them, rule by rule."""
    for rule in Rule:
        found = [fault for fault in faults if fault.rule is rule]
        yield f"{_TITLES[rule]}：{f'{len(found):,} 處不符' if found else '符合'}"
        yield from (f"  {_told(fault)}" for fault in found[:shown])
        if len(found) > shown:
            yield f"  … 另有 {len(found) - shown:,} 處，加 --list 全部列出。"
    yield f"共 {len(faults):,} 處不符；比對了題集的 {guarded:,} 個單句問題。"


def _told(fault: Fault) -> str:
    place = str(fault.path) if fault.line is None else f"{fault.path}:{fault.line}"
    return f"{place}  {fault.text}\n      {fault.message}"
