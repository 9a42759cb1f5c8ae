"""`make bench`: measure every figure on this machine, print them with their targets, keep them as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from corpus.errors import PlanbotError
from evals.bench.figures import Figure, machine
from evals.bench.measure import SCORES, STEPS, Bench
from evals.bench.planbot import ROOT
from evals.cases import load_set
from evals.header import commit

DEV = ROOT / "evals" / "sets" / "dev.jsonl"
REPEATS, QUICK_REPEATS = 5, 1
QUICK_PER_KIND = 10  # questions of each kind that --quick asks
_MET = {True: "✓", False: "✗", None: ""}


def bench(
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="檔案", help="另把數字寫成 JSON。")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="每種題型只問 10 題，各項只量一次。")] = False,
    questions: Annotated[Path, typer.Option("--set", metavar="題集", help="要問的題集。")] = DEV,
) -> None:
    """Measure, print and keep the figures."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    about = {**machine(), "commit": commit(), "set": questions.name, "quick": quick}
    with tempfile.TemporaryDirectory(prefix="planbot-bench-") as home:
        figures = _measure(_set_up(Path(home), questions, quick=quick), console)
    console.print(_times([figure for figure in figures if not figure.kind]))
    console.print(_scores([figure for figure in figures if figure.kind]))
    console.print("　".join(f"{name}：{value}" for name, value in about.items()), markup=False)
    if json_file:
        body = {**about, "figures": [figure.to_json() for figure in figures]}
        json_file.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _set_up(home: Path, questions: Path, *, quick: bool) -> Bench:
    if not quick:
        return Bench(home, load_set(questions), questions, REPEATS)
    sample = home / "sample.jsonl"
    sample.write_text("".join(_sample(questions)), encoding="utf-8")
    return Bench(home, load_set(sample), sample, QUICK_REPEATS)


def _sample(questions: Path) -> list[str]:
    """The first lines of each kind."""
    kept: dict[str, list[str]] = {}
    for line in questions.read_text(encoding="utf-8").splitlines(keepends=True):
        row: dict[str, Any] = json.loads(line)
        kept.setdefault(row["kind"], []).append(line)
    return [line for lines in kept.values() for line in lines[:QUICK_PER_KIND]]


def _measure(chosen: Bench, console: Console) -> list[Figure]:
    figures: list[Figure] = []
    for name, step in STEPS:
        with console.status(f"量測：{name}"):
            figures.extend(step(chosen))
    return figures


def _times(figures: Sequence[Figure]) -> Table:
    table = Table(title="時間與資源")
    for heading in ("項目", "值", "單位", "目標", ""):
        table.add_column(heading, justify="right" if heading in {"值", "目標"} else "left")
    for figure in figures:
        target = str(figure.target) if figure.target else ""
        table.add_row(figure.label, figure.shown, figure.unit, target, _MET[figure.met])
    return table


def _scores(figures: Sequence[Figure]) -> Table:
    table = Table("題型", title="題集得分（%，括號內為題數與目標）")
    for name in SCORES:
        table.add_column(name, justify="right")
    for kind in dict.fromkeys(figure.kind for figure in figures):
        held = {figure.name: figure for figure in figures if figure.kind == kind}
        table.add_row(kind, *(_score(held[name]) if name in held else "—" for name in SCORES))
    return table


def _score(figure: Figure) -> str:
    target = f"，{figure.target} {_MET[figure.met]}" if figure.target else ""
    return f"{figure.value:.1f}（{figure.label}{target}）"


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
app.command(help="量測 README 的各項數字；每一項都實際執行。")(bench)


def main() -> None:
    """Run the command; a fault that a person can mend is told in one line."""
    try:
        app()
    except PlanbotError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
