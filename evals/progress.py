"""A progress bar with running scores, on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from evals.cases import Case
from evals.passages import Passages
from evals.responders.base import Exchange
from evals.runner import Told
from evals.scoring import judge_one


class RunningScore:
    """How many questions are done, right and failed so far."""

    def __init__(self, passages: Passages) -> None:
        """Begin at nothing."""
        self._passages = passages
        self.done = self.right = self.failed = 0

    def add(self, case: Case, exchange: Exchange) -> None:
        """Count one question."""
        self.done += 1
        self.failed += exchange.reply is None
        self.right += judge_one(case, exchange, self._passages)

    def __str__(self) -> str:
        """For people."""
        share = f"{self.right / self.done:.1%}" if self.done else "—"
        return f"全對 {self.right}/{self.done}（{share}）　失敗 {self.failed}"


class ProgressBar:
    """Shows a bar on standard error; nothing where that is no terminal."""

    def __init__(self, passages: Passages) -> None:
        """Begin at nothing."""
        self._passages = passages

    @contextmanager
    def __call__(self, cases: Sequence[Case]) -> Iterator[Told | None]:
        """Yield what is to be told of each exchange."""
        # Late: rich is for people at a terminal only.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(stderr=True)
        if not console.is_terminal:
            yield None
            return
        score = RunningScore(self._passages)
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(str(score), total=len(cases))

            def told(case: Case, exchange: Exchange) -> None:
                score.add(case, exchange)
                bar.update(task, advance=1, description=str(score))

            yield told


@contextmanager
def counting(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar of `total` steps on a terminal; yield what is to be told of each, in people's words."""
    # Late, as above.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda description: bar.update(task, advance=1, description=description)
