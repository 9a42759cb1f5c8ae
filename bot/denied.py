"""Messages that say the plan is silent on something: whether it is not."""

from __future__ import annotations

from bot.composing import correct
from bot.cues import cues
from bot.draft import Draft
from bot.remainder import pairs
from bot.search import Finder
from bot.selection import select
from bot.task import Task
from index.script import normalise

_SPOKEN_OF = 0.6  # a passage's fit from which on it speaks of what is denied; it has words of it besides
_UNHEARD_OF = 0.35  # the same below which none does


def deny(task: Task, finder: Finder) -> Draft | None:
    """Put right that the plan has nothing on a matter (「計畫沒有寫到…，對吧」), with the passage that has."""
    matter = _denied(task)
    selection = select(matter, finder.scores(matter), finder) if matter else None
    if selection is None or selection.fit < _SPOKEN_OF or not pairs(matter) & pairs(selection.nodes[0].text):
        return None
    return correct(selection, finder.plan)


def is_right(task: Task, finder: Finder) -> bool:
    """Whether a message says that the plan has nothing on a matter, and it has nothing."""
    matter = _denied(task)
    return bool(matter) and finder.fit(matter, finder.scores(matter)) < _UNHEARD_OF


def _denied(task: Task) -> str:
    """The matter on which the plan is said to be silent; empty if it is not."""
    said = cues("premise")["denied_matter"].search(normalise(task.question))
    return said["what"] if said else ""
