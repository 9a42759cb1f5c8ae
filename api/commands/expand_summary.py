"""What a run of `planbot expand` came to, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.expanding import Run, Task

SHOWN = 3  # failures that are told, unless a program reads them
_KINDS = {"questions": "題庫", "lexicon": "詞庫", "near-misses": "相近問題"}
_REASONS = {
    "form": "格式不對",
    "empty": "沒有內容",
    "unknown": "指到計畫沒有或不是所問的段落、字詞",
    "script": "不是正體中文",
    "duplicate": "已經有了",
    "alike": "與同一段的問題太像",
    "leak": "與題集雷同",
}


def summary(run: Run, folder: Path, hand: str) -> dict[str, Any]:
    """What `--json` gives; `proposed` and `dropped` count all replies in the folder."""
    screened = run.screened
    return {
        "out": str(folder),
        "hand": hand,
        "known": run.known,
        "asked": run.asked,
        "failed": [_failure(task, why) for task, why in run.failed],
        "left": run.left,
        "proposed": {kind.value: len(rows) for kind, rows in screened.rows.items()},
        "dropped": {
            kind.value: {reason.value: count for reason, count in sorted(counts.items())}
            for kind, counts in screened.dropped.items()
        },
    }


def _failure(task: Task, why: str) -> dict[str, str]:
    return {"kind": task.kind.value, "passage": task.node.passage_id, "error": why}


def page(report: dict[str, Any]) -> Iterator[str]:
    """The summary as people read it."""
    failed, left = report["failed"], report["left"]
    yield f"以 {report['hand']} 問了 {report['asked']:,} 次；先前完成的 {report['known']:,} 次沒有再問。"
    for kind, title in _KINDS.items():
        told = "、".join(f"{_REASONS[reason]} {n:,}" for reason, n in report["dropped"][kind].items())
        yield f"{title}：提案 {report['proposed'][kind]:,} 筆{f'；不採用：{told}' if told else ''}"
    if failed:
        yield f"還有 {len(failed):,} 次沒有可用的回覆；再執行一次只問這些，等太久的請調高 PLANBOT_LLM_TIMEOUT_S："
        yield from (f"  {_KINDS[one['kind']]} {one['passage']}：{one['error']}" for one in failed[:SHOWN])
    if left:
        yield f"還有 {left:,} 次因 --limit 沒有問；再執行一次會接著問。"
    yield f"提案寫在 {report['out']}，都還沒有經過審閱。審閱與採用的步驟見 docs/knowledge.md。"
