"""All rules on all that is known about a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.checking.balance import check_balance
from corpus.checking.faults import Fault
from corpus.checking.leaks import SetQuestion, check_leaks
from corpus.checking.rows import read_knowledge
from corpus.checking.wording import check_duplicates, check_likeness, check_provenance
from corpus.plan import Plan


def check_plan(folder: Path, plan: Plan, questions: Sequence[SetQuestion] = ()) -> tuple[Fault, ...]:
    """Return what is wrong with a plan folder's knowledge, rule by rule, each in the order of files and lines.

    Args:
        folder: the plan's folder.
        plan: the plan.
        questions: of evaluation sets, which nothing that is indexed or learned may be worded like.

    Raises:
        OSError: a file cannot be read.
    """
    knowledge = read_knowledge(folder, plan)
    return (
        *knowledge.faults,
        *check_provenance(knowledge),
        *check_duplicates(knowledge),
        *check_likeness(knowledge),
        *check_leaks(knowledge, plan, questions),
        *check_balance(knowledge, folder, plan),
    )
