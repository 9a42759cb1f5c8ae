"""Which passages a question needs: candidates by the whole question and by its parts, and how likely each belongs.

The likelihood is a logistic regression over the features below, trained by `bot/training/selection.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.cues import cues
from bot.remainder import names_something
from bot.search import Finder
from corpus import Node
from corpus.text import compact
from index.script import normalise

MODEL = Path(__file__).parent / "model" / "selection.json"
FEATURES = (
    "whole",
    "whole_share",
    "part",
    "part_share",
    "first",
    "best_of_part",
    "parts",
    "several",
    "surely_several",
    "gain",
    "own",
    "own_length",
    "like_first",
    "length",
    "rank",
    "own_gain",
    "best_and_surely",
    "best_and_several",
    "questions",
    "own_share",
    "alone",
    "share_alone",
)
_MOST_PARTS = 6
_FROM_WHOLE = 3
_WHOLE = 0.4  # how much the whole question counts when a part is looked up
_SHORTEST = 2  # characters of a part
_FITS = (
    0.3  # a passage's score from which on it may be what a part looks for; chosen on the training questions
)

_ALIKE = 0.5  # cosine from which on two passages may say the same
_TWIN = 0.7  # share of the best passage's score from which on one of another part of the plan says the same

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Relevant:
    """A passage, how likely it belongs into the answer, in [0, 1], and the parts of the question it is best of.

    Attributes:
        twin: the passage of another part of the plan that fits one of those parts about as well.
    """

    node: Node
    likelihood: float
    score: float
    parts: frozenset[int] = frozenset()
    twin: Node | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with its parts and all scores.

    Attributes:
        tops: the best passage's score of each part.
        several, surely: whether it sounds like asking for several things, and says so.
        length: its characters.
        questions: whether it asks more than once.
    """

    text: str
    parts: tuple[str, ...]
    whole: Scores
    own: tuple[Scores, ...]
    tops: tuple[float, ...]
    several: bool
    surely: bool
    length: int
    questions: bool


def relevant(question: str, whole: Scores, finder: Finder) -> list[Relevant]:
    """Return the candidates by falling likelihood, ties in reading order; none if nothing is found at all.

    Args:
        question: what is asked, follow-ups resolved.
        whole: every node's score for it, as `Finder.scores` gives them.
        finder: searches for its parts.
    """
    asked = _asked(question, whole, finder)
    best = _best_of_parts(asked, finder)
    numbers, rows = _candidates(asked, best, finder)
    if not numbers:
        return []
    mean, scale, weights, bias = _model()
    likelihood = 1 / (1 + np.exp(-(((rows - mean) / scale) @ weights + bias)))
    found = [
        Relevant(
            finder.node(n),
            float(p),
            float(whole[n]),
            _surely_best(n, best.get(n, ()), asked),
            _twin(n, best.get(n, ()), asked, finder),
        )
        for n, p in zip(numbers, likelihood, strict=True)
    ]
    return sorted(found, key=lambda one: -one.likelihood)


def features(question: str, whole: Scores, finder: Finder) -> tuple[list[int], NDArray[np.float64]]:
    """Return the candidates' numbers and their features `(n_candidates, len(FEATURES))`."""
    asked = _asked(question, whole, finder)
    return _candidates(asked, _best_of_parts(asked, finder), finder)


def _asked(question: str, whole: Scores, finder: Finder) -> _Question:
    parts, text, form = question_parts(question), normalise(question), cues("several")
    own = tuple(finder.scores(part) for part in parts)
    several, surely = (bool(form[cue].search(text)) for cue in ("several", "surely_several"))
    return _Question(
        text,
        parts,
        whole,
        own,
        tops=tuple(map(finder.top, own)),
        several=several,
        surely=surely,
        length=len(compact(text)),
        questions=text.count("?") > 1,
    )


def _candidates(
    asked: _Question, best: Mapping[int, tuple[int, ...]], finder: Finder
) -> tuple[list[int], NDArray[np.float64]]:
    ranked = finder.ranked(asked.whole)
    if not ranked.size or asked.whole[ranked[0]] <= 0:
        return [], np.zeros((0, len(FEATURES)))
    numbers = list(dict.fromkeys([*ranked[:_FROM_WHOLE].tolist(), *best]))
    in_order: list[int] = ranked.tolist()
    rows = [
        _row(number, asked, best.get(number, ()), finder, in_order[0], in_order.index(number))
        for number in numbers
    ]
    return numbers, np.asarray(rows, np.float64)


def question_parts(question: str) -> tuple[str, ...]:
    """The stretches between punctuation and conjunctions; none for a question in one piece."""
    pieces = cues("several")["between"].split(normalise(question))
    parts = [piece.strip(" 的了嗎呢啊?") for piece in pieces if piece]
    parts = [part for part in parts if len(compact(part)) >= _SHORTEST]
    return tuple(parts[:_MOST_PARTS]) if len(parts) > 1 else ()


def _best_of_parts(asked: _Question, finder: Finder) -> dict[int, tuple[int, ...]]:
    """The best passages of each part, by itself and in the light of the whole, with the parts they are best of."""
    best: dict[int, tuple[int, ...]] = {}
    for number, own in enumerate(asked.own):
        for scores in (own + np.float32(_WHOLE) * asked.whole, own):
            first = finder.first(scores)
            best[first] = (*best.get(first, ()), number)
    return best


def _surely_best(number: int, parts: Sequence[int], asked: _Question) -> frozenset[int]:
    """Those of the parts that name something to look for and find it in the passage."""
    fitting = (part for part in parts if asked.own[part][number] >= _FITS)
    return frozenset(part for part in fitting if names_something(asked.parts[part]))


def _twin(number: int, parts: Sequence[int], asked: _Question, finder: Finder) -> Node | None:
    """The passage of another part of the plan that fits a part of the question about as well as its best one."""
    for own in (asked.own[part] for part in parts):
        other = finder.first_elsewhere(own, number)
        if other is None or finder.likeness(number, other) < _ALIKE:
            continue
        if own[number] >= _FITS and own[other] >= _TWIN * own[number]:
            return finder.node(other)
    return None


def _row(
    number: int, asked: _Question, best_of: Sequence[int], finder: Finder, first: int, rank: int
) -> list[float]:
    own = [float(scores[number]) for scores in asked.own]
    tops = zip(asked.own, asked.tops, strict=True)
    share = [float(scores[number] / max(top, 1e-6)) for scores, top in tops]
    gain = [mine - float(scores[first]) for mine, scores in zip(own, asked.own, strict=True)]
    best = bool(best_of)
    mine = (max(best_of, key=own.__getitem__) if best else int(np.argmax(own))) if own else None
    whole_share = float(asked.whole[number] / max(float(asked.whole[first]), 1e-6))
    return [
        float(asked.whole[number]),
        whole_share,
        max(own, default=0.0),
        max(share, default=0.0),
        float(number == first),
        float(best),
        float(min(len(own), 4)),
        float(asked.several),
        float(asked.surely),
        max(gain, default=0.0),
        own[mine] if mine is not None else 0.0,
        float(len(compact(asked.parts[mine]))) if mine is not None else 0.0,
        finder.likeness(number, first),
        float(asked.length),
        float(min(rank, 20)),
        gain[mine] if mine is not None else 0.0,
        float(best and asked.surely),
        float(best and asked.several),
        float(asked.questions),
        share[mine] if mine is not None and best else 0.0,
        float(not own),
        whole_share if not own else 0.0,
    ]


@cache
def _model() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """The trained mean, scale and weights by feature, and the bias."""
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    mean, scale, weights = (
        np.asarray([held[part][name] for name in FEATURES]) for part in ("mean", "scale", "weights")
    )
    return mean, scale, weights, float(held["bias"])
