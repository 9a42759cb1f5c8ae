"""Agreement between two raters beyond chance: Cohen's κ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree over the items that both rated.

    Attributes:
        share: of items with the same verdict, in [0, 1].
        kappa: in [-1, 1]; None where chance alone gives full agreement (both used one and the same verdict)
            or there is no item.
    """

    n: int
    share: float | None
    kappa: float | None


def cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Return the agreement over (first rater's, second rater's) verdicts.

    κ = (observed - expected) / (1 - expected), expected from each rater's own shares (Cohen, 1960).
    """
    n = len(pairs)
    if not n:
        return Agreement(0, None, None)
    observed = sum(first == second for first, second in pairs) / n
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(firsts[verdict] * seconds[verdict] for verdict in firsts) / n**2
    kappa = None if expected == 1 else round((observed - expected) / (1 - expected), 6)
    return Agreement(n, round(observed, 6), kappa)
