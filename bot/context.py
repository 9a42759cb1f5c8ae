"""Scores of a turn in the light of the turn it hangs on.

A linear mixture of the features below, trained by `bot/training/dialogue.py` to put the right passage first.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.cues import cues
from bot.dialogue import FollowUp, Link, Turn
from bot.nearness import nearness
from bot.search import Finder
from corpus import Node

MODEL = Path(__file__).parent / "model" / "context.json"
FEATURES = (
    "own",
    "joint",
    "near",
    "like",
    "about",
    "about_asked",
    "about_pointed",
    "told",
    "denied",
)
_ABOUT = 2  # nodes of the earlier turn that count

Scores = NDArray[np.float32]


def scores_in_context(question: str, link: FollowUp, finder: Finder) -> Scores:
    """Return every node's score, float32 `(n_nodes,)`; for an ellipsis mixed with what the turn before was about."""
    if link.link is not Link.ELLIPSIS or link.turn is None:
        return finder.scores(question) if link.own is None else link.own
    weights = _weights()
    scale = weights[:2].sum()  # so that the words' share stays a score in [0, 1]
    mixed: NDArray[np.float64] = features(question, link, link.turn, finder) @ weights / scale
    return np.asarray(mixed.clip(0, 1) * asked_for(link, finder), np.float32)


def asked_for(link: FollowUp, finder: Finder) -> NDArray[np.float64]:
    """1 for every node of the part of the plan that a turn asks about, or for all; else 0; float64 `(n_nodes,)`."""
    return nearness(finder).within(link.part) if link.part else np.ones(finder.size)


def features(question: str, link: FollowUp, turn: Turn, finder: Finder) -> NDArray[np.float64]:
    """Every node's values of `FEATURES`, float64 `(n_nodes, len(FEATURES))`."""
    near, form = nearness(finder), cues("dialogue")
    about = turn.about[:_ABOUT]
    told = near.among(about)
    asked = form["question_word"].search(question) and not form["ending"].search(question)
    columns = (
        finder.scores(question) if link.own is None else link.own,
        finder.scores(f"{turn.question} {question}") if link.joint is None else link.joint,
        near.beside(about),
        near.like(about),
        told,
        told * bool(asked),
        told * bool(form["pointing"].search(question)),
        near.among(link.told),
        finder.scores(link.denied) if link.denied else np.zeros(finder.size),
    )
    return np.stack(columns, axis=1, dtype=np.float64)


def scope(about: tuple[Node, ...], scores: Scores | None, finder: Finder) -> Node | None:
    """The inner node that a turn was about: the one named, or the one its passages stand in."""
    if not about:
        return None
    leaves = [node for node in about if node.is_leaf]
    if not leaves and len(about) == 1:
        return about[0]
    parents = list(dict.fromkeys(node.parent for node in leaves or about))
    if len(parents) > 1 and scores is not None:
        inner = finder.inner(scores, 1)
        if inner and inner[0].node.passage_id in parents:
            return inner[0].node
    return finder.plan.nodes.get(parents[0] or "")


@cache
def _weights() -> NDArray[np.float64]:
    """The trained weights in the order of `FEATURES`."""
    held = json.loads(MODEL.read_text(encoding="utf-8"))
    return np.asarray([held["weights"][name] for name in FEATURES], np.float64)
