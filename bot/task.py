"""A conversation on its way through the pipeline, and what each step has found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.boundaries import Aspect
from bot.dialogue import FollowUp, Link, Turn
from bot.draft import Draft
from bot.reading import Reading
from bot.reception import Received
from bot.selection import Selection


@dataclass(frozen=True, slots=True)
class Choice:
    """What the plan's passages have for a message.

    Attributes:
        selection: the passages chosen for it.
        missing: kinds of detail it asks for that those do not give.
        answerable: likelihood that they answer it, in [0, 1].
    """

    selection: Selection = field(default_factory=Selection)
    missing: tuple[Aspect, ...] = ()
    answerable: float = 1.0


@dataclass(frozen=True, slots=True)
class Task:
    """One user message with everything known of it.

    Attributes:
        text: as typed.
        received: the first look at it.
        history: the user turns before it, with what they were answered with.
        link: how it hangs on one of those.
        reading: what it asks of the plan's structure.
        scores: every node's score, float32 `(n_nodes,)`.
        choose: works out what passages have for it, once, when it is asked for: what the plan's structure settles
            mostly does without.
        parts: the questions of the plan's structure that stand in it beside each other, each worked out by itself.
        draft: what is going to be said.
    """

    text: str
    received: Received
    history: tuple[Turn, ...] = ()
    link: FollowUp = field(default_factory=FollowUp)
    reading: Reading = field(default_factory=Reading)
    scores: NDArray[np.float32] | None = None
    choose: Callable[[], Choice] = Choice
    parts: tuple[Task, ...] = ()
    draft: Draft | None = None

    @property
    def selection(self) -> Selection:
        """The passages chosen for it."""
        return self.choose().selection

    @property
    def missing(self) -> tuple[Aspect, ...]:
        """Kinds of detail it asks for that those do not give."""
        return self.choose().missing

    @property
    def answerable(self) -> float:
        """Likelihood that they answer it, in [0, 1]."""
        return self.choose().answerable

    @property
    def question(self) -> str:
        """What is to be answered, without steering and markup."""
        return self.link.question or self.received.question

    @property
    def linked(self) -> bool:
        """Whether it hangs on an earlier turn."""
        return self.link.link is not Link.NONE
