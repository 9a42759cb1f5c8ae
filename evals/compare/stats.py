"""Paired differences: the bootstrap's 95 % interval and the randomisation test, both over questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.measures.intervals import SEED, bootstrap_means

PERMUTATIONS = 10_000
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs, over the questions where it applies in both.

    Attributes:
        before, after: means.
        low, high: of after - before, by the paired percentile bootstrap.
        p: two-sided, of no difference.
    """

    before: float
    after: float
    low: float
    high: float
    p: float
    n: int

    @property
    def change(self) -> float:
        """The later mean less the earlier."""
        return self.after - self.before


def differences(before: NDArray[np.float64], after: NDArray[np.float64]) -> list[Difference | None]:
    """Return each measure's difference, None where no question has it in both.

    Args:
        before: float64 `(n_questions, n_measures)`, the same questions in the same order, NaN where a measure
            does not apply.
        after: the same of the other run.
    """
    changes = after - before
    both = ~np.isnan(changes)
    if not both.any():
        return [None] * changes.shape[1]
    resampled = bootstrap_means(changes)
    p_values = randomisation(np.nan_to_num(changes))
    found: list[Difference | None] = []
    for column in range(changes.shape[1]):
        held = both[:, column]
        if not held.any():
            found.append(None)
            continue
        drawn = resampled[~np.isnan(resampled[:, column]), column]
        low, high = (round(float(edge), 6) for edge in np.percentile(drawn, (2.5, 97.5)))
        old, new = (round(float(run[held, column].mean()), 6) for run in (before, after))
        found.append(Difference(old, new, low, high, float(p_values[column]), int(held.sum())))
    return found


def randomisation(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return two-sided p values of no difference, float64 `(n_measures,)`, by swapping runs per question.

    Args:
        changes: float64 `(n_questions, n_measures)`, 0 where a measure does not apply.

    The observed difference counts as one of the permutations, so p is never 0 (Smucker, Allan and Carterette,
    CIKM 2007; Phipson and Smyth, 2010).
    """
    generator = np.random.default_rng(SEED)
    observed = np.abs(changes.sum(axis=0))
    extreme = np.zeros(changes.shape[1])
    for start in range(0, PERMUTATIONS, _BLOCK):
        size = min(_BLOCK, PERMUTATIONS - start)
        signs = generator.choice(np.array([-1.0, 1.0]), size=(size, len(changes)))
        extreme += (np.abs(signs @ changes) >= observed - 1e-9).sum(axis=0)
    p: NDArray[np.float64] = (extreme + 1) / (PERMUTATIONS + 1)
    return p
