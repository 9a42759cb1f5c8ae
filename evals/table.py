"""A report as a table in the terminal: headline measures by kind, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evals.summary import LABELS, TIMES, Report

if TYPE_CHECKING:
    from rich.console import Console

HEADLINES = (
    "right",
    "success@1",
    "success@5",
    "citation_precision",
    "citation_recall",
    "decline_recall",
    "decline_fpr",
)


def percent(estimate: Mapping[str, Any] | None) -> str:
    """「91.2% [87.0%–94.1%]」, or a dash where the measure does not apply."""
    if estimate is None:
        return "—"
    return f"{estimate['value']:.1%} [{estimate['low']:.1%}–{estimate['high']:.1%}]"


def narrow(estimate: Mapping[str, Any] | None) -> str:
    """The same in two short lines, for tables of many columns: 「91.2」 over 「87–94」."""
    if estimate is None:
        return "—"
    return f"{estimate['value'] * 100:.1f}\n{estimate['low'] * 100:.0f}–{estimate['high'] * 100:.0f}"


def print_report(report: Report, console: Console) -> None:
    """Print headline measures by kind, then all measures overall, times and what failed."""
    # Late: a program reading --json needs no tables.
    from rich.table import Table

    kinds = Table(padding=(0, 0), pad_edge=False, title="依題型（%，下為 95 % 區間）")
    kinds.add_column("題型", no_wrap=True)
    for heading in ("題數", *(LABELS[name] for name in HEADLINES)):
        kinds.add_column(heading, overflow="fold", justify="right")
    for kind, found in (*report["kinds"].items(), ("全部", report["overall"])):
        kinds.add_row(kind, str(found["right"]["n"]), *(narrow(found.get(name)) for name in HEADLINES))
    everything = Table(title="全部指標（95 % 區間）")
    for heading in ("指標", "名稱", "值", "題數"):
        everything.add_column(heading)
    for name, estimate in report["overall"].items():
        everything.add_row(name, LABELS[name], percent(estimate), str(estimate["n"]))
    console.print(kinds)
    console.print(everything)
    console.print(closing_line(report), markup=False)


def closing_line(report: Report) -> str:
    """One line with the times, the set and whether the run is complete."""
    times, failed = report[TIMES], len(report["failed"])
    shown = [
        f"{label} p50 {_milliseconds(times[f'{name}_p50'])}、p99 {_milliseconds(times[f'{name}_p99'])}"
        for label, name in (("延遲", "latency"), ("第一句", "first"))
        if f"{name}_p50" in times
    ]
    state = "完整" if report["complete"] else f"不完整：{failed} 題沒有可用的回覆，均不算對"
    sha = report["set"]["sha256"][:12]
    return f"題集 {report['set']['name']}（{sha}）　{'　'.join(shown)}　{state}"


def _milliseconds(time: float | None) -> str:
    return "—" if time is None else f"{time:.1f} 毫秒"
