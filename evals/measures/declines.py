"""Measures of declining; the positive class is "should decline", and a failed question declines nothing."""

from __future__ import annotations

from bot.answer import Outcome
from evals.measures.judged import Judged


def decline_precision(judged: Judged) -> float | None:
    """Share of declining replies where the question was to be declined. Applies to replies that decline."""
    return float(judged.case.outcome is Outcome.DECLINED) if judged.declined else None


def decline_recall(judged: Judged) -> float:
    """Share of questions to be declined that are. Applies to those; 1 - `decline_fnr`."""
    return float(judged.declined)


def decline_fnr(judged: Judged) -> float:
    """Share of questions to be declined that are answered (false negatives); lower is better.

    Applies to questions to be declined. Both error rates are told because either alone is had for nothing by
    answering always or never.
    """
    return float(not judged.declined)


def decline_fpr(judged: Judged) -> float:
    """Share of the other questions that are declined (false positives); lower is better.

    Applies to questions that are not to be declined, false premises and small talk too. A failed question
    counts as
    an error here: nobody was answered.
    """
    return float(judged.declined)
