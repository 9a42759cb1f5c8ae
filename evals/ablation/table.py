"""The ablation as Markdown: a table for each measure, each row with its change from the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.ablation.scores import DEPTH, MEASURES, Scored
from evals.cases import Case, QuestionSet
from evals.compare.stats import differences
from evals.header import commit
from evals.summary import LABELS

KINDS = ("plain", "colloquial", "noisy", "lookup")
ALL = "全部"
_SURE = 0.05  # p below which a change is marked
_NOTES = (
    "數值都乘以 100；括號內是與「全部都用」相差多少，＊ 表示成對隨機化檢定 p < 0.05。",
    f"量的是段落搜尋（`/v1/search`）的前 {DEPTH} 名，不是作答；以編號或標題查到的段落不經過各管道。",
    "去掉一個管道時，其餘管道的權重比例不變；去掉題庫全部時，索引改用沒有題庫時的權重。",
    "去掉題庫只影響索引；隨附的嵌入模型訓練時看過題庫與詞庫，詞庫不進索引，兩者對模型的影響見「重新訓練」各列"
    "（加 --retrain 才有）。",
)


def ablation_table(
    found: Sequence[Scored], cases: Sequence[Case], questions: QuestionSet, command: str
) -> str:
    """Return the page.

    Args:
        found: a whole one first, and each followed by those that are compared with it.
        cases: the questions of their rows.
        questions: the set they are of.
        command: what gives this page again.
    """
    groups = _groups(cases)
    tables = [
        f"## {LABELS[measure]}（{measure}）\n\n{_markdown(_rows(found, groups, column))}"
        for column, measure in enumerate(MEASURES)
    ]
    return "\n\n".join(["# 去掉一部分之後", *tables, _notes(cases, questions, command)]) + "\n"


def _groups(cases: Sequence[Case]) -> dict[str, NDArray[np.bool_]]:
    """Which questions are counted in each column, bool `(n_questions,)`; kinds that the set lacks are left out."""
    kinds = np.array([case.kind for case in cases])
    found = {kind: kinds == kind for kind in KINDS if kind in kinds}
    return {ALL: np.ones(len(cases), np.bool_), **found}


def _rows(
    found: Sequence[Scored], groups: Mapping[str, NDArray[np.bool_]], column: int
) -> Iterator[list[str]]:
    yield ["", *(f"{name}（{int(held.sum())} 題）" for name, held in groups.items())]
    whole = found[0]
    for one in found:
        whole = one if one.whole else whole
        cells = [_cell(whole, one, held, column) for held in groups.values()]
        yield [one.name, *cells]


def _cell(whole: Scored, one: Scored, held: NDArray[np.bool_], column: int) -> str:
    before, after = (run.scores[held, column : column + 1] for run in (whole, one))
    value = f"{after.mean() * 100:.1f}"
    (change,) = differences(before, after)
    if one.whole or change is None:
        return value
    sure = "＊" if change.p < _SURE else ""
    return f"{value}（{change.change * 100:+.1f}{sure}）"


def _markdown(rows: Iterator[list[str]]) -> str:
    heading, *rest = rows
    lines = [heading, ["---"] * len(heading), *rest]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _notes(cases: Sequence[Case], questions: QuestionSet, command: str) -> str:
    kinds = "、".join(f"{kind} {count}" for kind, count in Counter(case.kind for case in cases).items())
    about = (
        f"指令：`{command}`；程式版本 `{commit() or '不明'}`。",
        f"題集 {questions.name}，{len(questions.cases)} 題，其中單輪且標了 gold 的 {len(cases)} 題（{kinds}）。",
        f"題集 SHA-256：`{questions.sha256}`。",
    )
    return "\n".join(f"- {line}" for line in (*about, *_NOTES))
