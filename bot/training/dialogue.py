"""Training how follow-ups are understood, on conversations with the passages that answer their last turn."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot import context, dependence
from bot.dialogue import FollowUp, Link, Turn
from bot.following import read_turn, turn_meant
from bot.nearness import branch
from bot.remainder import residue
from bot.search import Finder
from bot.training.texts import TRAINING, rows
from corpus import Plan
from index.script import normalise
from index.training.linear import write_linear

History = Callable[[Sequence[str]], tuple[Turn, ...]]
_STRENGTH = 0.3  # inverse of the regularisation of the likelihood of dependence
_PENALTY = 0.05  # of the squared weights of the mixture
_ALONE = ("multi", "single_looks_multi", "partial", "detail", "attacks")  # files of messages that stand alone
_OF_EACH = 60
_STRANGE = 2  # conversations that each turn which stands alone is also put behind
_TOPIC = 4  # characters of a first turn that names a topic
_FORMS = ("{}", "{}呢", "那{}呢")  # how a new topic is brought up
_STRANGE_WEIGHT = 0.3  # of those, as nobody wrote them so


@dataclass(frozen=True, slots=True)
class Conversation:
    """User turns; whether the last one hangs on the others; ids of the passages that answer it."""

    turns: tuple[str, ...]
    depends: bool
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """A last turn with words of its own, read behind an earlier one."""

    link: FollowUp
    turn: Turn
    said: str
    conversation: Conversation


def read_conversations(folder: Path) -> list[Conversation]:
    """The training conversations beside a plan; raises `SourceError` when they cannot be read."""
    return [
        Conversation(
            tuple(row["turns"]), row["depends"], frozenset(row["gold"]) | frozenset(row["acceptable"])
        )
        for row in rows(folder / TRAINING / "followups.jsonl")
    ]


def read_alone(folder: Path, *, seed: int) -> list[str]:
    """Messages beside a plan that stand alone, as many of each kind."""
    chance = random.Random(seed)
    kinds = [[row["text"] for row in rows(folder / TRAINING / f"{name}.jsonl")] for name in _ALONE]
    return [text for texts in kinds for text in chance.sample(texts, min(_OF_EACH, len(texts)))]


def train_dialogue(
    conversations: Sequence[Conversation],
    alone: Sequence[str],
    history: History,
    finder: Finder,
    *,
    seed: int,
) -> None:
    """Fit both models and write them as JSON.

    Args:
        conversations: with the passages that answer their last turns.
        alone: questions that stand alone.
        history: works out what a conversation's turns were about.
        finder: scores turns.
        seed: of all chance.
    """
    earlier = [history(one.turns[:-1]) for one in conversations]
    heard = list(_heard(zip(conversations, earlier, strict=True), finder))
    chance = random.Random(seed)
    shifted = _shifted(conversations, earlier, finder.plan, chance)
    strange = list(_heard(chain(shifted, _strangers(alone, earlier, chance)), finder))
    train_dependence(heard, strange, finder)
    train_context([one for one in heard if one.conversation.depends], finder)


def train_dependence(heard: Sequence[Heard], strange: Sequence[Heard], finder: Finder) -> None:
    """Fit the likelihood that a turn hangs on an earlier one."""
    found = np.asarray([_dependence_row(one, finder) for one in (*heard, *strange)])
    labels = [one.conversation.depends for one in (*heard, *strange)]
    weights = [1.0] * len(heard) + [_STRANGE_WEIGHT] * len(strange)
    scaler = StandardScaler().fit(found)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(
        scaler.transform(found), labels, sample_weight=weights
    )
    write_linear(dependence.MODEL, dependence.FEATURES, model, scaler)


def train_context(heard: Sequence[Heard], finder: Finder) -> None:
    """Fit the mixture that puts a passage which answers the turn before all others (a conditional logit)."""
    leaves = np.flatnonzero([finder.node(number).is_leaf for number in range(finder.size)])
    choices = []
    for one in heard:
        among = leaves[context.asked_for(one.link, finder)[leaves] > 0]
        right = np.asarray(
            [finder.node(int(number)).passage_id in one.conversation.answers for number in among]
        )
        values = context.features(one.link.question, one.link, one.turn, finder)[among]
        choices.append((values, right))
    found = minimize(_loss, np.zeros(len(context.FEATURES)), args=(choices,), jac=True, method="L-BFGS-B")
    held = {"weights": {name: round(float(w), 6) for name, w in zip(context.FEATURES, found.x, strict=True)}}
    context.MODEL.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def _loss(
    weights: NDArray[np.float64], choices: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]]
) -> tuple[float, NDArray[np.float64]]:
    """The penalised negative log-likelihood of the right choices, and its gradient."""
    loss, gradient = _PENALTY * float(weights @ weights) / 2, _PENALTY * weights
    for values, right in choices:
        logits = values @ weights
        powers = np.exp(logits - logits.max())
        shares = powers / powers.sum()
        held = max(float(shares[right].sum()), 1e-12)
        loss -= float(np.log(held))
        gradient = gradient - (shares * right / held - shares) @ values
    return loss, gradient


def _dependence_row(one: Heard, finder: Finder) -> list[float]:
    link = one.link
    if link.own is None or link.joint is None:
        msg = f"對話「{one.said}」沒有分數，無法訓練。"
        raise ValueError(msg)
    return dependence.features(one.said, link.question, one.turn, (link.own, link.joint), finder)


def _heard(pairs: Iterable[tuple[Conversation, Sequence[Turn]]], finder: Finder) -> Iterator[Heard]:
    """The last turns that say something of their own; the others are read by rules alone."""
    for conversation, earlier in pairs:
        heard = [turn for turn in earlier if turn.about]
        if not heard:
            continue
        turn, said = turn_meant(conversation.turns[-1], heard)
        link = read_turn(said, turn, earlier, finder)
        if link.link is Link.ELLIPSIS:
            yield Heard(link, turn, said, conversation)


def _shifted(
    conversations: Sequence[Conversation],
    earlier: Sequence[tuple[Turn, ...]],
    plan: Plan,
    chance: random.Random,
) -> Iterator[tuple[Conversation, Sequence[Turn]]]:
    """Turns that stand alone (those marked so, and first ones with a topic), each put behind another conversation."""
    for one in conversations:
        texts = [] if one.depends else [one.turns[-1]] * _STRANGE
        if len(residue(normalise(one.turns[0]))) >= _TOPIC:
            texts.append(chance.choice(_FORMS).format(one.turns[0]))
        for text in texts:
            history = chance.choice(earlier)
            near = {branch(node, plan) for turn in history for node in turn.about}
            if not near & {branch(plan.nodes[passage_id], plan) for passage_id in one.answers}:
                yield Conversation((text,), depends=False, answers=one.answers), history


def _strangers(
    alone: Sequence[str], earlier: Sequence[tuple[Turn, ...]], chance: random.Random
) -> Iterator[tuple[Conversation, Sequence[Turn]]]:
    """Questions that stand alone, each put behind some conversation."""
    for text in alone:
        yield Conversation((text,), depends=False, answers=frozenset()), chance.choice(earlier)
