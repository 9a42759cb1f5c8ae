"""Texts that are alike are found, and none is missed for not having been compared with each."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checking.likeness import Likeness, bigrams, jaccard, plain


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ＡＢＣ １２！", "abc12"),
        ("育嬰、留停？", "育嬰留停"),
        ("\u200b問\U000e0069題_", "問題"),
        ("……！", ""),
    ],
)
def test_width_case_punctuation_and_blanks_do_not_count(text: str, bare: str) -> None:
    assert plain(text) == bare


def test_pairs_of_neighbours_are_counted_once() -> None:
    assert bigrams("哈哈哈") == {"哈哈"}
    assert bigrams("定砂籬") == {"定砂", "砂籬"}
    assert bigrams("砂") == {"砂"}
    assert bigrams("") == frozenset()


def test_jaccard_is_the_share_of_common_pairs() -> None:
    assert jaccard(bigrams("定砂籬"), bigrams("定砂網")) == 1 / 3
    assert jaccard(frozenset(), frozenset()) == 0


def test_a_likeness_of_just_the_bound_is_not_above_it() -> None:
    three_of_five = Likeness([frozenset("abcd")], 0.6)
    assert list(three_of_five.find(frozenset("abce"))) == []
    assert [number for number, _ in Likeness([frozenset("abcd")], 0.59).find(frozenset("abce"))] == [0]


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=8), max_size=12),
    st.sampled_from((0.2, 0.5, 0.6, 0.8)),
)
def test_finding_by_rare_pairs_finds_what_comparing_each_with_each_does(
    texts: list[frozenset[str]], above: float
) -> None:
    like = Likeness(texts, above)
    found = {(at, other) for at, text in enumerate(texts) for other, _ in like.find(text)}
    assert found == {
        (at, other)
        for at, other in product(range(len(texts)), repeat=2)
        if jaccard(texts[at], texts[other]) > above + 1e-9
    }
