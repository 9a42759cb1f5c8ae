"""The questions of structure that stand in one message, each as it is asked by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.asking import BLANK, Asked, ask, is_level, kinds_in, levels_in, operation_of
from bot.cues import cues
from bot.names import Names
from bot.query import Operation
from bot.scopes import Scopes
from corpus import Level

_MANY = 5  # questions told in one answer
_MOST_CUTS = 40  # places at which a message may be cut; what has more of them is no such message
_PLACES = frozenset({Level.PART, Level.GOAL, Level.WORK_PLAN})
_ASKED = frozenset({Operation.LIST, Operation.COUNT, Operation.QUOTE})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a message, taken apart by itself, and the shape that it has in the message."""

    text: str
    shape: str
    asked: Asked

    @property
    def is_kind(self) -> bool:
        """Whether it is but a kind of node: 「策略」 of 「有哪些目標和策略」."""
        return is_level(self.text)

    @property
    def asks(self) -> bool:
        """Whether it asks for nodes: for those of a kind, for how many, or for the one at a place."""
        if cues("parting")["scope"].search(self.shape):
            return False
        if cues("parting")["extreme"].search(self.shape):
            return True
        named = levels_in(self.shape) or self.asked.steps or self.asked.says("count")
        return bool(named and (operation_of(self.asked) in _ASKED or self.asked.says("name")))

    @property
    def before(self) -> str:
        """What stands before it begins to ask."""
        found = cues("parting")["asking"].search(self.shape)
        return self.text[: found.start()] if found else self.text


class Parting:
    """Takes messages apart about one plan."""

    def __init__(self, names: Names, scopes: Scopes) -> None:
        self._names = names
        self._scopes = scopes

    def read(self, question: str) -> tuple[str, ...]:
        """The questions of a message, each with the place that it leaves out; none if there are not several."""
        asked = ask(question, self._names)
        if not _may_ask(asked):
            return ()
        texts = tuple(dict.fromkeys(_each_extreme(asked) or self._complete(self._pieces(asked))))
        return texts if 1 < len(texts) <= _MANY else ()

    def _pieces(self, asked: Asked) -> list[_Piece]:
        """The stretches of a message that each ask; what does not ask belongs to the one behind it, or else before it."""
        found: list[_Piece] = []
        start = 0
        each = cues("structure")["each_one"].search(asked.shape)  # 「每個業務和它的項目數」 is one question
        for end, behind in islice(_cuts(asked.shape), _MOST_CUTS):
            if (each and each.start() < end < each.end()) or _is_in_label(asked.shape, end, behind):
                continue
            piece = self._piece(asked, start, end)
            if piece.is_kind or piece.asks:
                found.append(piece)
                start = behind
        whole = cues("parting")["left"].fullmatch(asked.shape[start:])
        # A condition could be on all that is asked for.
        alike = len({piece.asked.says("filter") for piece in found}) == 1
        return found if whole and alike and any(piece.asks for piece in found) else []

    def _piece(self, asked: Asked, start: int, end: int) -> _Piece:
        text = asked.text[start:end]
        return _Piece(text, asked.shape[start:end], ask(text, self._names))

    def _complete(self, pieces: Sequence[_Piece]) -> Iterator[str]:
        """Each piece with what it leaves out: how it asks, or what the one before it asks of."""
        place, kind = "", ""
        for number, piece in enumerate(pieces):
            if number and _is_told_of(pieces[number - 1], piece):
                continue
            if piece.is_kind:
                yield _asked_alike(piece, [*pieces[number + 1 :], *reversed(pieces[:number])])
                continue
            if number and (turned := _turned(piece, pieces[number - 1])):
                yield turned
                continue
            if place and not self._has_own_place(piece):
                yield f"{place}{_link(piece, kind)}{piece.text}"
                continue
            kind = _kind(piece)
            place = self._place(piece.before, kind)
            yield piece.text

    def _place(self, before: str, kind: str) -> str:
        """What a question is asked of, in words: a place, nodes of a property, or what says nothing but that it asks."""
        if cues("parting")["extreme"].search(before):
            return before if not before.endswith("的") else before + kind
        asked = ask(before, self._names)
        return before if self._scopes.of(asked).nodes or not self._names.rest(asked.shape) else ""

    def _has_own_place(self, piece: _Piece) -> bool:
        if cues("parting")["of_it"].search(piece.shape):
            return False
        if any(step.level in _PLACES for step in piece.asked.steps) or piece.asked.says("property"):
            return True
        return bool(self._scopes.of(replace(piece.asked, steps=())).nodes)


def _may_ask(asked: Asked) -> bool:
    """Whether a message can fall into pieces that ask of the structure: most do not, and cutting takes long."""
    form = cues("parting")
    if not (form["between"].search(asked.shape) or form["extreme"].search(asked.shape)):
        return False
    named = levels_in(asked.shape) or asked.steps or asked.says("count")
    return bool(named or form["extreme"].search(asked.shape))


def _cuts(shape: str) -> Iterator[tuple[int, int]]:
    """Where a stretch may end, and where the next one begins."""
    for match in cues("parting")["between"].finditer(shape):
        yield match.span()
    yield len(shape), len(shape)


def _is_in_label(shape: str, end: int, behind: int) -> bool:
    """Whether a mark stands inside a label, between two of its numbers: 「壹、一、（五）」."""
    return shape[end:behind] == "、" and shape[end - 1 : end] == BLANK == shape[behind : behind + 1]


def _each_extreme(asked: Asked) -> tuple[str, ...]:
    """A question for the most and the fewest as one for each: 「項目最多和最少的是哪個業務」."""
    found = cues("parting")["both_extremes"].search(asked.shape)
    if found is None:
        return ()
    return tuple(
        f"{asked.text[: found.start()]}{found[name]}{asked.text[found.end() :]}"
        for name in ("first", "second")
    )


def _is_told_of(before: _Piece, piece: _Piece) -> bool:
    """Whether a piece asks for the number of what the one before has the most of, which is told with it."""
    form = cues("parting")
    return bool(form["its_number"].fullmatch(piece.text) and form["extreme"].search(before.shape))


def _turned(piece: _Piece, before: _Piece) -> str:
    """The question before, for the other extreme, where a piece says no more than that; else nothing."""
    said = cues("parting")["other_extreme"].fullmatch(piece.text)
    extreme = cues("parting")["extreme"]
    if said is None or not extreme.search(before.text):
        return ""
    return extreme.sub(said["extreme"], before.text)


def _asked_alike(piece: _Piece, others: Sequence[_Piece]) -> str:
    """A kind of node, asked for as the next other piece asks for its own."""
    like = next((other for other in others if not other.is_kind and _kind(other)), None)
    return like.text.replace(_kind(like), piece.text) if like else piece.text


def _kind(piece: _Piece) -> str:
    """The word for the kind of node that a piece asks for, which is named last; nothing if it names none."""
    found = kinds_in(piece.shape)
    return piece.shape[found[-1][0] : found[-1][1]] if found else ""


def _link(piece: _Piece, kind: str) -> str:
    """What stands between a place and what is asked of it: of its nodes of the kind before, or of itself."""
    if piece.text.startswith("各"):
        return f"的每個{kind}"
    if cues("parting")["among"].match(piece.text):
        return f"的{kind}"
    return "的" if levels_in(piece.shape)[:1] and not levels_in(piece.shape)[0][0] else ""
