"""Where a message takes for granted that the thing it is about stands: below a heading, or in an agency's charge."""

from __future__ import annotations

import re

from bot.asking import Asked
from bot.names import Names
from bot.references import paths, resolve
from bot.short_forms import Hints
from corpus import Level, Node, Plan

_PUT = r"(?:列|寫|放|歸|編|擺|收|算|屬|落|掛|排)(?:在|於|入|進|到|給|屬)+"
_IN_CHARGE = r"(?:在)?(?:負責|主責|主管|承辦|主辦|掌管|職掌|管的?|辦的?|在做|做的)"
_BEFORE = re.compile(rf"(?:{_PUT}|是|由|給|在)「?$")
_BEFORE_ONLY = re.compile(rf"{_PUT}「?$")
_AFTER = re.compile(rf"」?(?:那邊|這邊|那塊|這塊)?(?:底下|下面|之下|項下|裡(?:面|頭)?|{_IN_CHARGE})")
_DENIED = re.compile(rf"(?:不|沒|非|未|而非|並非)(?:是|該|應|{_PUT}|在)*「?$")
_SHORT = re.compile(
    rf"{_PUT}(?P<place>[^,。?!;:的「」]{{2,12}}?)(?:業務)?(?:那邊|這邊|那塊|底下|下面|項下|裡面?)"
)
_KINDS = (Level.WORK_PLAN, Level.GOAL)


class Placed:
    """Finds the places that messages about one plan take for granted."""

    def __init__(self, plan: Plan, names: Names) -> None:
        self._plan = plan
        self._names = names

    def find(self, asked: Asked) -> tuple[Node, ...]:
        """Return the work plans, goals and items below which, or in whose charge, something is said to be."""
        found = [
            mention.node
            for mention in asked.mentions
            if mention.node.parent and _is_put(asked.text, mention.start, mention.end)
        ]
        steps = [
            step for step in asked.steps if step.level in _KINDS and _is_put(asked.text, step.start, step.end)
        ]
        counted = [node for step in steps for node in resolve(paths([step], ()), self._plan).nodes]
        return tuple(dict.fromkeys((*found, *counted, *self._short(asked.text))))

    def _short(self, text: str) -> list[Node]:
        """Work plans and goals that are named by a short form where something is put."""
        places = (
            match["place"] for match in _SHORT.finditer(text) if not _DENIED.search(text[: match.start()])
        )
        matches = (
            self._names.best(place, among=_KINDS, hints=Hints(level=Level.WORK_PLAN)) for place in places
        )
        return [found[0].node for found in matches if found and found[0].is_clear]


def _is_put(text: str, start: int, end: int) -> bool:
    """Whether something is said to stand where a heading is named: by words before it, or by words on both sides."""
    before = text[:start]
    if _DENIED.search(before):
        return False
    return bool(_BEFORE_ONLY.search(before) or (_BEFORE.search(before) and _AFTER.match(text, end)))
