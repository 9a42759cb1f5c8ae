"""The HTML difference of two or more runs: tables by kind, questions won and lost with both answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.compare.runs import Comparison
from evals.compare.stats import Difference
from evals.report.html import definition_list, esc, page, section, table
from evals.report.page import header_pairs
from evals.summary import LABELS
from evals.table import HEADLINES

_METHODS = (
    "差異＝後者減前者，只計兩次執行都有的題目；區間為成對重抽的 95 % 區間，"
    "p 為成對隨機化檢定（雙尾，未校正多重比較）。"
)


def comparison_page(comparisons: Sequence[Comparison]) -> str:
    """The whole page; every comparison is with the first run."""
    first = comparisons[0].before
    parts = [section(f"基準：{first.name}", definition_list(header_pairs(first.report)))]
    parts += [_comparison(comparison) for comparison in comparisons]
    return page("評測比較", f'<p class="note">{_METHODS}</p>', *parts)


def change_text(found: Difference) -> str:
    """「+2.5 個百分點 [0.3, 4.8]，p=0.021」."""
    change, low, high = (f"{share * 100:+.1f}" for share in (found.change, found.low, found.high))
    return f"{change} 個百分點 [{low}, {high}]，p={found.p:.3f}"


def _comparison(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    skipped = f"<p>只有一邊有、未列入的題目：{len(comparison.only)} 題。</p>" if comparison.only else ""
    rows = (
        [esc(kind), *(_cell(found.get(name)) for name in HEADLINES)]
        for kind, found in comparison.kinds.items()
    )
    overall = (
        [esc(LABELS[name]), f"{one.before:.1%}", f"{one.after:.1%}", esc(change_text(one)), str(one.n)]
        for name, one in next(iter(comparison.kinds.values())).items()
    )
    return section(
        f"{before.name} → {after.name}",
        definition_list(header_pairs(after.report)),
        skipped,
        table(f"依題型：{after.name}", ("題型", *(LABELS[name] for name in HEADLINES)), rows),
        table(f"全部指標：{after.name}", ("指標", before.name, after.name, "差異", "題數"), overall),
        _questions("變對的題目", comparison, comparison.won),
        _questions("變錯的題目", comparison, comparison.lost),
    )


def _cell(found: Difference | None) -> str:
    return f"{found.after:.1%} <small>{esc(change_text(found))}</small>" if found else "—"


def _questions(heading: str, comparison: Comparison, names: Sequence[str]) -> str:
    shown = "".join(_question(comparison, name) for name in names) or "<p>無</p>"
    return f"<h3>{esc(heading)}（{len(names)}）</h3>{shown}"


def _question(comparison: Comparison, name: str) -> str:
    rows = (comparison.before.rows[name], comparison.after.rows[name])
    last = rows[0]["turns"][-1]
    question = last["content"] if isinstance(last, dict) else last
    answers = "".join(
        f"<h4>{esc(run.name)}</h4>{_answer(row)}"
        for run, row in zip((comparison.before, comparison.after), rows, strict=True)
    )
    summary = f"<summary><code>{esc(name)}</code> {esc(question)}</summary>"
    return f'<details class="case">{summary}{answers}</details>'


def _answer(row: Mapping[str, Any]) -> str:
    reply = row["reply"] or {}
    why = "；".join(row["why"]) or "對"
    cited = "、".join(citation["passage_id"] for citation in reply.get("citations", ())) or "無"
    told = definition_list((("判定", why), ("引用", cited)))
    return f'<div class="answer">{esc(reply.get("answer", ""))}</div>{told}'
