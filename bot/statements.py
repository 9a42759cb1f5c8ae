"""Messages that state something to have it confirmed: what they state, without what is said around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.asking import BLANK, Asked
from bot.cues import cues
from corpus.numerals import read_numeral


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
    is_doubted = bool(form["doubted"].search(text) or form["whether"].search(text))
    text = form["whether"].sub("", text)
    bare = form["tail"].sub("", text).rstrip(",，")
    heard = bool(form["hearsay"].search(bare))
    while (shorter := form["lead"].sub("", bare)) != bare:
        bare = shorter
    bare = form["guess"].sub("", bare)
    if not bare or form["asking"].search(bare):
        return None
    return Statement(bare, heard or bool(form["firm"].search(text)), is_doubted)


def claims_before(text: str) -> Iterator[tuple[Statement, bool]]:
    """The claims that a squeezed message wants confirmed before it asks more, and whether that is to list all."""
    form, start = cues("statements"), 0
    for tag in form["claim_end"].finditer(text):
        claim = statement_in(text[start : tag.end()].rstrip(","))
        start = tag.end()
        lists = bool(form["listing_all"].match(text, start))
        if (
            claim
            and claim.is_firm
            and start < len(text)
            and (lists or not form["listing"].search(text, start))
        ):
            yield claim, lists


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that is stated, and the question that asks for it instead: 「有幾點」 for 「有六點」."""

    number: int
    question: str


def number_stated(asked: Asked) -> Stated | None:
    """The number of nodes that a statement gives, of several the first; None if it gives none, or says something else behind it."""
    form = cues("statements")
    found = [match for match in form["number"].finditer(asked.shape) if _is_stated(match, asked)]
    if len(found) > 1 and form["framing"].match(asked.shape, found[0].end()):
        found = found[1:]  # 「十個業務裡有三個業務」
    if not found or (number := read_numeral(found[0]["n"])) is None:
        return None
    behind = asked.text[found[0].end() :]
    if not form["elaborating"].match(behind):
        return None  # something else is said besides
    unit = "點" if found[0]["unit"] == "處" else found[0]["unit"]
    before = form["only"].sub("", form["only_that"].sub("有", asked.text[: found[0].start()]))
    return Stated(number, f"{before}幾{unit}{behind.partition(',')[0]}")


def _is_stated(match: re.Match[str], asked: Asked) -> bool:
    """Whether a number is what is stated: behind a verb, or with nothing before it but a name; 「那一項」 only as the only one."""
    form, before = cues("statements"), asked.shape[: match.start()]
    if form["qualifying"].match(asked.shape, match.end()):
        return False  # 「有四點內容的項目」 states nothing
    if before.endswith(("這", "那")):
        return bool(form["only_that"].search(before))
    if (
        match["n"] in "一1"
        and not form["whole"].search(before)
        and form["some_one"].search(asked.shape, match.end())
    ):
        return False  # 「有一項是…」 counts nothing
    return bool(form["number_verb"].search(before)) or not before.strip(BLANK + ",的")
