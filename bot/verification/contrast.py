"""Whether other passages of the plan explain a claim better than those it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus import Plan
from corpus.text import compact
from index.encoder import Encoder, Matrix
from index.segmentation import grams

_KEPT = 256  # sets of cited nodes that are kept told apart from all others


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a claim fits what it cites and what it does not.

    Attributes:
        lexical: share of the claim's weighted terms in the best cited node.
        rival: the same in the best node that is neither cited nor near a cited one.
        gain: how much of the claim's weight only that rival holds.
        cosine: to the best cited node's vector.
        rival_cosine: to the best other node's.
        elsewhere: share of the weight that no cited node holds and some other does.
        nowhere: share of the weight that the whole plan does not hold.
    """

    lexical: float
    rival: float
    gain: float
    cosine: float
    rival_cosine: float
    elsewhere: float
    nowhere: float


class Contrasts:
    """Compares claims with all nodes of a plan."""

    def __init__(self, plan: Plan, encoder: Encoder) -> None:
        """Take down which terms each node holds, and its vector."""
        nodes = tuple(plan.nodes.values())
        self._encoder = encoder
        self._row = {node.passage_id: row for row, node in enumerate(nodes)}
        bags = [
            frozenset(terms(f"{node.text}。{node.headings[-1] if node.headings else ''}")) for node in nodes
        ]
        self._terms = {term: at for at, term in enumerate(sorted(frozenset[str]().union(*bags)))}
        self._held: NDArray[np.bool_] = np.zeros((len(self._terms), len(nodes)), bool)
        for row, bag in enumerate(bags):
            self._held[[self._terms[term] for term in bag], row] = True
        frequency = self._held.sum(axis=1)
        self._weights: NDArray[np.float64] = np.log1p((len(nodes) + 0.5) / (frequency + 0.5))
        self._unknown = float(np.log1p((len(nodes) + 0.5) / 0.5))
        self._vectors: Matrix = encoder.encode_document([f"{node.text}" for node in nodes])
        self._family = _families(plan, self._row)
        self._sides = lru_cache(maxsize=_KEPT)(self._parted)

    def compare(self, claim: str, cites: Sequence[str]) -> Contrast:
        """Compare a claim with the nodes it cites and with all others."""
        said = set(terms(claim))
        rows = [at for term in said if (at := self._terms.get(term)) is not None]
        weights = self._weights[rows]
        missing = (len(said) - len(rows)) * self._unknown
        total = max(float(weights.sum()) + missing, 1e-9)
        cited, others = self._sides(tuple(cites))
        held = self._held[rows]
        owned = held[:, cited].any(axis=1)
        shares = weights @ held / total
        gains = (weights * ~owned) @ held[:, others] / total if len(others) else np.zeros(1)
        cosines = self._vectors @ self._encoder.encode_query([claim])[0]
        return Contrast(
            lexical=float(weights @ owned / total),
            rival=_best(shares[others]),
            gain=_best(gains),
            cosine=_best(cosines[cited]),
            rival_cosine=_best(cosines[others]),
            elsewhere=float((weights * ~owned).sum() / total),
            nowhere=missing / total,
        )

    def _parted(self, cites: tuple[str, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the nodes that a citation vouches for, and those of all others."""
        cited = np.unique(np.concatenate([self._family[passage_id] for passage_id in cites]))
        return cited, np.setdiff1d(np.arange(len(self._row)), cited)


def _best(values: NDArray[np.floating]) -> float:
    return float(values.max()) if len(values) else 0.0


def terms(text: str) -> list[str]:
    """Pairs of characters and Latin words."""
    return [gram for gram in grams(compact(text)) if len(gram) > 1 or gram.isascii()]


def _families(plan: Plan, row: dict[str, int]) -> dict[str, NDArray[np.int64]]:
    """By id, the rows of the nodes that its citation vouches for: itself, those below and those above."""
    found: dict[str, NDArray[np.int64]] = {}
    for node in plan.nodes.values():
        below = [
            row[other] for other in row if other.startswith(f"{node.passage_id}.") or other == node.passage_id
        ]
        above = [row[other.passage_id] for other in plan.ancestors(node)]
        found[node.passage_id] = np.asarray(sorted({*below, *above}), np.int64)
    return found
