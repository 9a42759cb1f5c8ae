"""Selections by size: how many elements nodes hold, which hold the most, and whose text is the longest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from bot.asking import Asked, blank, kinds_in, levels_in
from bot.cues import cues
from bot.query import INNER, MANY, Extreme, Query
from corpus import Level
from corpus.numerals import read_numeral

_OUTERMOST_FIRST = (Level.WORK_PLAN, Level.GOAL, Level.ITEM)
_ABOVE = {Level.STRATEGY: Level.GOAL, Level.ITEM: Level.WORK_PLAN, Level.CONTENT: Level.ITEM}
_BEHIND = 7  # characters behind a question word within which the kind of node stands


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A query narrowed by what a question says, and the question without what has been read of it but for kinds of node."""

    query: Query
    asked: Asked

    def to(self, query: Query, places: Iterable[int]) -> Narrowed:
        """Narrowed further, by what stands at the places."""
        kinds = {at for start, end, _ in kinds_in(self.asked.shape) for at in range(start, end)}
        shape = blank(self.asked.shape, (at for at in places if at not in kinds))
        return Narrowed(query, replace(self.asked, shape=shape))


def narrow_size(narrowed: Narrowed) -> Narrowed:
    """Narrow to nodes with so many elements: 「哪些項目超過五點」, 「有六個以上項目的是哪幾個業務」."""
    query, asked = narrowed.query, narrowed.asked
    for match in chain.from_iterable(
        cues("structure")[cue].finditer(asked.shape) for cue in ("sized", "size")
    ):
        number = read_numeral(match["n"])
        rest = asked.shape[: match.start("n")] + asked.shape[match.end("unit") :]
        container = _qualified(match) or selected_kind(rest) or _holding(match)
        if number is None or container is None or _counts_else(match) or not _is_bound(match, asked.shape):
            continue
        if container is Level.ITEM and "項" in match["unit"]:
            continue  # 「四項的項目」 counts nothing that an item has
        measured = measured_in(match["unit"] + (match["kind"] or ""), container)
        query = replace(query, level=container, children=bounds_of(number, match[0]), measured=measured)
        return narrowed.to(query, range(*match.span()))
    return narrowed


def narrow_extreme(narrowed: Narrowed) -> Narrowed:
    """Narrow to the nodes with the most or the fewest elements, or with the longest or the shortest text."""
    query, asked = narrowed.query, narrowed.asked
    found = ((kind, cues("structure")[kind].search(asked.shape)) for kind in Extreme)
    extreme, match = next(((kind, match) for kind, match in found if match), (None, None))
    if extreme is None or match is None:
        return narrowed
    if extreme.by_length:
        kinds = [level for _, level in levels_in(asked.shape)]
        query = replace(query, level=kinds[-1] if kinds else Level.PARAGRAPH, extreme=extreme)
        return narrowed.to(query, range(*match.span()))
    asked_for = cues("structure")["which_kind"].search(asked.shape)
    container = kinds_in(asked_for["kind"])[0][2] if asked_for else outermost(asked.shape)
    if container not in INNER:
        return narrowed
    rank, top = _rank(asked.shape)
    measured = measured_in(_told_of(asked.shape), container)
    query = replace(query, level=container, extreme=extreme, measured=measured, rank=rank, top=top)
    return narrowed.to(query, range(*match.span()))


def _told_of(shape: str) -> str:
    """What is said of the nodes with the most or fewest, without what is asked of them then: 「項目最多的業務｜有哪些內容」."""
    found = cues("structure")["property"].search(shape)
    behind = [
        end for start, end, level in kinds_in(shape) if found and start >= found.end() and level in INNER
    ]
    return shape[: behind[0]] if behind else shape


def _rank(shape: str) -> tuple[int, int]:
    """Which in the order of size is meant, and how many of the first: (2, 1) for 「第二多」, (1, 3) for 「前三多」."""
    match = cues("structure")["ranking"].search(shape)
    if match is None:
        return 1, 1
    rank, top = (match["rank"] or match["place"], match["top"] or match["most"])
    return read_numeral(rank or "1") or 1, read_numeral(top or "1") or 1


def outermost(text: str, but: tuple[int, int] = (0, 0)) -> Level | None:
    """Of the kinds of node that a text names, the outermost: in 「項目最多的業務」 the work plan."""
    found = {level for at, level in levels_in(text) if not but[0] <= at < but[1]}
    return next((level for level in _OUTERMOST_FIRST if level in found), None)


def selected_kind(text: str) -> Level | None:
    """The kind of inner node that a question selects: the outermost behind 「哪些」, 「幾個」 or 「的」."""
    behind = (
        text[match.end() : match.end() + _BEHIND] for match in cues("structure")["selected"].finditer(text)
    )
    found = {level for part in behind for at, level in levels_in(part)[:1] if level in INNER}
    return next((level for level in _OUTERMOST_FIRST if level in found), None)


def _qualified(match: re.Match[str]) -> Level | None:
    """The kind of inner node that stands right behind 「有三點的」; behind 「有三個的」 stands what is counted."""
    tells = match["of"] == "的" and (match["kind"] or cues("structure")["in_points"].search(match["unit"]))
    behind = kinds_in(match.string[match.end() :])[:1] if tells else ()
    return next((level for start, _, level in behind if start == 0 and level in INNER), None)


def _counts_else(match: re.Match[str]) -> bool:
    """Whether a number counts what is no node: 「超過兩個逗號」."""
    plain = match["unit"].endswith("個") and not (match["kind"] or match["after"] or match["of"])
    return plain and bool(cues("structure")["other_noun"].match(match.string, match.end()))


def _holding(match: re.Match[str]) -> Level | None:
    """The kind of node that holds what is counted, where no more is said than 「有七點的是哪一項」."""
    form, said = cues("structure"), match.string
    behind = match["of"] and form["bare_which"].match(said, match.end())
    if not behind and not form["bare_asked"].search(said[: match.start()]):
        return None
    for _, counted in levels_in(match["kind"] or ""):
        return _ABOVE.get(counted)
    return Level.ITEM if form["in_points"].search(match["unit"]) else None


def _is_bound(match: re.Match[str], shape: str) -> bool:
    """Whether a number selects: by 「只有」, 「以上」 and the like, as what a kind is asked for by, or as its attribute."""
    asked_by = cues("structure")["container"].finditer(shape)
    told = match["bound"] or match["after"] or match["of"] is not None
    return bool(told) or any(kind.end() == match.start() for kind in asked_by)


def measured_in(unit: str, container: Level) -> Level | None:
    """What is counted: passages if points of a work plan are, else children."""
    in_points = cues("structure")["in_points"].search(unit)
    return Level.PARAGRAPH if container is Level.WORK_PLAN and in_points else None


def bounds_of(number: int, said: str) -> tuple[int, int]:
    """From how many to how many are meant."""
    form = cues("structure")
    beyond = 1 if form["beyond"].search(said) else 0
    if form["at_least"].search(said):
        return (number + beyond, MANY)
    return (1, number - beyond) if form["at_most"].search(said) else (number, number)
