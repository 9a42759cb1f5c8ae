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


def deny(task: Task, finder: Finder) -> Draft | None:
    """Put right that the plan has nothing on a matter (「計畫沒有寫到…，對吧」), with the passage that has."""
    denied = cues("premise")["denied_matter"].search(normalise(task.question))
    if denied is None:
        return None
    matter = denied["what"]
    selection = select(matter, finder.scores(matter), finder)
    if selection.fit < _SPOKEN_OF or not pairs(matter) & pairs(selection.nodes[0].text):
        return None
    return correct(selection, finder.plan)
