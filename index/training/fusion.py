"""Learning what each channel counts, and how far near twins are told apart, from questions of unseen hands.

A question is asked over an index without any question of its own hand, whose embedding model was trained
without them too: a model that has seen a question makes the vectors look far better than they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from corpus import Plan
from corpus.bank import Question
from corpus.families import Family, Relation
from index.fusion import Channel
from index.search import Index
from index.segmentation import Segmenter, runs

STRENGTHS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)  # of the pull towards equal weights, to choose from
MOST_TELLING = 0.05  # a unit of log odds is worth no more than this of the fused score
_SHARE = 0.5  # of the passages that a hand must have asked about
_SCALE = 30.0  # by which fused scores are multiplied before the softmax, to begin with
_LEAST_SCALE, _MOST_SCALE = 1.0, 1000.0
_N = len(Channel)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """One hand's questions over an index without them.

    Attributes:
        hand: who wrote them.
        channels: float64 `(n_questions, n_passages, n_channels)`.
        gold: bool `(n_questions, n_passages)`, the passages that answer.
        grams: of each question.
        index: what was asked.
    """

    hand: str
    channels: Numbers
    gold: NDArray[np.bool_]
    grams: Sequence[list[str]]
    index: Index


@dataclass(frozen=True)
class Fit:
    """Weights `(n_channels,)` that add up to 1, and what the fused score is multiplied by before the softmax."""

    weights: Numbers
    scale: float


def wide_hands(questions: Iterable[Question], plan: Plan) -> list[str]:
    """The hands that asked about at least half of the passages: without them every passage keeps some aliases."""
    leaves = {leaf.passage_id for leaf in plan.passages}
    about: dict[str, set[str]] = {}
    for question in questions:
        about.setdefault(question.hand, set()).add(question.passage)
    return sorted(hand for hand, passages in about.items() if len(passages & leaves) >= _SHARE * len(leaves))


def ask(index: Index, questions: Sequence[Question], families: Iterable[Family], *, hand: str) -> Asked:
    """Score all passages in all channels for a hand's questions about passages.

    Args:
        index: without that hand's questions.
        questions: of the whole bank.
        families: passages that restate a gold one are gold too, as are all that the bank gives for a wording.
        hand: whose questions are asked.
    """
    numbers = np.flatnonzero([document.is_passage for document in index.documents])
    column = {index.documents[number].document_id: at for at, number in enumerate(numbers.tolist())}
    about = [question for question in questions if question.passage in column and runs(question.text)]
    own = [question for question in about if question.hand == hand]
    answers = _answers(about, families)
    gold = np.zeros((len(own), len(numbers)), bool)
    for row, question in enumerate(own):
        gold[row, [column[passage] for passage in answers[question.text]]] = True
    channels = [np.stack(list(index.score(question.text)[1].values()), axis=1)[numbers] for question in own]
    segmenter = Segmenter(index.manifest.settings["words"])
    grams = [segmenter.tokens(question.text)[1] for question in own]
    return Asked(hand, np.asarray(channels, np.float64), gold, grams, index)


def learn(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the model as JSON holds it: weights, `telling`, and success@1 by hand with what the others taught."""
    strength = choose_strength(asked)
    fitted = fit_weights(asked, strength)
    return {
        "weights": {str(name): round(float(w), 4) for name, w in zip(Channel, fitted.weights, strict=True)},
        "telling": round(fit_telling(asked, fitted), 5),
        "strength": strength,
        "unseen": {one.hand: _unseen_success(one, _others(asked, one), strength) for one in asked},
    }


def choose_strength(asked: Sequence[Asked]) -> float:
    """The strongest pull whose loss on unseen hands is within one standard error of the least.

    The rule of one standard error (Breiman et al., Classification and Regression Trees, 1984): people will ask
    otherwise than the bank does, so of weights that do as well the more equal ones are preferred.
    """
    losses = {strength: _unseen_losses(asked, strength) for strength in STRENGTHS}
    least = min(losses.values(), key=lambda one: float(one.mean()))
    bound = least.mean() + least.std() / np.sqrt(len(least))
    return max(strength for strength, found in losses.items() if found.mean() <= bound)


def write_fusion(asked: Sequence[Asked], path: Path) -> None:
    """Learn and write `index/model/fusion.json`."""
    path.write_text(json.dumps(learn(asked), indent=1) + "\n", encoding="utf-8")


def fit_weights(asked: Sequence[Asked], strength: float) -> Fit:
    """Minimise the cross-entropy of the softmax over passages of the scaled fused score.

    Weights are themselves a softmax, so that none falls below 0; `strength` pulls them towards each other.
    """
    channels = np.concatenate([one.channels for one in asked])
    gold = np.concatenate([one.gold for one in asked])
    start = np.append(np.zeros(_N), np.log(_SCALE))
    bounds = [(None, None)] * _N + [(np.log(_LEAST_SCALE), np.log(_MOST_SCALE))]
    found = minimize(
        _objective, start, (channels, gold, strength), jac=True, method="L-BFGS-B", bounds=bounds
    )
    return _fit(found.x)


def fit_telling(asked: Sequence[Asked], fitted: Fit) -> float:
    """What log odds are worth, by the cross-entropy between the best passage and its rivals."""
    rivalries = [rivalry for one in asked for rivalry in _rivalries(one, fitted)]

    def loss(telling: float) -> float:
        told = [(scores + telling * fitted.scale * odds, gold) for scores, odds, gold in rivalries]
        return -sum(float(_log_chance(logits, gold)) for logits, gold in told)

    return float(minimize_scalar(loss, bounds=(0, MOST_TELLING), method="bounded").x) if rivalries else 0.0


def success(one: Asked, fitted: Fit, telling: float) -> float:
    """The share of questions whose first passage answers, twins told apart."""
    firsts = (one.channels @ fitted.weights).argmax(axis=1)
    for row, numbers, odds, scores in _rivals(one, fitted):
        firsts[row] = numbers[np.argmax(scores + telling * odds)]
    return round(float(one.gold[np.arange(len(firsts)), firsts].mean()), 4)


def _answers(questions: Iterable[Question], families: Iterable[Family]) -> dict[str, set[str]]:
    """The passages that answer each wording."""
    alike: dict[str, set[str]] = {}
    for family in families:
        if family.relation is Relation.RESTATES:
            for member in family.members:
                alike.setdefault(member, set()).update(family.members)
    found: dict[str, set[str]] = {}
    for question in questions:
        found.setdefault(question.text, set()).update({question.passage}, alike.get(question.passage, ()))
    return found


def _objective(
    parameters: Numbers, channels: Numbers, gold: NDArray[np.bool_], strength: float
) -> tuple[float, Numbers]:
    """The penalised loss and its gradient."""
    fitted, free = _fit(parameters), parameters[:_N] - parameters[:_N].mean()
    fused = channels @ fitted.weights
    logits = fused * fitted.scale
    among_gold = _softmax(np.where(gold, logits, -np.inf))
    slope = (_softmax(logits) - among_gold) / len(gold)  # of the loss, by each logit
    by_weight = np.tensordot(slope, channels, ((0, 1), (0, 1))) * fitted.scale
    by_free = fitted.weights * (by_weight - by_weight @ fitted.weights) + 2 * strength * free
    loss = float(-_log_chance(logits, gold).mean() + strength * (free**2).sum())
    return loss, np.append(by_free, (slope * fused).sum() * fitted.scale)


def _log_chance(logits: Numbers, gold: NDArray[np.bool_]) -> Numbers:
    """The logarithm of the softmax's share on what is gold, over the last axis."""
    every = np.logaddexp.reduce(logits, axis=-1)
    return np.asarray(np.logaddexp.reduce(np.where(gold, logits, -np.inf), axis=-1) - every)


def _fit(parameters: Numbers) -> Fit:
    return Fit(_softmax(parameters[:_N]), float(np.exp(parameters[_N])))


def _softmax(logits: Numbers) -> Numbers:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _unseen_losses(asked: Sequence[Asked], strength: float) -> Numbers:
    """Each question's loss, `(n_questions,)`, with weights that the other hands taught."""
    losses = []
    for one in asked:
        fitted = fit_weights(_others(asked, one), strength)
        logits = one.channels @ fitted.weights * fitted.scale
        losses.append(-_log_chance(logits, one.gold))
    return np.concatenate(losses)


def _unseen_success(one: Asked, others: Sequence[Asked], strength: float) -> dict[str, float]:
    fitted = fit_weights(others, strength)
    return {
        "questions": len(one.gold),
        "equal": success(one, Fit(np.full(_N, 1 / _N), 1), 0),
        "weighed": success(one, fitted, 0),
        "told_apart": success(one, fitted, fit_telling(others, fitted)),
    }


def _others(asked: Sequence[Asked], one: Asked) -> list[Asked]:
    """All but one; all if there is no other."""
    return [other for other in asked if other is not one] or [one]


def _rivalries(one: Asked, fitted: Fit) -> Iterator[tuple[Numbers, Numbers, NDArray[np.bool_]]]:
    """Scaled scores, log odds and gold of each best passage with its rivals, where some answer and some do not."""
    for row, columns, odds, scores in _rivals(one, fitted):
        gold = one.gold[row, columns]
        if gold.any() and not gold.all():
            yield scores * fitted.scale, odds, gold


def _rivals(one: Asked, fitted: Fit) -> Iterator[tuple[int, NDArray[np.int64], Numbers, Numbers]]:
    """Row, columns, log odds and fused scores of each best passage that has rivals."""
    twins, numbers = one.index.twins, np.flatnonzero([d.is_passage for d in one.index.documents])
    everything = np.zeros(len(one.index.documents), np.float32)
    for row, fused in enumerate(one.channels @ fitted.weights):
        everything[numbers] = fused
        rivals = twins.rivals(everything, one.index.is_passage) if twins else numbers[:0]
        if twins and len(rivals) > 1:
            columns = np.searchsorted(numbers, rivals)
            yield row, columns, twins.log_odds(one.grams[row], rivals), fused[columns]
