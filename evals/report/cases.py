"""Every question of a run as HTML: answer, citations, what was expected, the verdict and why."""

from __future__ import annotations

from collections.abc import Sequence

from evals.passages import Passages
from evals.reply import Reply
from evals.report.html import definition_list, esc
from evals.scoring import Verdict

VERDICTS = {"right": "對", "wrong": "不對", "failed": "失敗"}


def verdict_name(verdict: Verdict) -> str:
    """One of `VERDICTS`."""
    if verdict.failed:
        return "failed"
    return "right" if verdict.right else "wrong"


def case_list(verdicts: Sequence[Verdict], passages: Passages) -> str:
    """The filters and all questions in the set's order."""
    return _filters(verdicts) + "".join(_case(verdict, passages) for verdict in verdicts)


def _filters(verdicts: Sequence[Verdict]) -> str:
    kinds = {v.case.kind: v.case.kind for v in verdicts}
    outcomes = {str(v.case.outcome): str(v.case.outcome) for v in verdicts}
    return (
        '<form id="filters" class="filters" aria-label="篩選題目" hidden>'
        + _select("kind", "題型", kinds)
        + _select("verdict", "判定", VERDICTS)
        + _select("outcome", "預期結果", outcomes)
        + '<label>文字<input name="text" type="search" autocomplete="off"></label></form>'
        + f'<p id="count" role="status">共 {len(verdicts)} 題</p>'
    )


def _select(name: str, label: str, options: dict[str, str]) -> str:
    shown = "".join(f'<option value="{esc(value)}">{esc(text)}</option>' for value, text in options.items())
    return f'<label>{esc(label)}<select name="{name}"><option value="">全部</option>{shown}</select></label>'


def _case(verdict: Verdict, passages: Passages) -> str:
    case, name = verdict.case, verdict_name(verdict)
    style = "good" if name == "right" else "bad"
    return (
        f'<details class="case" data-kind="{esc(case.kind)}" data-verdict="{name}" '
        f'data-outcome="{esc(case.outcome)}">'
        f'<summary><span class="{style}">{VERDICTS[name]}</span> '
        f"<code>{esc(case.case_id)}</code> {esc(case.question)}</summary>"
        f"{_turns(verdict)}{_reply(verdict.reply, passages)}{_expected(verdict, passages)}</details>"
    )


def _turns(verdict: Verdict) -> str:
    earlier = verdict.case.turns[:-1]
    who = {"user": "使用者", "assistant": "助理"}
    return definition_list((who[turn.role], turn.content) for turn in earlier) if earlier else ""


def _reply(reply: Reply | None, passages: Passages) -> str:
    if reply is None:
        return ""
    told = f"結果 {reply.outcome}" + (f"（{reply.reason}）" if reply.reason else "")
    told += f"，信心 {reply.confidence:.2f}" if reply.confidence is not None else ""
    cited = "".join(
        f'<li value="{c.n}"><code>{esc(c.passage_id)}</code> {esc(c.label)}：'
        f"{esc(c.quote or passages.text(c.passage_id))}</li>"
        for c in reply.citations
    )
    return f'<h3>回答</h3><p class="note">{esc(told)}</p><div class="answer">{esc(reply.answer)}</div>' + (
        f"<h3>引用</h3><ol>{cited}</ol>" if cited else ""
    )


def _expected(verdict: Verdict, passages: Passages) -> str:
    case = verdict.case
    pairs = [("結果", str(case.outcome) + (f"（{case.reason}）" if case.reason else ""))]
    pairs += [("應引用", f"{passage} {passages.text(passage)}") for passage in case.gold]
    pairs += [("也可引用", f"{passage} {passages.text(passage)}") for passage in case.acceptable]
    pairs += [("要點", "／".join(alternatives)) for alternatives in case.must]
    pairs += [("數量", str(case.number))] if case.number is not None else []
    pairs += [("禁止", pattern) for pattern in case.forbidden]
    why = [("不對之處", reason) for reason in verdict.why]
    found = "；".join(f"{name} {value:g}" for name, value in verdict.scores.items())
    return "<h3>預期與判定</h3>" + definition_list([*pairs, *why, ("各項指標", found)])
