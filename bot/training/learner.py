"""Learning a judge of claims: word weights, then small trees over all measures, tested on unseen passages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from bot.verification.features import View
from bot.verification.model import WORDS, Model

_EACH = 0.1  # how the counts of words are scaled beside their presence
# Which way each measure may move the score: 1 up, −1 down; a guard's finding only down. Others are free.
_WAYS = {
    **dict.fromkeys(("same", "synonym", "loose", "character", "worst_clause", "lexical", "cosine"), 1),
    **dict.fromkeys(("nearest_worst", "nearest_mean", "longest_piece", "piece", WORDS), 1),
    **dict.fromkeys(
        ("novel", "strange", "stretches", "longest_stretch", "loosely", "worst_clause_novel"), -1
    ),
    **dict.fromkeys(
        ("rival_lead", "rival_gain", "rival_cosine_lead", "elsewhere", "nowhere", "far_words"), -1
    ),
    **dict.fromkeys(("joints", "heading_only"), -1),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One judged claim.

    Attributes:
        view: the claim beside its evidence.
        holds: whether it is supported.
        blocks: the parts of the plan that it cites; the first decides its fold.
        weight: how much it counts in training.
    """

    view: View
    holds: bool
    blocks: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a judge is trained.

    Attributes:
        folds: of the cross-validation; blocks are dealt out by size.
        inner: folds within training, so that the trees see word scores of unseen blocks.
        strength: inverse regularisation of the word weights.
        rarest: how many claims must hold a word for it to be weighed; they must cite two blocks at least.
        trees, rate, leaves, smallest, l2: of the boosting.
        rejected: share of unsupported claims that the threshold rejects.
    """

    folds: int = 10
    inner: int = 5
    strength: float = 1.0
    rarest: int = 3
    trees: int = 150
    rate: float = 0.06
    leaves: int = 8
    smallest: int = 20
    l2: float = 3.0
    rejected: float = 0.99
    seed: int = 111


def block(number: str) -> str:
    """The part of a plan that a node's number lies in: a goal, a work plan, a paragraph."""
    return ".".join(number.split(".")[:2])


def deal(rows: Sequence[Row], folds: int) -> NDArray[np.int64]:
    """Each row's fold, `(n_rows,)`: whole blocks, largest first, each to the fold that is smallest so far."""
    sizes = Counter(row.blocks[0] for row in rows)
    load = [0] * folds
    fold: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold[name] = int(np.argmin(load))
        load[fold[name]] += size
    return np.asarray([fold[row.blocks[0]] for row in rows])


def splits(rows: Sequence[Row], folds: NDArray[np.int64]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (training, test) row numbers by fold; training leaves out what cites any block of a test row."""
    for fold in sorted(set(folds.tolist())):
        test = np.flatnonzero(folds == fold).tolist()
        seen = {name for at in test for name in rows[at].blocks if "." in name}
        yield [at for at, row in enumerate(rows) if folds[at] != fold and not seen & set(row.blocks)], test


def out_of_fold(rows: Sequence[Row], recipe: Recipe) -> NDArray[np.float64]:
    """Raw log odds of each row `(n_rows,)` by a judge that saw none of its blocks."""
    raw = np.zeros(len(rows))
    for train, test in splits(rows, deal(rows, recipe.folds)):
        judge = _Judge([rows[at] for at in train], recipe)
        raw[test] = judge.raw([rows[at] for at in test])
    return raw


def calibrate(raw: NDArray[np.float64], holds: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift that turn raw log odds into calibrated ones (Platt, 1999)."""
    fitted = LogisticRegression(C=1e6).fit(raw[:, None], holds)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def train(
    rows: Sequence[Row], recipe: Recipe, *, slope: float, shift: float, threshold: float
) -> dict[str, Any]:
    """Train on all rows and return the model as JSON holds it."""
    return {**_Judge(rows, recipe).to_json(), "slope": slope, "shift": shift, "threshold": threshold}


def check(saved: dict[str, Any], rows: Sequence[Row]) -> NDArray[np.float64]:
    """Scores of rows by a saved model, `(n_rows,)`."""
    model = Model.from_json(saved)
    return np.asarray([model.score(row.view) for row in rows])


class _Words:
    """The linear part, while it is trained."""

    def __init__(self, rows: Sequence[Row], recipe: Recipe) -> None:
        count: Counter[str] = Counter()
        held: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            count.update(row.view.strange)
            for word in row.view.strange:
                held[word].add(row.blocks[0])
        kept = sorted(word for word in count if count[word] >= recipe.rarest and len(held[word]) > 1)
        self.columns = {word: at for at, word in enumerate(kept)}
        self._fitted = LogisticRegression(C=recipe.strength, max_iter=2000)
        self._fitted.fit(self._matrix(rows), _holds(rows), sample_weight=_weights(rows))

    def raw(self, rows: Sequence[Row]) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = self._fitted.decision_function(self._matrix(rows))
        return scores

    def to_json(self) -> dict[str, Any]:
        *weights, unknown, each = self._fitted.coef_[0].tolist()
        return {
            "weights": {word: round(weights[at], 4) for word, at in self.columns.items()},
            "unknown": unknown * _EACH,
            "each": each * _EACH,
            "bias": float(self._fitted.intercept_[0]),
        }

    def _matrix(self, rows: Sequence[Row]) -> csr_matrix:
        cells = [
            (at, column)
            for at, row in enumerate(rows)
            for word in sorted(row.view.strange)
            if (column := self.columns.get(word)) is not None
        ]
        places = np.asarray(cells, np.int64).reshape(-1, 2).T
        present = csr_matrix(
            (np.ones(len(cells)), (places[0], places[1])), shape=(len(rows), len(self.columns))
        )
        counts = [
            [sum(word not in self.columns for word in row.view.strange), len(row.view.strange)]
            for row in rows
        ]
        return csr_matrix(hstack([present, csr_matrix(np.asarray(counts, float) * _EACH)]))


class _Judge:
    """Word weights and trees, while they are trained."""

    def __init__(self, rows: Sequence[Row], recipe: Recipe) -> None:
        self._names = tuple(sorted(rows[0].view.measures))
        inner = np.zeros(len(rows))
        for train_rows, test in splits(rows, deal(rows, recipe.inner)):
            inner[test] = _Words([rows[at] for at in train_rows], recipe).raw([rows[at] for at in test])
        self._words = _Words(rows, recipe)
        self._trees = HistGradientBoostingClassifier(
            max_iter=recipe.trees,
            learning_rate=recipe.rate,
            max_leaf_nodes=recipe.leaves,
            min_samples_leaf=recipe.smallest,
            l2_regularization=recipe.l2,
            monotonic_cst=[_way(name) for name in (*self._names, WORDS)],
            early_stopping=False,
            random_state=recipe.seed,
        ).fit(self._table(rows, inner), _holds(rows), sample_weight=_weights(rows))

    def raw(self, rows: Sequence[Row]) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = self._trees.decision_function(self._table(rows, self._words.raw(rows)))
        return scores

    def to_json(self) -> dict[str, Any]:
        # The only place that holds the trees' nodes; its columns are those of scikit-learn's own predictor.
        predictors = (row[0].nodes for row in self._trees._predictors)
        return {
            "measures": [*self._names, WORDS],
            "words": self._words.to_json(),
            "start": float(self._trees._baseline_prediction[0, 0]),
            "trees": [_tree(nodes) for nodes in predictors],
        }

    def _table(self, rows: Sequence[Row], words: NDArray[np.float64]) -> NDArray[np.float64]:
        measures = np.asarray([[row.view.measures[name] for name in self._names] for row in rows])
        return np.column_stack([measures, words])


def _tree(nodes: Any) -> dict[str, list[float]]:  # noqa: ANN401 - scikit-learn's structured array
    return {
        "measure": [-1 if node["is_leaf"] else int(node["feature_idx"]) for node in nodes],
        "threshold": [0.0 if node["is_leaf"] else float(node["num_threshold"]) for node in nodes],
        "low": [int(node["left"]) for node in nodes],
        "high": [int(node["right"]) for node in nodes],
        "value": [round(float(node["value"]), 6) for node in nodes],
    }


def _way(name: str) -> int:
    return -1 if name.startswith("guard_") else _WAYS.get(name, 0)


def _holds(rows: Iterable[Row]) -> NDArray[np.bool_]:
    return np.asarray([row.holds for row in rows])


def _weights(rows: Iterable[Row]) -> NDArray[np.float64]:
    return np.asarray([row.weight for row in rows])
