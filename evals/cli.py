"""`planbot eval …`: run, compare, gate, judge, review, import, rivals, ablation.

The command line of `api/` mounts `create_app(…)` with the pipeline in process; `app` alone can ask anything
else. Exit codes: 0 done; 1 a gate is not met; 2 wrong input or settings; 3 some questions got no usable
reply.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evals.group import DefaultGroup, ExitCode

# Everything else is imported where it is used: the command line must show its help at once.
if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.summary import Report
    from evals.targets import Choices, MakeInProcess

DEV = Path(__file__).parent / "sets" / "dev.jsonl"
EXIT_HELP = "結束代碼：0 完成；1 未達門檻；2 輸入或設定有誤；3 有題目沒有可用的回覆（結果不完整）。"


class Form(StrEnum):
    """Forms of other people's sets."""

    BEIR = "beir"
    SQUAD = "squad"
    CSV = "csv"


Json = Annotated[bool, typer.Option("--json", help="輸出 JSON。")]
RequireOption = Annotated[
    str, typer.Option("--require", help="門檻，如 right>=0.9,decline_fnr<=0.05,followup:right>=0.8。")
]
BaselineOption = Annotated[Path | None, typer.Option("--baseline", help="基準：結果資料夾或其 report.json。")]
NoRegressionOption = Annotated[
    bool, typer.Option("--no-regression", help="任何主要指標低於 --baseline 就不通過。")
]
ToleranceOption = Annotated[float, typer.Option("--tolerance", min=0, max=1, help="容許的退步幅度。")]


def create_app(in_process: MakeInProcess | None = None) -> typer.Typer:
    """The sub-application.

    Args:
        in_process: makes our pipeline with its index and verifier; called only by commands that ask it.
    """
    made = typer.Typer(
        cls=DefaultGroup, help=f"評測。planbot eval [題集] 等同 planbot eval run [題集]。{EXIT_HELP}"
    )
    made.command("run", help=f"以題集評測本機流程、任一服務、模型端點或答案檔。{EXIT_HELP}")(_run)
    made.command("compare", help=f"比較兩次以上的結果。{EXIT_HELP}")(compare)
    made.command("gate", help=f"檢查已完成的結果是否達到門檻。{EXIT_HELP}")(gate)
    made.command(
        "judge", help=f"（選用）請語言模型評審已完成的結果，另存 judge.json，不影響嚴格指標。{EXIT_HELP}"
    )(judge)
    made.command("export-review", help=f"匯出不透露來源的人工複核表（CSV）。{EXIT_HELP}")(export_review)
    made.command("import-review", help=f"匯入複核表，計算評分者間一致性。{EXIT_HELP}")(import_review)
    made.command("import-set", help=f"把 BEIR 資料夾、SQuAD 格式檔或 CSV 轉成題集。{EXIT_HELP}")(import_set)
    made.command("ablation", help=f"逐一去掉檢索的一部分，寫出影響多少的表。{EXIT_HELP}")(ablation)
    made.command("rivals", help=f"一次評測對照系統與本機流程，寫出比較表。{EXIT_HELP}")(rivals)

    @made.callback()
    def _keep(ctx: typer.Context) -> None:
        ctx.obj = in_process

    return made


def _run(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="[題集]", help="題集（JSON Lines）。")] = DEV,
    *,
    url: Annotated[str | None, typer.Option(help="本服務的網址，如 http://127.0.0.1:8000。")] = None,
    stream: Annotated[bool, typer.Option("--stream", help="以串流方式問 --url，並量第一句的時間。")] = False,
    openai: Annotated[str | None, typer.Option(help="OpenAI 相容端點，如 http://127.0.0.1:8080/v1。")] = None,
    model: Annotated[str | None, typer.Option(help="端點的模型名稱。")] = None,
    key: Annotated[str, typer.Option(envvar="OPENAI_API_KEY", help="端點的金鑰。", show_envvar=True)] = "",
    send: Annotated[int, typer.Option(min=1, max=100, help="每題送給模型的段落數。")] = 10,
    answers: Annotated[Path | None, typer.Option(help="別處產生的答案檔（JSON Lines）。")] = None,
    passages: Annotated[Path | None, typer.Option(help="段落檔；預設為專案內的計畫。")] = None,
    verifier: Annotated[str | None, typer.Option(help="查核指令，如 'planbot verify'。")] = None,
    out: Annotated[Path | None, typer.Option(help="結果資料夾；預設 var/evals/題集-對象。")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=64, help="同時幾題；不影響結果。")] = None,
    depth: Annotated[int, typer.Option(min=1, max=100, help="檢索排名取幾名。")] = 10,
    timeout: Annotated[float, typer.Option(min=0.1, help="每則回覆的秒數上限。")] = 60.0,
    force: Annotated[bool, typer.Option("--force", help="不論已有什麼，重新執行。")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="只重問失敗的題目。")] = False,
    require: RequireOption = "",
    baseline: BaselineOption = None,
    no_regression: NoRegressionOption = False,
    tolerance: ToleranceOption = 0.0,
    as_json: Json = False,
) -> None:
    from evals.targets import Choices

    choices = Choices(
        questions, url, openai, model, key, send, answers, passages, verifier, depth, timeout, jobs, stream
    )
    check = _gate(require, baseline, no_regression=no_regression, tolerance=tolerance)
    # Without --out the latest run is what counts; a folder that was named is never overwritten unasked.
    folder = out or choices.default_out
    again = force or (out is None and not retry and not folder.with_name(folder.name + ".partial").exists())
    report = _evaluated(ctx, choices, folder, force=again, retry=retry)
    _tell(report, folder, as_json=as_json)
    _finish(report, check(report))


def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="A B…", help="結果資料夾，第一個是基準。")],
    *,
    html: Annotated[Path | None, typer.Option(help="差異頁的檔名。")] = None,
    as_json: Json = False,
) -> None:
    """Compare finished runs with the first."""
    from evals.commands import compare_runs

    compare_runs(runs, html, as_json=as_json)


def gate(
    run: Annotated[Path, typer.Argument(metavar="結果", help="結果資料夾或 report.json。")],
    *,
    require: RequireOption = "",
    baseline: BaselineOption = None,
    no_regression: NoRegressionOption = False,
    tolerance: ToleranceOption = 0.0,
) -> None:
    """Check a finished run."""
    from evals.folder import read_report

    check = _gate(require, baseline, no_regression=no_regression, tolerance=tolerance)
    report = read_report(run)
    _finish(report, check(report))


def judge(
    run: Annotated[Path, typer.Argument(metavar="結果", help="結果資料夾。")],
    *,
    model: Annotated[str, typer.Option(help="LangChain 的模型名稱，如 openai:NAME。")],
    base_url: Annotated[str | None, typer.Option(help="模型端點。")] = None,
    passages: Annotated[Path | None, typer.Option(help="段落檔；預設為專案內的計畫。")] = None,
) -> None:
    """Let a model judge a finished run."""
    from evals.commands import judge_folder

    judge_folder(run, model, base_url, passages)


def export_review(
    runs: Annotated[list[Path], typer.Argument(metavar="結果…", help="結果資料夾，可多個。")],
    *,
    out: Annotated[Path, typer.Option(help="複核表（CSV）的檔名。")],
    sample: Annotated[int | None, typer.Option(min=1, help="抽幾題。")] = None,
    seed: Annotated[int, typer.Option(help="抽樣與排序的種子。")] = 0,
) -> None:
    """Write a blinded sheet."""
    from evals.compare.runs import load_run
    from evals.review import export_review as export

    sheet, held = export([load_run(run) for run in runs], out, sample=sample, seed=seed)
    typer.echo(f"已寫出 {sheet}（給評分者，每人一份）與 {held}（請勿給評分者）。")


def import_review(
    sheets: Annotated[list[Path], typer.Argument(metavar="複核表…", help="填好的 CSV，檔名即評分者。")],
    *,
    key: Annotated[Path, typer.Option(help="export-review 寫出的對照檔。")],
    out: Annotated[Path | None, typer.Option(help="結果（JSON）的檔名；預設只顯示。")] = None,
) -> None:
    """Read filled sheets."""
    from evals.folder import json_text
    from evals.review import import_reviews

    text = json_text(import_reviews(sheets, key))
    if out:
        out.write_text(text, encoding="utf-8")
    typer.echo(text if not out else f"已寫出 {out}。")


def import_set(
    source: Annotated[Path, typer.Argument(metavar="來源", help="BEIR 資料夾、SQuAD 格式 JSON 或 CSV。")],
    out: Annotated[Path, typer.Argument(metavar="題集", help="要寫出的題集（JSON Lines）。")],
    *,
    form: Annotated[Form, typer.Option(help="來源的格式。")],
    split: Annotated[str, typer.Option(help="BEIR 的 qrels 檔名。")] = "test",
) -> None:
    """Turn another form of set into ours."""
    from evals.importers import import_beir, import_csv, import_squad, write_imported

    match form:
        case Form.BEIR:
            imported = import_beir(source, split=split)
        case Form.SQUAD:
            imported = import_squad(source)
        case Form.CSV:
            imported = import_csv(source)
    written, beside = write_imported(imported, out)
    more = f"，段落 {len(imported.passages)} 段在 {beside}" if beside else ""
    typer.echo(f"已寫出 {written}：{len(imported.cases)} 題{more}；略過 {imported.skipped} 題。")


def rivals(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="[題集]", help="題集（JSON Lines）。")] = DEV,
    *,
    out: Annotated[Path, typer.Option(help="各系統結果的上層資料夾。")] = Path("var/evals/rivals"),
    table: Annotated[Path | None, typer.Option(help="比較表（Markdown）的檔名。")] = None,
) -> None:
    """Score every rival that is installed, and ours, in one run."""
    from evals.commands import run_rivals

    incomplete = run_rivals(questions, out, table, ctx.obj)
    raise typer.Exit(ExitCode.INCOMPLETE if incomplete else ExitCode.DONE)


def ablation(
    questions: Annotated[Path, typer.Argument(metavar="[題集]", help="題集（JSON Lines）。")] = DEV,
    *,
    table: Annotated[Path | None, typer.Option(help="結果表（Markdown）的檔名；預設只顯示。")] = None,
    plan: Annotated[Path | None, typer.Option(help="計畫資料夾；預設為專案內的計畫。")] = None,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="也逐一去掉訓練來源，重新訓練嵌入模型。")
    ] = False,
    data: Annotated[Path | None, typer.Option(help="訓練用法規與閱讀理解文本的資料夾。")] = None,
) -> None:
    """Tell what each part of searching is worth."""
    from evals.commands import run_ablation

    run_ablation(questions, table, plan, data, retrain=retrain)


def _evaluated(ctx: typer.Context, choices: Choices, folder: Path, *, force: bool, retry: bool) -> Report:
    from evals.evaluate import evaluate
    from evals.progress import ProgressBar
    from evals.targets import make_evaluation, not_wired

    evaluation = make_evaluation(choices, ctx.obj or not_wired)
    progress = ProgressBar(evaluation.passages)
    return evaluate(evaluation, folder, force=force, retry=retry, progress=progress).report


def _tell(report: Report, folder: Path, *, as_json: bool) -> None:
    import json

    from rich.console import Console

    from evals.table import print_report

    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    print_report(report, Console())
    typer.echo(f"結果在 {folder}（report.html 可離線開啟）。")


def _gate(
    require: str, baseline: Path | None, *, no_regression: bool, tolerance: float
) -> Callable[[Report], list[str]]:
    from evals.commands import make_gate

    return make_gate(require, baseline, no_regression=no_regression, tolerance=tolerance)


def _finish(report: Report, failures: list[str]) -> None:
    for failure in failures:
        typer.echo(f"未達門檻：{failure}", err=True)
    if not report["complete"]:
        typer.echo(f"結果不完整：{len(report['failed'])} 題沒有可用的回覆。可加 --retry 重問。", err=True)
        raise typer.Exit(ExitCode.INCOMPLETE)
    raise typer.Exit(ExitCode.GATE if failures else ExitCode.DONE)


app = create_app()
