"""`report.html`: one self-contained page with header, tables, plots and every question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.passages import Passages
from evals.report import plots
from evals.report.cases import case_list
from evals.report.html import definition_list, esc, page, section, table
from evals.scoring import Verdict
from evals.summary import LABELS, LOWER_IS_BETTER, TIMES, Report
from evals.table import HEADLINES, closing_line

_METHODS = (
    "比率附 Wilson 95 % 區間，平均數附題目自助重抽（bootstrap）百分位 95 % 區間；圖中一律為重抽區間。"
    "「全對」是唯一的嚴格判定：結果類別、要點、數量、引用與禁止內容全部符合。"
)


def run_page(report: Report, verdicts: Sequence[Verdict], passages: Passages) -> str:
    """The whole page."""
    return page(
        f"評測報告：{report['set']['name']}",
        section("這次執行", f"<p>{esc(closing_line(report))}</p>", definition_list(header_pairs(report))),
        section("依題型", f'<p class="note">{_METHODS}</p>', kinds_table(report)),
        section("全部指標", measures_table("全部題目", report["overall"])),
        section("圖", *_plots(report, verdicts)),
        section("結果類別與理由", *_confusions(report)),
        section("每一題", case_list(verdicts, passages)),
        script="filter.js",
    )


def header_pairs(report: Report) -> Iterator[tuple[str, str]]:
    """Everything that is needed to have the figures again, as (name, value)."""
    questions = report["set"]
    frozen = "已凍結" if questions["frozen"] else "未凍結"
    yield "題集", f"{questions['name']}，{questions['questions']} 題，{frozen}"
    yield "題集 SHA-256", questions["sha256"]
    yield from ((f"對象：{name}", value) for name, value in report["target"].items())
    yield from ((f"設定：{name}", str(value)) for name, value in report["settings"].items())
    yield "索引版本", "、".join(report["index_versions"]) or "—"
    yield "模型", "、".join(report["composers"]) or "—"
    yield "程式版本", report["commit"] or "—"
    yield "Python", report["python"]
    yield "套件", "、".join(f"{name} {version}" for name, version in report["libraries"].items())
    yield (
        "模型用量（tokens）",
        "、".join(f"{name} {count}" for name, count in report["tokens"].items()) or "—",
    )
    yield from ((f"時間：{name}", str(value)) for name, value in report[TIMES].items())


def share_cell(found: Mapping[str, Any] | None) -> str:
    """A share with its interval and how many questions it is over."""
    if found is None:
        return "—"
    interval = f"{found['low']:.1%}–{found['high']:.1%}"
    return f"{found['value']:.1%} <small>{interval}，{found['n']} 題</small>"


def kinds_table(report: Report) -> str:
    """Headline measures by kind."""
    rows = [*report["kinds"].items(), ("全部", report["overall"])]
    headings = ["題型", *(_label(name) for name in HEADLINES)]
    return table(
        "題型與主要指標", headings, ([esc(k), *(share_cell(f.get(n)) for n in HEADLINES)] for k, f in rows)
    )


def measures_table(caption: str, measured: Mapping[str, Mapping[str, Any]]) -> str:
    """All measures of some questions."""
    rows = (
        [esc(_label(name)), f"<code>{esc(name)}</code>", share_cell(found)]
        for name, found in measured.items()
    )
    return table(caption, ("指標", "代號", "值"), rows)


def _label(name: str) -> str:
    return LABELS[name] + ("（越低越好）" if name in LOWER_IS_BETTER else "")


def _plots(report: Report, verdicts: Sequence[Verdict]) -> Iterator[str]:
    for at, name in enumerate(HEADLINES):
        rows = [(kind, found[name]) for kind, found in report["kinds"].items() if name in found]
        if rows:
            yield plots.intervals(f"measure{at}", f"{_label(name)}（依題型，重抽 95 % 區間）", rows)
    times = (
        ("latency", "延遲分布（最後一輪）", [v.exchange.latency_ms for v in verdicts]),
        ("first", "第一句的時間分布（串流）", [v.exchange.first_ms for v in verdicts]),
    )
    for name, title, found in times:
        if known := [ms for ms in found if ms is not None]:
            yield plots.histogram(name, title, known, "毫秒")
    yield from _confidence_plots(report)


def _confidence_plots(report: Report) -> Iterator[str]:
    points = report["trade_off"]
    curves = [
        (label, style, [(p["threshold"], p[key]) for p in points if p[key] is not None])
        for label, style, key in (("不該拒而拒", "plot", "fpr"), ("該拒未拒", "other", "fnr"))
    ]
    if filled := [curve for curve in curves if curve[2]]:
        yield plots.lines("tradeoff", "信心低於門檻也拒答時的兩種錯誤率", filled, "信心門檻")
    if report["calibration"]["bins"]:
        yield _reliability("reliability", "信心", report["calibration"])
    if report["search_calibration"]["bins"]:
        yield _reliability("search_reliability", "搜尋分數", report["search_calibration"])


def _reliability(name: str, told: str, worth: Mapping[str, Any]) -> str:
    """The share of what was right by what had been told of it."""
    held = [(one["confidence"], one["right"]) for one in worth["bins"]]
    named = [(f"各{told}區間", "plot", held), ("理想", "other", [(0.0, 0.0), (1.0, 1.0)])]
    figures = f"ECE {worth['error']:.3f}、Brier 分數 {worth['brier']:.3f}"
    return plots.lines(name, f"{told}的可靠度（{figures}）", named, f"平均{told}")


def _confusions(report: Report) -> Iterator[str]:
    for name, caption in (
        ("outcomes", "預期（列）與得到（欄）的結果類別"),
        ("reasons", "預期（列）與得到（欄）的理由"),
    ):
        counts: Mapping[str, Mapping[str, int]] = report[name]
        columns = sorted({got for row in counts.values() for got in row})
        if counts:
            rows = (
                [esc(expected), *(str(row.get(c, 0)) for c in columns)] for expected, row in counts.items()
            )
            yield table(caption, ("預期", *columns), rows)
