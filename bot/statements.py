"""Messages that state something to have it confirmed: what they state, without what is said around it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cues import cues


@dataclass(frozen=True, slots=True)
class Statement:
    """What a message states.

    Attributes:
        text: squeezed, without words of hearsay before it and a tag behind it.
        is_firm: whether it is held for true, by a tag (「對吧」) or as hearsay, and not just asked (「…嗎」) or said.
        is_doubted: whether it ends as a question for yes or no does.
    """

    text: str
    is_firm: bool
    is_doubted: bool


def statement_in(text: str) -> Statement | None:
    """Take a squeezed message apart; None if it asks for something else than whether it is so."""
    form = cues("statements")
    bare = form["tail"].sub("", text).rstrip(",，")
    heard = bool(form["hearsay"].search(bare))
    while (shorter := form["lead"].sub("", bare)) != bare:
        bare = shorter
    bare = form["guess"].sub("", bare)
    if not bare or form["asking"].search(bare):
        return None
    is_doubted = bool(form["doubted"].search(text))
    return Statement(bare, heard or bool(form["firm"].search(text)), is_doubted)
