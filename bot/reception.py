"""The first look at a message: is it a question at all, and what is the question once all else is taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.manners import clean, in_distress, is_empty, is_english, smalltalk_kind
from bot.routing import Route, routes

_SURE = 0.6  # likelihood from which the classifier alone decides
_FAIR = 0.4  # likelihood of an attack that is enough where something was taken out already
_ASKS = re.compile(r"請問|什麼|怎麼|哪|補助|幾|多少")
_SHORT = 24  # characters up to which a message can be a mere pleasantry


@dataclass(frozen=True, slots=True)
class Received:
    """A message after the first look.

    Attributes:
        route: what it wants; `ANSWER` for everything that is looked up.
        question: what is to be answered, without steering and markup.
        smalltalk: which kind, for `SMALLTALK`.
        likelihoods: of the routes, for the question.
        forged: whether the message brings along a text and says it is the plan's.
        english: whether it is written in English.
    """

    route: Route
    question: str
    likelihoods: dict[Route, float]
    smalltalk: str = "chatter"
    forged: bool = False
    english: bool = False


def receive(text: str) -> Received:
    """Look at a message: distress first, then pleasantries, then attacks."""
    found, english = routes(text), is_english(text)
    if in_distress(text) or found[Route.DISTRESS] >= _SURE:
        return Received(Route.DISTRESS, text, found, english=english)
    if is_empty(text):
        return Received(Route.UNCLEAR, text, found, english=english)
    if kind := smalltalk_kind(text):
        return Received(Route.SMALLTALK, text, found, kind, english=english)
    if found[Route.SMALLTALK] >= _SURE and len(text) <= _SHORT and not _ASKS.search(text):
        return Received(Route.SMALLTALK, text, found, english=english)
    cleaned = clean(text)
    if not cleaned.attacked:
        return Received(Route.ANSWER, cleaned.question, found, forged=cleaned.forged, english=english)
    found = routes(cleaned.question)
    if is_empty(cleaned.question) or (found[Route.UNSAFE] >= _FAIR and not cleaned.forged):
        return Received(Route.UNSAFE, cleaned.question, found, forged=cleaned.forged, english=english)
    return Received(Route.ANSWER, cleaned.question, found, forged=cleaned.forged, english=english)
