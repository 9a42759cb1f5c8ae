"""Leaks of Simplified characters and mainland terms."""

from __future__ import annotations

import pytest

from evals.measures import leaks
from evals.passages import our_passages
from tests.evals.made import case, judged, reply


@pytest.mark.parametrize("char", list("劳动业职个体这优"))
def test_simplified_only_characters_leak(char: str) -> None:
    assert leaks.is_leak(char)


@pytest.mark.parametrize("char", list("勞動后里台于干只庄准A1，"))
def test_traditional_characters_and_others_do_not(char: str) -> None:
    assert not leaks.is_leak(char)


def test_the_plan_itself_holds_no_leak() -> None:
    assert [c for passage in our_passages() for c in passage.text if leaks.is_leak(c)] == []
    assert not any(term in passage.text for passage in our_passages() for term in leaks.MAINLAND_TERMS)


def test_leaked_characters_are_told_once() -> None:
    one = judged(case(), reply("劳動与劳工[1]"))
    assert leaks.leaked_characters(one) == "劳与"
    assert leaks.script_clean(one) == 0
    assert leaks.script_clean(judged()) == 1


def test_mainland_terms_count_outside_quotations_only() -> None:
    assert leaks.terms_clean(judged(case(), reply("請看視頻[1]。"))) == 0
    assert leaks.terms_clean(judged(case(), reply("問題裡的「視頻」是影片[1]。"))) == 1
