"""Gates for continuous integration: required values, and no regression from a kept report."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.errors import GateError
from evals.summary import LABELS, LOWER_IS_BETTER, TIMES, Report

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_FORM = re.compile(
    r"(?:(?P<kind>[^:<>=\s]+):)?(?P<measure>[\w@]+)\s*(?P<op>>=|<=|>|<)\s*(?P<number>\d+(?:\.\d+)?)"
)
TIME_MEASURES = ("latency_p50", "latency_p99")
REGRESSION_MEASURES = (
    "right",
    "success@1",
    "success@5",
    "citation_precision",
    "citation_recall",
    "must_coverage",
    "list_exact",
    "count_right",
    "support_lexical",
    "quotes_verbatim",
    "decline_fnr",
    "decline_fpr",
    "premise_handled",
    "forbidden_absent",
)
"""What may not get worse than in a baseline."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """`right>=0.9`, or for one kind `followup:right>=0.8`; shares as fractions, latencies in milliseconds."""

    measure: str
    op: str
    number: float
    kind: str | None = None

    def __str__(self) -> str:
        """As it was written."""
        return f"{self.kind + ':' if self.kind else ''}{self.measure}{self.op}{self.number:g}"


def parse_requirements(text: str) -> tuple[Requirement, ...]:
    """Read requirements divided by commas.

    Raises:
        GateError: one is not of the form, or names an unknown measure.
    """
    return tuple(_parse(part.strip()) for part in text.split(",") if part.strip())


def _parse(text: str) -> Requirement:
    found = _FORM.fullmatch(text)
    if not found:
        msg = f"門檻「{text}」讀不懂，應如 right>=0.9 或 followup:right>=0.8，以逗號分隔。"
        raise GateError(msg)
    if found["measure"] not in {*LABELS, *TIME_MEASURES}:
        msg = f"門檻「{text}」的指標不存在。可用：{'、'.join((*LABELS, *TIME_MEASURES))}。"
        raise GateError(msg)
    return Requirement(found["measure"], found["op"], float(found["number"]), found["kind"])


def unmet(report: Report, requirements: Sequence[Requirement]) -> list[str]:
    """What is not reached, for people; a measure that applies to no question is not reached."""
    failures = []
    for requirement in requirements:
        value = _value(report, requirement)
        if value is None:
            failures.append(f"{requirement}：這次執行沒有這個指標")
        elif not _OPERATORS[requirement.op](value, requirement.number):
            failures.append(f"{requirement}：得到 {value:.4g}")
    return failures


def regressions(report: Report, baseline: Report, *, tolerance: float = 0.0) -> list[str]:
    """What is worse than in the baseline by more than `tolerance`, overall and by kind, for people.

    A target's answers are the same each time on the same index, so any fall is a change and not chance;
    `tolerance` is for models that answer differently each time.

    Raises:
        GateError: the baseline was made with another set.
    """
    if report["set"]["sha256"] != baseline["set"]["sha256"]:
        msg = (
            f"基準用的題集（{baseline['set']['sha256'][:12]}）與這次（{report['set']['sha256'][:12]}）不同，"
            "無法判斷有無退步。請以新題集重跑並更新基準報告。"
        )
        raise GateError(msg)
    pairs = [("", baseline["overall"], report["overall"])]
    pairs += [(f"{kind}:", found, report["kinds"].get(kind, {})) for kind, found in baseline["kinds"].items()]
    return [
        worse
        for prefix, before, after in pairs
        for name in REGRESSION_MEASURES
        if name in before and (worse := _worse(prefix + name, name, before, after, tolerance))
    ]


def _worse(shown: str, name: str, before: Report, after: Report, tolerance: float) -> str:
    if name not in after:
        return f"{shown}：基準有 {before[name]['value']:.4g}，這次沒有這個指標"
    fall = before[name]["value"] - after[name]["value"]
    fall = -fall if name in LOWER_IS_BETTER else fall
    return (
        f"{shown}：{before[name]['value']:.4g} → {after[name]['value']:.4g}"
        if fall > tolerance + 1e-9
        else ""
    )


def _value(report: Report, requirement: Requirement) -> float | None:
    if requirement.measure in TIME_MEASURES:
        found = report[TIMES].get(requirement.measure)
        return None if found is None else float(found)
    held = report["kinds"].get(requirement.kind, {}) if requirement.kind else report["overall"]
    return float(held[requirement.measure]["value"]) if requirement.measure in held else None
