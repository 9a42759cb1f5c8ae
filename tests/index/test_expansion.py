"""Queries are widened by what their Latin terms stand for."""

from __future__ import annotations

import pytest

from index.expansion import Expansion

TERMS = [
    ("lactation room", ("哺（集）乳室", "托兒設施")),
    ("room", ("辦公廳舍",)),
    ("broker", ("仲介公司",)),
    ("FB", ("粉絲團",)),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Where is a lactation room?", "Where is a lactation room? 哺（集）乳室"),
        ("LACTATION ROOMS and brokers", "LACTATION ROOMS and brokers 哺（集）乳室 仲介公司"),
        ("勞保局的fb", "勞保局的fb 粉絲團"),
        ("仲介公司 broker", "仲介公司 broker"),
        ("fbi 和 mushrooms", "fbi 和 mushrooms"),
        ("哺乳室在哪", "哺乳室在哪"),
    ],
)
def test_a_query_is_followed_by_the_plans_words_for_its_longest_terms(query: str, expected: str) -> None:
    """Whole words and their plurals, whatever their case, once each."""
    assert Expansion(TERMS).expand(query) == expected


def test_at_most_three_terms_are_added() -> None:
    """Many words say little each."""
    terms = [(name, (name.upper() * 2,)) for name in ("aa", "bb", "cc", "dd")]
    assert Expansion(terms).expand("aa bb cc dd").split()[4:] == ["AAAA", "BBBB", "CCCC"]


def test_without_terms_queries_stay_as_they_are() -> None:
    """As for a plan without a lexicon."""
    assert Expansion().expand("lactation rooms") == "lactation rooms"
