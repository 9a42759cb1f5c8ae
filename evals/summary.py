"""`report.json`: all figures of a run, overall and by kind, with intervals; times stand apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer import Outcome
from evals.measures.calibration import Forecast, Told, brier_score, calibration_error, reliability, trade_off
from evals.measures.intervals import estimates, percentile
from evals.measures.registry import MEASURES
from evals.measures.retrieval import LABELS as RANKING_LABELS
from evals.measures.retrieval import SHARES
from evals.scoring import Verdict

Report = dict[str, Any]

LABELS: Mapping[str, str] = {m.name: m.label for m in MEASURES} | dict(RANKING_LABELS)
"""People's words for every measure, in the order in which reports show them."""
LOWER_IS_BETTER = frozenset(m.name for m in MEASURES if not m.higher_is_better)
_SHARES = frozenset(m.name for m in MEASURES if m.share) | SHARES
TIMES = "times"


def summarise(
    header: Mapping[str, Any],
    verdicts: Sequence[Verdict],
    times: Mapping[str, Any],
    found: Sequence[Forecast] = (),
) -> Report:
    """Return the report: everything under `times` may differ between equal runs, nothing else.

    Args:
        header: of `make_header`.
        verdicts: in the set's order.
        times: when it started and ended, how many jobs.
        found: of the ranked passages, where their scores are probabilities.
    """
    replies = [v.reply for v in verdicts if v.reply is not None]
    told = told_confidences(verdicts)
    return {
        **header,
        "index_versions": sorted({reply.index_version for reply in replies} - {""}),
        "composers": sorted({reply.composer for reply in replies} - {""}),
        "complete": not any(v.failed for v in verdicts),
        "overall": measured(verdicts),
        "kinds": {kind: measured(held) for kind, held in by_kind(verdicts).items()},
        "outcomes": _outcomes(verdicts),
        "reasons": _reasons(verdicts),
        "tokens": dict(sorted(_tokens(verdicts).items())),
        "calibration": _calibration(told),
        "search_calibration": _calibration(found),
        "trade_off": [asdict(point) for point in trade_off(told)],
        "wrong": [v.case.case_id for v in verdicts if not v.right and not v.failed],
        "failed": {v.case.case_id: str(v.exchange.failing) for v in verdicts if v.failed},
        TIMES: {**times, **latencies(verdicts)},
    }


def by_kind(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts of each kind, kinds in order of first appearance."""
    kinds: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        kinds.setdefault(verdict.case.kind, []).append(verdict)
    return kinds


def matrix(verdicts: Sequence[Verdict], names: Sequence[str]) -> NDArray[np.float64]:
    """Scores as float64 `(n_questions, n_measures)`, NaN where a measure does not apply."""
    rows = [[v.scores.get(name, np.nan) for name in names] for v in verdicts]
    return np.array(rows, np.float64).reshape(len(verdicts), len(names))


def measured(verdicts: Sequence[Verdict]) -> dict[str, dict[str, float]]:
    """Every measure that applies to at least one question, as an estimate."""
    names = list(LABELS)
    shares = np.array([name in _SHARES for name in names])
    found = estimates(matrix(verdicts, names), shares)
    return {name: asdict(one) for name, one in zip(names, found, strict=True) if one}


def told_confidences(verdicts: Iterable[Verdict]) -> list[Told]:
    """The replies that tell a confidence."""
    return [
        Told(
            v.reply.confidence,
            v.right,
            v.reply.outcome is Outcome.DECLINED,
            v.case.outcome is Outcome.DECLINED,
        )
        for v in verdicts
        if v.reply is not None and v.reply.confidence is not None
    ]


def _calibration(told: Sequence[Forecast]) -> dict[str, Any]:
    bins = reliability(told)
    held = [asdict(one) for one in bins]
    return {"error": calibration_error(bins), "brier": brier_score(told), "bins": held}


def latencies(verdicts: Iterable[Verdict]) -> dict[str, float | None]:
    """Median and 99th percentile of the judged turns' times, in milliseconds; None where none is known.

    `first_…` are the times to a stream's first sentence, and left out where nothing was streamed.
    """
    held = list(verdicts)
    known = [v.exchange.latency_ms for v in held if v.exchange.latency_ms is not None]
    first = [v.exchange.first_ms for v in held if v.exchange.first_ms is not None]
    found = {"latency_p50": percentile(known, 50), "latency_p99": percentile(known, 99)}
    return found | ({"first_p50": percentile(first, 50), "first_p99": percentile(first, 99)} if first else {})


def stable(report: Report) -> Report:
    """The report without what may differ between equal runs."""
    return {name: value for name, value in report.items() if name != TIMES}


def _outcomes(verdicts: Iterable[Verdict]) -> dict[str, dict[str, int]]:
    """How often each expected outcome got each outcome; `failed` where there was no reply."""
    counts: dict[str, Counter[str]] = {}
    for v in verdicts:
        got = v.reply.outcome if v.reply else "failed"
        counts.setdefault(v.case.outcome, Counter())[got] += 1
    return {
        str(expected): {str(k): n for k, n in sorted(got.items())} for expected, got in sorted(counts.items())
    }


def _reasons(verdicts: Iterable[Verdict]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for v in verdicts:
        if v.case.reason is not None:
            got = (v.reply.reason or "none") if v.reply else "failed"
            counts.setdefault(v.case.reason, Counter())[got] += 1
    return {
        str(expected): {str(k): n for k, n in sorted(got.items())} for expected, got in sorted(counts.items())
    }


def _tokens(verdicts: Iterable[Verdict]) -> Counter[str]:
    total: Counter[str] = Counter()
    for v in verdicts:
        total.update(dict(v.reply.tokens) if v.reply else {})
    return total
