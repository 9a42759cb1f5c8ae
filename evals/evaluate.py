"""One evaluation from set to run folder: ask, judge, summarise, write."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.cases import Case, QuestionSet
from evals.exports import write_exports
from evals.folder import ANSWERS, HEADER, REPORT, RunFolder, json_text
from evals.header import make_header
from evals.journal import write_exchanges
from evals.measures.retrieval import forecasts
from evals.measures.support import Verifier
from evals.passages import Passages
from evals.responders.base import Asker, Exchange
from evals.runner import Told, ask_all
from evals.scoring import Verdict, judge_all
from evals.summary import Report, summarise

Progress = Callable[[Sequence[Case]], AbstractContextManager[Told | None]]


@dataclass(frozen=True)
class Evaluation:
    """What is asked, how, and against which texts.

    Attributes:
        settings: further words for the header (depth, time limit).
        verifier: judges sentence support, if there is one.
        jobs: questions under way at once; never changes a result.
    """

    questions: QuestionSet
    asker: Asker
    passages: Passages
    settings: Mapping[str, Any] = field(default_factory=dict)
    verifier: Verifier | None = None
    jobs: int = 1

    @property
    def header(self) -> dict[str, Any]:
        """All that identifies this run; `jobs` is not part of it."""
        verifier = self.verifier.version if self.verifier else None
        return make_header(self.questions, self.asker.about, {**self.settings, "verifier": verifier})


@dataclass(frozen=True)
class Finished:
    """A run as judged, with its report."""

    verdicts: tuple[Verdict, ...]
    report: Report


def evaluate(
    evaluation: Evaluation,
    out: Path,
    *,
    force: bool = False,
    retry: bool = False,
    progress: Progress | None = None,
) -> Finished:
    """Ask every question that is not known yet, judge all and write the run folder.

    Args:
        evaluation: what to do.
        out: the run folder.
        force: begin anew whatever is there.
        retry: keep a finished run's replies and ask its failed questions again.
        progress: shows the running scores.

    Raises:
        RunError: the folder is finished already, in use, or of other settings.
    """
    folder = RunFolder(out)
    header = evaluation.header
    started = _now()
    folder.begin(header, force=force, retry=retry)
    with folder.journal() as journal:
        shown = progress(evaluation.questions.cases) if progress else nullcontext()
        with shown as told:
            exchanges = ask_all(
                evaluation.questions.cases, evaluation.asker, journal, jobs=evaluation.jobs, told=told
            )
        times = {"started": started, "ended": _now(), "jobs": evaluation.jobs}
        finished = judge_run(evaluation, exchanges, header, times)
        folder.finish(lambda new: _write(new, evaluation, header, finished))
    return finished


def judge_run(
    evaluation: Evaluation,
    exchanges: Mapping[str, Exchange],
    header: Mapping[str, Any],
    times: Mapping[str, Any],
) -> Finished:
    """Judge known exchanges."""
    verdicts = judge_all(evaluation.questions.cases, exchanges, evaluation.passages, evaluation.verifier)
    found = forecasts(evaluation.questions.cases, exchanges, evaluation.passages)
    return Finished(verdicts, summarise(header, verdicts, times, found))


def _write(folder: Path, evaluation: Evaluation, header: Mapping[str, Any], finished: Finished) -> None:
    # Late: the page's assets are read only when there is something to show.
    from evals.report import run_page

    (folder / HEADER).write_text(json_text(header), encoding="utf-8")
    write_exchanges(folder / ANSWERS, (verdict.exchange for verdict in finished.verdicts))
    write_exports(folder, finished.verdicts, evaluation.passages)
    (folder / REPORT).write_text(json_text(finished.report), encoding="utf-8")
    page = run_page(finished.report, finished.verdicts, evaluation.passages)
    (folder / "report.html").write_text(page, encoding="utf-8")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
