"""Asking every question of a set once, several at a time, each answer kept the moment it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from evals.cases import Case
from evals.journal import Journal
from evals.responders.base import Asker, Exchange

Told = Callable[[Case, Exchange], None]


def ask_all(
    cases: Sequence[Case], asker: Asker, journal: Journal, *, jobs: int, told: Told | None = None
) -> dict[str, Exchange]:
    """Return every question's exchange by id, asking those that the journal does not know.

    The order of asking never shows in the results: they are kept by question.

    Args:
        cases: the questions.
        asker: what is asked.
        journal: known exchanges are taken from it, new ones are kept in it.
        jobs: how many questions are under way at once, in threads.
        told: called with each exchange, known ones first.
    """
    for case in cases:
        if told and case.case_id in journal.known:
            told(case, journal.known[case.case_id])
    pending = [case for case in cases if case.case_id not in journal.known]
    for case, exchange in _asked(pending, asker, jobs):
        journal.append(exchange)
        if told:
            told(case, exchange)
    return {case.case_id: journal.known[case.case_id] for case in cases}


def _asked(cases: Sequence[Case], asker: Asker, jobs: int) -> Iterable[tuple[Case, Exchange]]:
    if jobs == 1:
        yield from ((case, asker.ask(case)) for case in cases)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="eval")
    try:
        futures = {pool.submit(asker.ask, case): case for case in cases}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(
            wait=True, cancel_futures=True
        )  # after an interrupt only what is under way is waited for
