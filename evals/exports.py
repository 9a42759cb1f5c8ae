"""A run in other tools' formats (TREC run, qrels, TREC-RAG, ragas), and a line per question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.measures.retrieval import qrels, ranked_cases, run_rows
from evals.passages import Passages
from evals.scoring import Verdict
from evals.text import sentences

TAG = "planbot-eval"


def write_exports(folder: Path, verdicts: Sequence[Verdict], passages: Passages) -> None:
    """Write every export file of a run into `folder`."""
    exchanges = {v.case.case_id: v.exchange for v in verdicts}
    cases = [v.case for v in verdicts]
    asked = ranked_cases(cases, exchanges)
    _write(folder / "run.trec", _run_lines(asked, exchanges))
    _write(
        folder / "qrels.trec", (f"{q.query_id} 0 {q.doc_id} {q.relevance}" for q in qrels(asked, passages))
    )
    _write(folder / "cases.jsonl", (_json(case_row(v)) for v in verdicts))
    _write(folder / "trec_rag.jsonl", (_json(rag_row(v)) for v in verdicts if v.reply))
    _write(folder / "ragas.jsonl", (_json(ragas_row(v, passages)) for v in verdicts if v.reply))


def case_row(verdict: Verdict) -> dict[str, Any]:
    """A question with its reply, verdict and scores; only `latency_ms` differs between equal runs."""
    return {
        **set_row(verdict.case),
        "right": verdict.right,
        "why": list(verdict.why),
        "scores": dict(verdict.scores),
        "reply": verdict.exchange.reply,
        "failing": verdict.exchange.failing,
        "detail": verdict.exchange.detail,
        "latency_ms": verdict.exchange.latency_ms,
    }


def set_row(case: Case) -> dict[str, Any]:
    """A question as a set's line holds it."""
    scripted = any(turn.role == "assistant" for turn in case.turns)
    turns = [{"role": t.role, "content": t.content} if scripted else t.content for t in case.turns]
    return {
        "id": case.case_id,
        "kind": case.kind,
        "turns": turns,
        "gold": list(case.gold),
        "acceptable": list(case.acceptable),
        "must": [list(alternatives) for alternatives in case.must],
        "number": case.number,
        "outcome": case.outcome,
        "reason": case.reason,
        "forbidden": list(case.forbidden),
        "author": case.author,
        "date": case.date,
    }


def rag_row(verdict: Verdict) -> dict[str, Any]:
    """An answer as TREC 2024's RAG track takes it: sentences citing places in `references`, from 0."""
    reply = verdict.reply
    citations = reply.citations if reply else ()
    references = list(dict.fromkeys(citation.passage_id for citation in citations))
    place = {citation.n: references.index(citation.passage_id) for citation in citations}
    parts = sentences(reply.answer) if reply else ()
    return {
        "run_id": TAG,
        "topic_id": verdict.case.case_id,
        "topic": verdict.case.question,
        "references": references,
        "response_length": sum(len(part.text) for part in parts),
        "answer": [{"text": p.text, "citations": [place[n] for n in p.marks if n in place]} for p in parts],
    }


def ragas_row(verdict: Verdict, passages: Passages) -> dict[str, Any]:
    """A question in the fields that ragas reads; the gold passages' texts stand for the reference answer."""
    reply = verdict.reply
    return {
        "user_input": verdict.case.question,
        "response": reply.answer if reply else "",
        "retrieved_contexts": [passages.evidence(passage) for passage in (reply.cited if reply else ())],
        "reference": "\n".join(passages.text(passage) for passage in verdict.case.gold),
    }


def _run_lines(asked: Sequence[Case], exchanges: dict[str, Any]) -> Iterable[str]:
    rank = 0
    before = ""
    for row in run_rows(asked, exchanges):
        rank = rank + 1 if row.query_id == before else 1
        before = row.query_id
        yield f"{row.query_id} Q0 {row.doc_id} {rank} {row.score:g} {TAG}"


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
