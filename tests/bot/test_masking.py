"""A wording is what is left of a question when the plan's own words are masked."""

from __future__ import annotations

import pytest

from bot.masking import MASK, Masking
from corpus import Plan, load_plan
from tests.plans.coast_forest import FOLDER


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The invented plan."""
    return load_plan(FOLDER)


@pytest.fixture(scope="module")
def masking(plan: Plan) -> Masking:
    """Knows its words."""
    return Masking(plan)


def test_a_passage_is_one_mask(plan: Plan, masking: Masking) -> None:
    for leaf in (leaf for leaf in plan.passages if " " not in leaf.text):
        assert set(masking.mask(leaf.text)) <= {MASK, "。", ".", "，", ",", "、", " "}


def test_what_the_plan_does_not_say_stays(masking: Masking) -> None:
    assert masking.mask("聽說zzz不用錢？") == "聽說zzz不用錢?"


def test_questions_about_different_subjects_are_worded_alike(plan: Plan, masking: Masking) -> None:
    one, other = [leaf.text[:4] for leaf in plan.passages if leaf.text[:4].isalpha()][:2]
    assert masking.mask(f"聽說{one}吹了喔") == masking.mask(f"聽說{other}吹了喔")


@pytest.mark.parametrize("text", ["", " ", "？", "a", "造"])
def test_texts_too_short_to_hold_a_stretch_stay(masking: Masking, text: str) -> None:
    assert MASK not in masking.mask(text)
