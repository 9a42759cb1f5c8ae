"""BM25 against values worked out by hand, and against the formula written plainly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import extent
from index.bm25 import BM25
from index.counting import Counting

TEXTS = [["a", "b"], ["a"], ["c", "c", "d"]]  # mean length 2
Texts = list[list[str]]
texts_of = st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), min_size=1, max_size=12)


@pytest.fixture
def bm25() -> BM25:
    """Over three texts of two, one and three tokens."""
    return BM25.build(TEXTS)


def naive(texts: Texts, query: Sequence[str]) -> list[float]:
    """The formula as Robertson and Zaragoza have it, with Lucene's idf."""
    mean = max(sum(map(len, texts)) / len(texts), 1)
    scores = []
    for text in texts:
        score = 0.0
        for term in query:
            holding = sum(term in other for other in texts)
            idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            tf = text.count(term)
            score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(text) / mean))
        scores.append(score)
    return scores


def test_scores_are_the_fractions_worked_out_by_hand(bm25: BM25) -> None:
    idf = math.log(1 + Fraction(3 - 2 + Fraction(1, 2), 2 + Fraction(1, 2)))  # ln 8/5
    assert bm25.scores(["a"]).tolist() == pytest.approx([idf * 1, idf * Fraction(44, 35), 0])


def test_term_held_twice_saturates(bm25: BM25) -> None:
    idf = math.log(1 + Fraction(5, 3))  # (3 - 1 + 1/2) / (1 + 1/2)
    norm = Fraction(12, 10) * (Fraction(1, 4) + Fraction(3, 4) * Fraction(3, 2))
    assert bm25.scores(["c"])[2] == pytest.approx(idf * float(2 * Fraction(22, 10) / (2 + norm)))


def test_repeated_query_term_counts_as_often(bm25: BM25) -> None:
    assert bm25.scores(["a", "a"]).tolist() == pytest.approx((2 * bm25.scores(["a"])).tolist())


def test_unknown_terms_and_no_terms_score_nothing(bm25: BM25) -> None:
    assert bm25.scores(["x"]).tolist() == bm25.scores([]).tolist() == [0, 0, 0]


def test_share_is_score_over_the_weight_of_the_query(bm25: BM25) -> None:
    weight = math.log(8 / 5) + math.log(1 + 3.5 / 0.5)  # of "a", and of a term that no text holds
    assert bm25.shares(["a", "x"])[0] == pytest.approx(math.log(8 / 5) / weight)


def test_text_shorter_than_the_mean_has_at_most_the_whole_share(bm25: BM25) -> None:
    assert bm25.shares(["a"]).tolist() == [1, 1, 0]


def test_no_documents_and_empty_documents_are_allowed() -> None:
    assert BM25.build([]).scores(["a"]).tolist() == []
    assert BM25.build([[], []]).shares(["a"]).tolist() == [0, 0]


@given(texts_of, st.lists(st.sampled_from("abcdefg"), max_size=6))
def test_scores_are_those_of_the_plain_formula(texts: Texts, query: list[str]) -> None:
    expected = naive(texts, query)
    assert BM25.build(texts).scores(query).tolist() == pytest.approx(expected, rel=1e-5, abs=1e-6)


@given(texts_of, st.lists(st.sampled_from("abcdefg"), max_size=6))
def test_ranks_are_those_of_the_plain_formula(texts: Texts, query: list[str]) -> None:
    expected, scores = naive(texts, query), BM25.build(texts).scores(query)
    order = sorted(range(len(texts)), key=lambda n: -scores[n])
    ranked = [expected[n] for n in order]
    assert ranked == pytest.approx(sorted(expected, reverse=True), rel=1e-5, abs=1e-6)


@given(texts_of, st.lists(st.sampled_from("abcdefg"), max_size=6))
def test_shares_lie_between_0_and_1(texts: Texts, query: list[str]) -> None:
    shares = BM25.build(texts).shares(query)
    assert shares.dtype == np.float32
    assert ((shares >= 0) & (shares <= 1)).all()


@given(texts_of, st.integers(1, 4))
def test_counting_in_batches_changes_nothing(texts: Texts, size: int) -> None:
    counting = Counting()
    batches = [counting.count(texts[start : start + size]) for start in range(0, len(texts), size)]
    whole, parted = BM25.build(texts), BM25.weigh(counting.terms, batches)
    assert whole.terms == parted.terms
    for name in ("starts", "documents", "weights"):
        assert np.array_equal(getattr(whole, name), getattr(parted, name))


@given(texts_of, st.lists(st.sampled_from(["aa", "bb", "cc", "xx"]), max_size=6))
def test_large_index_scores_the_same_to_the_last_digits(texts: Texts, query: list[str]) -> None:
    doubled = [
        [token * 2 for token in text] for text in texts
    ]  # no single characters, which it may leave out
    expected = BM25.build(doubled).shares(query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extent, "EXACT_LIMIT", 0)
        assert BM25.build(doubled).shares(query).tolist() == pytest.approx(expected.tolist(), rel=1e-5)


def test_large_index_leaves_out_single_characters_that_are_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(extent, "EXACT_LIMIT", 19)
    texts = [["的", "林", "海岸"] if n == 3 else ["的", "海岸"] for n in range(20)]
    bm25 = BM25.build(texts)
    assert bm25.scores(["的"]).tolist() == [0] * 20
    assert bm25.scores(["林"]).argmax() == 3
    assert bm25.scores(["海岸"]).all()
    assert bm25.shares(["的", "林"])[3] == bm25.shares(["林"])[3] > 0
