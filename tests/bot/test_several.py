"""Questions for several things at once: each is told, and one of them never swallows the others."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline
from bot.remainder import names_something
from tests.bot.conversation import cited, reply


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("職業病鑑定評估是哪個業務在精進？健康資料庫又是哪個業務在建？", {"2.7.7.5", "2.9.2.3"}),
        ("團體協約、工會輔導、法律扶助，分別寫在哪些地方？", {"2.1.2.2", "2.1.1.2", "2.1.3.4"}),
        ("母性保護跟托兒補助各寫了什麼", {"2.2.2.4", "2.3.1.1"}),
        ("工會、勞基法、就業平等這三塊打算動哪些法", {"2.1.1.1", "2.2.1.3", "2.2.4.1"}),
        ("青年就業領航計畫和投資青年就業方案差在哪裡？", {"2.6.3.3", "2.6.3.5"}),
        ("壹跟貳對最低工資法制的寫法差在哪？", {"1.3.1", "2.2.2.2"}),
        ("創業貸款跟青年就業領航計畫各寫了什麼", {"2.6.6.1", "2.6.3.3"}),
    ],
)
def test_each_of_several_things_is_told(text: str, needed: set[str], labour: Pipeline) -> None:
    """Whether their places, their contents or their difference is asked for."""
    answer = reply(labour, text)
    assert answer.outcome is Outcome.ANSWERED
    assert needed <= set(cited(answer))


def test_several_things_of_another_plan_are_told_too(coast: Pipeline) -> None:
    """Nothing was learned about it."""
    answer = reply(coast, "點字解說牌寫在哪裡？無線電又寫在哪裡？")
    assert {"2.2.2.1", "2.2.1.2"} <= set(cited(answer))


@pytest.mark.parametrize("text", ["研修會議及統計填報由誰辦", "監理會審年度績效和資產配置嗎"])
def test_conjunction_within_one_thing_brings_no_other_passage(text: str, labour: Pipeline) -> None:
    """One passage answers."""
    assert len(cited(reply(labour, text))) == 1


def test_claim_with_a_question_for_its_place_is_one_thing(labour: Pipeline) -> None:
    """The place asked for names nothing of its own, so the claim is still put right."""
    text = "計畫不是說要把基本工資調到三萬元嗎？寫在哪一條？"
    assert reply(labour, text).outcome is Outcome.CORRECTED
    assert not names_something("寫在哪一條")
    assert names_something("健康資料庫寫在哪一條")
