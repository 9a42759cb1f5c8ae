"""What the commands do once their options are read; imported only when one runs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from evals.cases import load_set
from evals.compare.gate import parse_requirements, regressions, unmet
from evals.compare.page import change_text, comparison_page
from evals.compare.runs import Comparison, compare, load_run
from evals.errors import GateError, TargetError
from evals.folder import json_text, read_report
from evals.passages import file_passages, our_passages
from evals.summary import LABELS, Report
from evals.table import HEADLINES
from evals.targets import MakeInProcess


def make_gate(
    require: str, baseline: Path | None, *, no_regression: bool, tolerance: float
) -> Callable[[Report], list[str]]:
    """Return what lists a report's failures; reads requirements and baseline now, before anything is asked.

    Raises:
        GateError: a requirement cannot be read, or only one of --baseline and --no-regression is given.
        RunError: the baseline cannot be read.
    """
    requirements = parse_requirements(require)
    if no_regression != (baseline is not None):
        msg = "--baseline 與 --no-regression 要一起用：前者是基準，後者要求不退步。"
        raise GateError(msg)
    before = read_report(baseline) if baseline else None

    def failures(report: Report) -> list[str]:
        worse = regressions(report, before, tolerance=tolerance) if before else []
        return unmet(report, requirements) + worse

    return failures


def compare_runs(paths: Sequence[Path], html: Path | None, *, as_json: bool) -> None:
    """Compare each run with the first, print it and write the page."""
    if len(paths) < 2:
        msg = "compare 需要兩個以上的結果資料夾。"
        raise TargetError(msg)
    first, *others = map(load_run, paths)
    comparisons = [compare(first, other) for other in others]
    if html:
        html.write_text(comparison_page(comparisons), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps([_comparison_row(one) for one in comparisons], ensure_ascii=False))
        return
    for comparison in comparisons:
        _print_comparison(comparison)
    if html:
        typer.echo(f"差異頁在 {html}。")


def _comparison_row(comparison: Comparison) -> dict[str, Any]:
    kinds = {
        kind: {name: asdict(one) for name, one in found.items()} for kind, found in comparison.kinds.items()
    }
    return {
        "before": str(comparison.before.path),
        "after": str(comparison.after.path),
        "kinds": kinds,
        "won": comparison.won,
        "lost": comparison.lost,
        "only": comparison.only,
    }


def _print_comparison(comparison: Comparison) -> None:
    typer.echo(f"{comparison.before.path} → {comparison.after.path}")
    for kind, found in comparison.kinds.items():
        for name in HEADLINES:
            if name in found:
                typer.echo(f"  {kind}　{LABELS[name]}：{change_text(found[name])}（{found[name].n} 題）")
    typer.echo(f"變對 {len(comparison.won)} 題：{'、'.join(comparison.won) or '無'}")
    typer.echo(f"變錯 {len(comparison.lost)} 題：{'、'.join(comparison.lost) or '無'}")


def judge_folder(path: Path, model: str, base_url: str | None, passages: Path | None) -> None:
    """Judge a run by a model and write `judge.json` beside its report."""
    # Late: LangChain is needed for this command only.
    from langchain.chat_models import init_chat_model

    from evals.judge import judge_run

    run = load_run(path)
    try:
        address: dict[str, Any] = {"base_url": base_url} if base_url else {}
        chat = init_chat_model(model, temperature=0, **address)
    except (ImportError, ValueError) as error:
        msg = f"無法載入模型「{model}」：{error}。請以「供應者:名稱」指定，並安裝該供應者的套件。"
        raise TargetError(msg) from error
    texts = file_passages(passages) if passages else our_passages()
    body = judge_run(run, chat, texts, name=model)
    (path / "judge.json").write_text(json_text(body), encoding="utf-8")
    typer.echo(json_text({name: value for name, value in body.items() if name != "opinions"}))


def run_rivals(questions: Path, out: Path, table: Path | None, in_process: MakeInProcess | None) -> bool:
    """Score rivals and ours, print the table and write it; True if any run is incomplete."""
    from evals.rivals.scoreboard import score_all, scoreboard

    reports = score_all(questions, out, in_process)
    text = scoreboard(reports)
    if table:
        table.write_text(text, encoding="utf-8")
    typer.echo(text)
    return not all(report["complete"] for report in reports.values())


def run_ablation(
    questions: Path, table: Path | None, plan: Path | None, data: Path | None, *, retrain: bool
) -> None:
    """Rank a set's questions with each part of the search left out, print the tables and write them."""
    # Late: only this command builds indexes.
    from evals.ablation.scores import ranked_questions, score
    from evals.ablation.table import ablation_table
    from evals.ablation.variants import PLAN, Workbench
    from evals.progress import counting

    loaded = load_set(questions)
    cases = ranked_questions(loaded.cases)
    bench = Workbench(plan or PLAN)
    variants = [*bench.variants(), *(bench.retrained(data) if retrain else ())]
    with counting(len(variants) * len(cases)) as told:
        found = score(variants, cases, told)
    given = [
        _shown(questions),
        *(["--plan", _shown(plan)] if plan else ()),
        *(["--table", _shown(table)] if table else ()),
    ]
    again = ["--retrain", "--data", _shown(data)] if retrain else []
    text = ablation_table(found, cases, loaded, shlex.join(["planbot", "eval", "ablation", *given, *again]))
    if table:
        table.write_text(text, encoding="utf-8")
    typer.echo(text)


def _shown(path: Path | None) -> str:
    """A path as it is typed where the command runs: no page tells where a checkout lies."""
    here = Path.cwd()
    return "" if path is None else str(path.relative_to(here) if path.is_relative_to(here) else path)
