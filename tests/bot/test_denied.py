"""Messages that say the plan is silent on something, over the invented plan."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from bot.denied import deny
from bot.draft import Draft
from bot.reception import receive
from bot.search import Finder
from bot.task import Task
from tests.bot.conversation import reply


def denial(text: str, finder: Finder) -> Draft | None:
    """What is told of a message that stands alone."""
    return deny(Task(text, receive(text)), finder)


@pytest.mark.parametrize(
    ("text", "passage_id"),
    [
        ("計畫沒有寫到意外險，對吧", "ccf-113/2.2.1.2"),
        ("計畫沒有提到點字解說牌，對吧？", "ccf-113/2.2.2.1"),
        ("裡面都沒寫到定砂籬的事，是嗎", "ccf-113/2.1.3.1"),
    ],
)
def test_what_the_plan_has_is_put_right_with_the_passage_that_has_it(
    text: str, passage_id: str, finder: Finder
) -> None:
    draft = denial(text, finder)
    assert draft is not None
    assert (draft.outcome, draft.focus) == (Outcome.CORRECTED, (passage_id,))


@pytest.mark.parametrize("text", ["計畫沒有寫到海水浴場，對吧", "計畫沒有提到防波堤，對吧"])
def test_what_the_plan_has_no_word_of_is_not_put_right(text: str, finder: Finder) -> None:
    assert denial(text, finder) is None


@pytest.mark.parametrize("text", ["計畫有寫到意外險，對吧", "沒有意外險的人怎麼辦"])
def test_a_message_that_denies_nothing_of_the_plan_is_left_alone(text: str, finder: Finder) -> None:
    assert denial(text, finder) is None


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("計畫沒有寫到捷運票價，對吧", Outcome.DECLINED),
        ("計畫沒有提到太空產業吧", Outcome.DECLINED),
        ("計畫沒有提到基本工資，對吧", Outcome.CORRECTED),
    ],
)
def test_who_rightly_says_that_the_plan_is_silent_is_not_put_right(
    labour: Pipeline, text: str, outcome: Outcome
) -> None:
    assert reply(labour, text).outcome is outcome
