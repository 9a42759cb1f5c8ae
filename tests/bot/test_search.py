"""What searching finds: the best passage of another part of the plan, and what a question says of the plan itself."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search import Finder


@pytest.mark.parametrize(
    ("question", "first", "elsewhere"), [("定砂籬", "2.1.3.1", "1.1.3"), ("小燕鷗", "1.2.2", "2.2.2.3")]
)
def test_the_best_passage_elsewhere_stands_in_another_part(
    question: str, first: str, elsewhere: str, finder: Finder
) -> None:
    scores = finder.scores(question)
    best = finder.first(scores)
    other = finder.first_elsewhere(scores, best)
    assert other is not None
    assert (finder.node(best).number, finder.node(other).number) == (first, elsewhere)


@pytest.mark.parametrize(
    ("question", "left"), [("計畫怎麼寫隊員", "隊員"), ("計畫怎麼寫隊員保險", "隊員保險")]
)
def test_what_is_said_of_the_plan_itself_is_not_looked_up(question: str, left: str, finder: Finder) -> None:
    assert np.array_equal(finder.scores(question), finder.scores(left))


@pytest.mark.parametrize(
    ("question", "cut"),
    [
        ("計畫提供隊員什麼", "供隊員什麼"),
        ("計畫提升隊員", "升隊員"),
        ("計畫說明隊員保險", "明隊員保險"),
    ],
)
def test_a_word_that_only_begins_like_it_is_not_cut(question: str, cut: str, finder: Finder) -> None:
    assert not np.array_equal(finder.scores(question), finder.scores(cut))


def test_a_question_that_names_nothing_else_is_looked_up_as_it_is(finder: Finder) -> None:
    assert finder.scores("計畫怎麼寫").any()
