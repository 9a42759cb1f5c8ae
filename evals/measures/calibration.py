"""What a target's confidences and search scores are worth: reliability, and declining by a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Forecast:
    """A confidence in [0, 1], and whether what it was told of was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Told(Forecast):
    """A reply with its confidence, `right` being the strict verdict.

    Attributes:
        declined: whether the reply declines.
        to_decline: whether it should.
    """

    declined: bool
    to_decline: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts with confidences in [low, high), the last bin closed: their mean confidence, share right."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Both error rates if replies below `threshold` are declined too; None without such questions."""

    threshold: float
    fpr: float | None
    fnr: float | None


def reliability(told: Sequence[Forecast]) -> tuple[Bin, ...]:
    """The filled ones of ten equally wide bins (Niculescu-Mizil and Caruana, ICML 2005)."""
    bins = []
    for number in range(BINS):
        held = [t for t in told if min(int(t.confidence * BINS), BINS - 1) == number]
        if held:
            mean = sum(t.confidence for t in held) / len(held)
            share = sum(t.right for t in held) / len(held)
            bins.append(Bin(number / BINS, (number + 1) / BINS, len(held), round(mean, 6), round(share, 6)))
    return tuple(bins)


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: mean |confidence - share right| over bins, weighted by size; in [0, 1].

    None without a forecast. Source: Guo et al., ICML 2017.
    """
    total = sum(held.n for held in bins)
    return (
        round(sum(held.n * abs(held.confidence - held.right) for held in bins) / total, 6) if total else None
    )


def brier_score(told: Sequence[Forecast]) -> float | None:
    """Mean squared difference of confidence and verdict, right being 1; in [0, 1], lower is better, 0.25 for always 1/2.

    Unlike the calibration error it also rewards telling right from wrong, and needs no bins. None without a forecast.
    Source: Brier, Monthly Weather Review 78, 1950, in its form for two classes.
    """
    return round(sum((t.confidence - t.right) ** 2 for t in told) / len(told), 6) if told else None


def trade_off(told: Sequence[Told]) -> tuple[TradeOff, ...]:
    """Both decline error rates by threshold, from answering as now (0) to declining all, at most 101 points.

    A reply counts as declining if it does, or if it answers with a confidence below the threshold.
    """
    answered = sorted({t.confidence for t in told if not t.declined})
    edges = [0.0, *answered, 1.000001] if answered else [0.0]
    kept = [edges[round(i * (len(edges) - 1) / 100)] for i in range(101)] if len(edges) > 101 else edges
    return tuple(_at(told, threshold) for threshold in dict.fromkeys(kept))


def _at(told: Sequence[Told], threshold: float) -> TradeOff:
    declines = [t.declined or t.confidence < threshold for t in told]
    wrong_declines = [d for t, d in zip(told, declines, strict=True) if not t.to_decline]
    wrong_answers = [not d for t, d in zip(told, declines, strict=True) if t.to_decline]
    return TradeOff(round(threshold, 6), _share(wrong_declines), _share(wrong_answers))


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 6) if flags else None
