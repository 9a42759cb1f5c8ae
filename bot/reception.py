"""The first look at a message: is it a question at all, and what is the question once all else is taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.asking import is_english
from bot.boundaries import asks
from bot.cues import cues
from bot.manners import clean, in_distress, is_empty, looks_up, smalltalk_kind
from bot.routing import Route, routes
from index.script import normalise

_SURE = 0.6  # likelihood from which the classifier alone decides
_VERY_SURE = 0.9  # the same of what holds a figure of speech
_FAIR = 0.4  # likelihood of an attack that is enough where something was taken out already
_ASKS = re.compile(r"\d\.\d|請問|什麼|怎麼|哪|補助|幾|多少")
_PLAINLY = 0.9  # likelihood of a question from which on words of distress in it are figures of speech
_CALM = 0.1  # likelihood of distress up to which they can be
_SHORT, _SHORT_ENGLISH = 24, 60  # characters up to which a message can be a mere pleasantry


@dataclass(frozen=True, slots=True)
class Received:
    """A message after the first look.

    Attributes:
        route: what it wants; `ANSWER` for everything that is looked up.
        question: what is to be answered, without steering and markup.
        smalltalk: which kind, for `SMALLTALK`.
        likelihoods: of the routes, for the question.
        attacked: whether something that tries to steer the service was taken out.
        forged: whether the message brings along a text and says it is the plan's.
        english: whether it is written in English.
        spared: the question with the clauses that may have been taken out without need; empty if there are none.
        instructed: whether a rule says that the message tries to steer.
    """

    route: Route
    question: str
    likelihoods: dict[Route, float]
    smalltalk: str = "chatter"
    attacked: bool = False
    forged: bool = False
    english: bool = False
    spared: str = ""
    instructed: bool = False


def receive(text: str) -> Received:
    """Look at a message: distress first, then pleasantries, then attacks."""
    found, english = routes(text), is_english(text)
    harmless = bool(cues("safety")["harmless"].search(normalise(text)))
    sure = found[Route.DISTRESS] >= (_VERY_SURE if harmless else _SURE) and not looks_up(normalise(text))
    if sure or (in_distress(text) and not _asks_plainly(text, found)):
        return Received(Route.DISTRESS, text, found, english=english)
    if is_empty(text):
        return Received(Route.UNCLEAR, text, found, english=english)
    if kind := smalltalk_kind(text):
        return Received(Route.SMALLTALK, text, found, kind, english=english)
    short = len(text) <= (_SHORT_ENGLISH if english else _SHORT)
    if found[Route.SMALLTALK] >= _SURE and short and not _ASKS.search(text):
        return Received(Route.SMALLTALK, text, found, english=english)
    cleaned = clean(text)
    if not cleaned.attacked:
        return Received(Route.ANSWER, cleaned.question, found, forged=cleaned.forged, english=english)
    found = routes(cleaned.question)
    taken_out = cleaned.instructed or bool(cleaned.spared)
    unsafe = is_empty(cleaned.question) or (taken_out and found[Route.UNSAFE] >= _FAIR and not cleaned.forged)
    return Received(
        Route.UNSAFE if unsafe else Route.ANSWER,
        cleaned.question,
        found,
        attacked=True,
        forged=cleaned.forged,
        english=english,
        spared=cleaned.spared,
        instructed=cleaned.instructed,
    )


def spare(received: Received) -> Received:
    """The message with the clauses that may have been taken out without need."""
    whole = received.spared
    return replace(
        received, route=Route.ANSWER, question=whole, likelihoods=routes(whole), attacked=received.instructed
    )


def _asks_plainly(text: str, found: dict[Route, float]) -> bool:
    """Whether a message only uses words of distress to ask of something else (「累到想死，工時要檢討嗎」)."""
    said = normalise(text)
    calm = found[Route.ANSWER] >= _PLAINLY and found[Route.DISTRESS] < _CALM
    return calm and asks(said) and not cues("safety")["acute"].search(said)
