"""A run: every open request asked once, several at a time, and what is kept of all replies written for review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.errors import LanguageModelError
from bot.expanding.asking import Proposer
from bot.expanding.journal import Journal, Reply
from bot.expanding.proposals import prepare, require_unchanged, write_proposals
from bot.expanding.screening import Screen, Screened
from bot.expanding.tasks import Kind, Task, tasks_of
from corpus.checking import Guard, SetQuestion
from corpus.checking.rows import read_knowledge
from corpus.plan import Plan
from index.build import Progress


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run.

    Attributes:
        known: requests that were finished before.
        asked: requests that were made.
        failed: those of them that stay open, with the reason.
        left: open ones that were not asked because of the limit.
        screened: what is kept and dropped of all replies in the folder, earlier runs' among them.
    """

    known: int
    asked: int
    failed: tuple[tuple[Task, str], ...]
    left: int
    screened: Screened


class Expander:
    """Fills a folder with proposals for a plan."""

    def __init__(self, source: Path, plan: Plan, out: Path, questions: Sequence[SetQuestion] = ()) -> None:
        """Prepare for a plan.

        Args:
            source: the plan's folder, whose knowledge is not proposed again.
            plan: the plan.
            out: where the proposals go; an earlier run's folder is continued.
            questions: of evaluation sets, which no proposal may be worded like.
        """
        self._source, self._plan, self._out = source, plan, out
        self._questions = questions

    def run(
        self,
        proposer: Proposer,
        tasks: Sequence[Task],
        *,
        limit: int | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Run:
        """Ask the open ones of these requests, at most `limit`, and write all proposals of the folder.

        Raises:
            ProposalsError: the folder is a plan's, in use, or changed by hand.
            OSError: it cannot be written.
        """
        prepare(self._out)
        with Journal(self._out) as journal:
            require_unchanged(self._out, journal)
            pending = [task for task in tasks if journal.reply(task) is None]
            known, asked = len(tasks) - len(pending), pending[:limit]
            try:
                failed = _ask(asked, proposer, journal, jobs, progress)
            finally:  # after an interrupt as well: what is finished can be read at once
                screened = self._screened(journal)
                write_proposals(self._out, journal, screened.rows)
        return Run(known, len(asked), tuple(failed), len(pending) - len(asked), screened)

    def _screened(self, journal: Journal) -> Screened:
        """Screen all replies in the plan's order, so that neither jobs nor interruptions change what is kept."""
        knowledge = read_knowledge(self._source, self._plan)
        screen = Screen(
            self._plan, (row.content for row in knowledge.rows), Guard(self._plan, self._questions)
        )
        finished = ((task, journal.reply(task)) for task in tasks_of(self._plan, tuple(Kind)))
        return screen.screen((task, reply) for task, reply in finished if reply)


def _ask(
    tasks: Sequence[Task], proposer: Proposer, journal: Journal, jobs: int, progress: Progress | None
) -> list[tuple[Task, str]]:
    """Ask; returns what failed, in the order of the requests."""
    failed: dict[Task, str] = {}
    for done, (task, said) in enumerate(_replies(tasks, proposer, jobs), 1):
        if isinstance(said, Reply):
            journal.finish(task, said)
        else:
            failed[task] = said
        if progress:
            progress(done, len(tasks))
    return [(task, failed[task]) for task in tasks if task in failed]


def _replies(tasks: Sequence[Task], proposer: Proposer, jobs: int) -> Iterator[tuple[Task, Reply | str]]:
    """Each request's reply as it comes; the next is asked once the caller has kept it, so that a kill loses few."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="expand")
    waiting = iter(tasks)
    try:
        futures = {pool.submit(_reply, proposer, task): task for task in islice(waiting, jobs)}
        while futures:
            for future in wait(futures, return_when=FIRST_COMPLETED).done:
                yield futures.pop(future), future.result()
                futures |= {pool.submit(_reply, proposer, task): task for task in islice(waiting, 1)}
    finally:  # after an interrupt only what is under way is waited for
        pool.shutdown(wait=True)


def _reply(proposer: Proposer, task: Task) -> Reply | str:
    try:
        return Reply(tuple(proposer.ask(task)), proposer.hand)
    except LanguageModelError as error:
        return str(error)
