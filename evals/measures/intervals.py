"""95 % intervals and percentiles: Wilson's for shares, the percentile bootstrap for means."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054  # the normal distribution's 97.5 % quantile
SEED, RESAMPLES = 20220101, 2000
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over questions with its 95 % interval.

    Attributes:
        n: how many questions it is over; 0 leaves no value.
        low, high: Wilson's for shares, else the bootstrap's; widest (0 to 1) for a single value that is no
            share.
        boot_low, boot_high: the percentile bootstrap's, for the plots.
    """

    value: float
    low: float
    high: float
    boot_low: float
    boot_high: float
    n: int


def wilson(hits: float, n: int) -> tuple[float, float]:
    """Wilson's score interval for `hits` of `n` (Wilson, JASA 22, 1927), in [0, 1]; (0, 1) for n = 0.

    Unlike the normal approximation it is not empty at 0 of n and n of n.
    """
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap_means(values: NDArray[np.float64], *, resamples: int = RESAMPLES) -> NDArray[np.float64]:
    """Return the means of resampled questions, float64 `(resamples, n_measures)`.

    Args:
        values: float64 `(n_questions, n_measures)`, NaN where a measure does not apply; one resample is used
            for all measures. A resample without any value of a measure gives NaN.
        resamples: how many.
    """
    generator = np.random.default_rng(SEED)
    n = len(values)
    known, filled = ~np.isnan(values), np.nan_to_num(values)
    means = np.empty((resamples, values.shape[1]))
    for start in range(0, resamples, _BLOCK):
        size = min(_BLOCK, resamples - start)
        weights = generator.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64)
        counts = weights @ known
        with np.errstate(invalid="ignore"):
            means[start : start + size] = (weights @ filled) / counts
    return means


def estimates(values: NDArray[np.float64], shares: NDArray[np.bool_]) -> list[Estimate | None]:
    """Return each column's estimate, None for a column without a value.

    Args:
        values: float64 `(n_questions, n_measures)`, NaN where a measure does not apply.
        shares: bool `(n_measures,)`, whether the column holds only 0 and 1.
    """
    if not len(values):
        return [None] * values.shape[1]
    means = bootstrap_means(values)
    return [
        _estimate(column, resampled, bool(share))
        for column, resampled, share in zip(values.T, means.T, shares, strict=True)
    ]


def _estimate(column: NDArray[np.float64], resampled: NDArray[np.float64], share: bool) -> Estimate | None:
    known = column[~np.isnan(column)]
    if not known.size:
        return None
    drawn = resampled[~np.isnan(resampled)]
    boot_low, boot_high = (float(edge) for edge in np.percentile(drawn, (2.5, 97.5)))
    low, high = wilson(float(known.sum()), known.size) if share else (boot_low, boot_high)
    if known.size == 1 and not share:
        low, high = 0.0, 1.0  # one value has no spread of its own
    mean, low, high = round(float(known.mean()), 6), round(low, 6), round(high, 6)
    return Estimate(mean, low, high, round(boot_low, 6), round(boot_high, 6), int(known.size))


def percentile(values: list[float], share: float) -> float | None:
    """The percentile by linear interpolation (numpy's default), None without values; `share` in [0, 100]."""
    return round(float(np.percentile(values, share)), 3) if values else None
