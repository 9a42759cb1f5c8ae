"""The table of all measures: names, which questions each applies to, and what a failure counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answer import Outcome
from evals.cases import LIST_KINDS, Case
from evals.measures import answers, citations, declines, leaks, support
from evals.measures.judged import Judged


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over replies.

    Attributes:
        name: in reports and requirements.
        label: for people.
        score: a reply's value; None where the measure does not apply to the reply.
        applies: whether it applies to a question, whatever the reply.
        share: every value is 0 or 1, so that the mean is a share with a Wilson interval.
        higher_is_better: the direction.
        counts_failures: a question without a reply gets the worst value; otherwise it is left out, because
            the measure is over what replies hold.
    """

    name: str
    label: str
    score: Callable[[Judged], float | None]
    applies: Callable[[Case], bool]
    share: bool = True
    higher_is_better: bool = True
    counts_failures: bool = True

    @property
    def worst(self) -> float:
        """What a failed question counts."""
        return 0.0 if self.higher_is_better else 1.0


def _always(_: Case) -> bool:
    return True


def _wants_citation(case: Case) -> bool:
    return case.wants_citation


def _is_list(case: Case) -> bool:
    return case.kind in LIST_KINDS and bool(case.gold)


def _has_number(case: Case) -> bool:
    return case.number is not None


def _has_must(case: Case) -> bool:
    return bool(case.must)


def _has_forbidden(case: Case) -> bool:
    return bool(case.forbidden)


def _has_reason(case: Case) -> bool:
    return case.reason is not None


def _to_decline(case: Case) -> bool:
    return case.outcome is Outcome.DECLINED


def _to_answer(case: Case) -> bool:
    return case.outcome is not Outcome.DECLINED


def _to_correct(case: Case) -> bool:
    return case.outcome is Outcome.CORRECTED


MEASURES: tuple[Measure, ...] = (
    Measure("right", "全對", answers.right, _always),
    Measure("outcome_right", "結果類別正確", answers.outcome_right, _always),
    Measure("reason_right", "拒答理由正確", answers.reason_right, _has_reason, counts_failures=False),
    Measure("citation_precision", "引用精確率", citations.citation_precision, _wants_citation, share=False),
    Measure("citation_recall", "引用召回率", citations.citation_recall, _wants_citation, share=False),
    Measure("marks_consistent", "標號與引用一致", citations.marks_consistent, _always, counts_failures=False),
    Measure(
        "quotes_verbatim", "引文逐字", citations.quotes_verbatim, _always, share=False, counts_failures=False
    ),
    Measure("must_coverage", "要點涵蓋率", answers.must_coverage, _has_must, share=False),
    Measure("count_right", "數量正確", answers.count_right, _has_number),
    Measure("list_precision", "清單精確率", citations.list_precision, _is_list, share=False),
    Measure("list_recall", "清單召回率", citations.list_recall, _is_list, share=False),
    Measure("list_exact", "清單完全正確", citations.list_exact, _is_list),
    Measure(
        "sentences_cited", "句子附引用", support.sentences_cited, _always, share=False, counts_failures=False
    ),
    Measure(
        "support_lexical",
        "句子有據（字面）",
        support.support_lexical,
        _always,
        share=False,
        counts_failures=False,
    ),
    Measure(
        "support_verifier",
        "句子有據（查核器）",
        support.support_verifier,
        _always,
        share=False,
        counts_failures=False,
    ),
    Measure("decline_precision", "拒答精確率", declines.decline_precision, _always, counts_failures=False),
    Measure("decline_recall", "拒答召回率", declines.decline_recall, _to_decline),
    Measure("decline_fnr", "該拒未拒", declines.decline_fnr, _to_decline, higher_is_better=False),
    Measure("decline_fpr", "不該拒而拒", declines.decline_fpr, _to_answer, higher_is_better=False),
    Measure("premise_handled", "錯誤前提有更正", answers.premise_handled, _to_correct),
    Measure("forbidden_absent", "無禁止內容", answers.forbidden_absent, _has_forbidden),
    Measure("script_clean", "無簡體字", leaks.script_clean, _always, counts_failures=False),
    Measure("terms_clean", "無對岸用語", leaks.terms_clean, _always, counts_failures=False),
)
