"""Intervals, percentiles, paired differences, calibration and agreement."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.agreement import cohen
from evals.compare.stats import differences, randomisation
from evals.measures.calibration import Told, brier_score, calibration_error, reliability, trade_off
from evals.measures.intervals import bootstrap_means, estimates, percentile, wilson

NAN = float("nan")


def test_wilson_agrees_with_published_values() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81/263, 15/148 and 0/20 by the score method.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0000, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (0, 1)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_within_zero_and_one(counts: tuple[int, int]) -> None:
    hits, n = counts
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1


def test_estimates_leave_out_what_does_not_apply() -> None:
    values = np.array([[1.0, 0.5, NAN], [0.0, NAN, NAN], [1.0, 1.0, NAN]])
    right, partly, none = estimates(values, np.array([True, False, True]))
    assert right is not None
    assert partly is not None
    assert right.n == 3
    assert right.value == pytest.approx(2 / 3, abs=1e-6)
    assert (right.low, right.high) == pytest.approx(wilson(2, 3), abs=1e-6)
    assert (partly.value, partly.n) == (3 / 4, 2)
    assert none is None


def test_the_bootstrap_is_reproducible_and_covers_the_mean() -> None:
    values = np.array([[0.0], [1.0], [1.0], [1.0]])
    first, second = bootstrap_means(values), bootstrap_means(values)
    assert np.array_equal(first, second)
    low, high = np.percentile(first, (2.5, 97.5))
    assert low <= 3 / 4 <= high


def test_one_value_that_is_no_share_has_the_widest_interval() -> None:
    (found,) = estimates(np.array([[0.4]]), np.array([False]))
    assert found is not None
    assert (found.value, found.low, found.high) == (0.4, 0, 1)


def test_percentiles_interpolate() -> None:
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([], 99) is None


def test_a_difference_is_paired_over_questions_with_both_values() -> None:
    before = np.array([[0.0, 1.0], [0.0, NAN], [1.0, NAN]])
    after = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, NAN]])
    first, second = differences(before, after)
    assert first is not None
    assert second is not None
    assert first.before == pytest.approx(1 / 3, abs=1e-6)
    assert (first.after, first.n) == (1, 3)
    assert (second.change, second.n, second.p) == (0, 1, 1)


def test_the_randomisation_test_agrees_with_counting_all_swaps() -> None:
    # Four questions won, none lost: 2 of the 16 assignments of signs are as extreme.
    p = randomisation(np.ones((4, 1)))
    assert p[0] == pytest.approx(2 / 16, abs=0.01)
    assert randomisation(np.zeros((4, 1)))[0] == 1


def test_reliability_puts_replies_into_ten_bins() -> None:
    told = [Told(0.95, True, False, False), Told(1.0, False, False, False), Told(0.05, False, False, False)]
    low, high = reliability(told)
    assert (low.low, low.n, low.right) == (0, 1, 0)
    assert (high.low, high.n, high.confidence, high.right) == (0.9, 2, 0.975, 1 / 2)
    assert calibration_error((low, high)) == pytest.approx((1 * 0.05 + 2 * 0.475) / 3)
    assert calibration_error(()) is None


def test_brier_score_is_the_mean_squared_error_of_confidence() -> None:
    told = [Told(1, True, False, False), Told(1, False, False, False), Told(0.5, True, False, False)]
    assert brier_score(told) == pytest.approx((0 + 1 + 1 / 4) / 3, abs=1e-6)
    assert brier_score([]) is None


def test_the_trade_off_runs_from_now_to_declining_all() -> None:
    told = [Told(0.9, True, False, False), Told(0.4, False, False, True), Told(0.8, True, True, True)]
    points = trade_off(told)
    assert (points[0].threshold, points[0].fpr, points[0].fnr) == (0, 0, 1 / 2)
    assert (points[-1].fpr, points[-1].fnr) == (1, 0)
    between = next(point for point in points if point.threshold == 0.9)
    assert (between.fpr, between.fnr) == (0, 0)
    assert trade_off([Told(0.9, True, False, False)])[0].fnr is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=300))
def test_declining_more_never_lowers_false_declines(rows: list[tuple[float, bool, bool]]) -> None:
    points = trade_off([Told(c, True, declined, wanted) for c, declined, wanted in rows])
    assert len(points) <= 101
    falls = [point.fpr for point in points if point.fpr is not None]
    assert falls == sorted(falls)


def test_kappa_of_a_worked_example() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5, κ = 0.4.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    found = cohen(pairs)
    assert (found.n, found.share, found.kappa) == (50, 0.7, 0.4)


def test_kappa_is_unknown_where_chance_explains_all() -> None:
    assert cohen([(True, True)] * 3).kappa is None
    assert cohen([]).share is None
