"""Trains how questions about the structure are read: their form, and which of the queries they may mean they mean.

No question comes with its query, only with the nodes or the number that answer it: every query with that result
counts as right (learning from denotations: Liang, Jordan and Klein, 2013).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.features import Features
from bot.forms import Form, Forms
from bot.masking import Masking
from bot.query import Operation, Query, run_query
from bot.reading import Reader
from bot.search import Finder
from bot.training.text import train_text, unseen_likelihoods
from corpus import Plan

_INNER = 12  # inner nodes that searching finds, as in answering
_RIDGE = 0.5  # what squared weights cost
_WEIGHT = 3.0  # what a question of a new hand for a list, a count or a name counts
_WEIGHTS = {Form.NONE: 1.0, Form.FILTER: 1.5}  # the same of others
_STEPS = 500
_SELECTING = frozenset({Form.LIST, Form.COUNT, Form.FILTER})
_LISTS = frozenset({Operation.LIST, Operation.QUOTE})
_NAMES = frozenset({Operation.NAME, Operation.QUOTE})


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its form and the nodes, or the number, that answer it.

    Attributes:
        gold: ids of nodes; of a count those whose children are counted, or those counted.
        is_new: whether it counts in full; not of a hand that the rules were written with, which they read too well.
    """

    text: str
    form: Form
    gold: frozenset[str]
    number: int | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """The features of each meaning of a question, which of them are right, and what the question counts."""

    rows: list[Features]
    right: list[bool]
    weight: float


def train_structure(
    examples: Sequence[Question], plan: Plan, finder: Finder, form: Path, weights: Path
) -> None:
    """Write the classifier of forms, and the weights, which are learned from forms it has not seen."""
    mask = Masking(plan).mask
    forms = Forms(mask)
    texts, labels = [forms.shown(one.text) for one in examples], [one.form.value for one in examples]
    train_text(texts, labels, form)
    unseen = unseen_likelihoods(texts, labels)
    reader = Reader(plan, mask=mask)
    choices = [
        choice
        for one, likely in zip(examples, unseen, strict=True)
        if (choice := _choice(one, likely, reader, finder))
    ]
    learned = _fit(choices)
    weights.write_text(json.dumps({"weights": learned}, indent=1) + "\n", encoding="utf-8")


def answers(query: Query, asked: Question, plan: Plan) -> bool:
    """Whether a query has the result that a question asks for."""
    found = {node.passage_id for node in run_query(query, plan)}
    match asked.form:
        case Form.LIST | Form.FILTER:
            return found == asked.gold and query.operation in _LISTS
        case Form.COUNT:
            return query.operation is Operation.COUNT and _counts(query, found, asked)
        case Form.QUOTE:
            whole = _LISTS if all(plan.nodes[passage_id].is_leaf for passage_id in found) else _NAMES
            return found == asked.gold and query.operation in whole | _NAMES
    return False  # those are read by rules


def _counts(query: Query, found: set[str], asked: Question) -> bool:
    of_plan = not query.under and len(asked.gold) <= 1
    place = set(query.under) == asked.gold or found == asked.gold or of_plan
    return len(found) == asked.number and place


def _choice(asked: Question, likely: dict[str, float], reader: Reader, finder: Finder) -> Choice | None:
    """What a question may mean; None if the rules settle it or nothing proposed is right."""
    scores = finder.scores(asked.text)
    forms = {form: likely.get(form.value, 0.0) for form in Form}
    weighed = reader.weighed(asked.text, forms, finder.found(scores, _INNER))
    if weighed is None:
        return None
    right = [answers(query, asked, finder.plan) for query in weighed.queries]
    selected = weighed.selected is not None and answers(weighed.selected, asked, finder.plan)
    right.append(selected or (not any(right) and asked.form not in _SELECTING))
    weight = _WEIGHTS.get(asked.form, _WEIGHT) if asked.is_new else 1.0
    return Choice(weighed.features, right, weight) if any(right) else None


def _fit(choices: Sequence[Choice]) -> dict[str, float]:
    """Maximise the likelihood that one of the right meanings is chosen, features being scaled to unit deviation."""
    names = sorted({name for choice in choices for row in choice.rows for name in row})
    matrix = np.asarray([[row.get(name, 0.0) for name in names] for choice in choices for row in choice.rows])
    right = np.asarray([value for choice in choices for value in choice.right])
    sizes = np.asarray([len(choice.rows) for choice in choices])
    counts = np.asarray([choice.weight for choice in choices])
    scale = matrix.std(axis=0) + 1e-9
    scaled, starts = matrix / scale, np.concatenate(([0], np.cumsum(sizes)[:-1]))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ weights
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        every = np.add.reduceat(powers, starts)
        good = np.maximum(np.add.reduceat(powers * right, starts), 1e-12)
        share, share_of_good = powers / np.repeat(every, sizes), powers * right / np.repeat(good, sizes)
        value = float(counts @ (np.log(every) - np.log(good)) + _RIDGE * weights @ weights)
        slope = scaled.T @ (np.repeat(counts, sizes) * (share - share_of_good)) + 2 * _RIDGE * weights
        return value, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return {name: round(float(weight), 4) for name, weight in zip(names, found.x / scale, strict=True)}
