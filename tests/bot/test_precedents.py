"""Claims like a question's that are known to hold or not."""

from __future__ import annotations

import pytest

from bot.precedents import Precedents
from corpus.bank import Review
from corpus.claims import Premise

BEACH, DUNE = "ccf-113/1.1.1", "ccf-113/1.2.1"


def premise(text: str, *cites: str, holds: bool, hand: str = "one") -> Premise:
    return Premise(text=text, cites=cites, holds=holds, hand=hand, review=Review.UNREVIEWED)


@pytest.fixture
def precedents() -> Precedents:
    return Precedents(
        [
            premise("聽說沙灘每年清兩次", BEACH, holds=False),
            premise("沙灘每月都會清一次吧", BEACH, holds=True),
            premise("沙丘不准人進去了", DUNE, holds=False, hand="two"),
        ]
    )


def test_a_claim_like_a_false_one_is_told_false(precedents: Precedents) -> None:
    assert precedents.tell_false("沙灘一年清兩次，對嗎", BEACH) > 0


def test_a_claim_like_a_true_one_is_not(precedents: Precedents) -> None:
    assert precedents.tell_false("沙灘每個月清一次", BEACH) < 0


def test_only_claims_about_the_passage_have_a_voice(precedents: Precedents) -> None:
    assert precedents.tell_false("聽說沙灘每年清兩次", "ccf-113/2.1.1") == 0
    assert (
        precedents.tell_false("聽說沙灘每年清兩次", DUNE)
        < precedents.tell_false("聽說沙灘每年清兩次", BEACH) / 10
    )


def test_a_claim_that_is_like_none_says_nothing(precedents: Precedents) -> None:
    assert precedents.tell_false("yes", BEACH) == 0


def test_a_hand_does_not_speak_for_itself(precedents: Precedents) -> None:
    assert precedents.tell_false("沙丘不准進去", DUNE) > 0
    assert precedents.tell_false("沙丘不准進去", DUNE, without="two") == 0


def test_a_claim_on_two_passages_speaks_for_both() -> None:
    precedents = Precedents([premise("沙灘跟沙丘都封了", BEACH, DUNE, holds=False)])
    assert precedents.tell_false("沙丘封了", BEACH) == precedents.tell_false("沙丘封了", DUNE) > 0.5
