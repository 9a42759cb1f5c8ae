"""Which draft wins: false claims beside a year or agency or in a question of innocent form, and years of a plan."""

from __future__ import annotations

import pytest

from bot import Outcome, Pipeline, Reason
from tests.bot.conversation import cited, reply

# -- false claims


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("115 年的勞動基金監理會改成每年開一次會", "2.3.4.1"),
        ("113 年起停辦青年就業領航計畫的理由", "2.6.3.3"),
        ("衛福部廢止青年就業領航計畫的理由", "2.6.3.3"),
    ],
)
def test_what_is_surely_false_beside_a_year_or_agency_is_put_right(
    text: str, number: str, labour: Pipeline
) -> None:
    answer = reply(labour, text)
    assert answer.outcome is Outcome.CORRECTED
    assert cited(answer) == [number]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("115 年的基本工資是多少", Reason.OTHER_YEAR),
        ("交通部補助雇主設置托兒設施要怎麼申請", Reason.OTHER_AGENCY),
    ],
)
def test_another_year_or_agency_without_a_false_claim_is_declined(
    text: str, reason: Reason, labour: Pipeline
) -> None:
    assert reply(labour, text).reason is reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("停辦青年就業領航計畫和廢止最低工資法分別寫在哪裡", Outcome.CORRECTED),
        ("青年就業領航計畫和最低工資法分別寫在哪裡", Outcome.ANSWERED),
    ],
)
def test_in_a_question_for_the_places_of_several_things_only_a_sure_claim_is_put_right(
    text: str, expected: Outcome, labour: Pipeline
) -> None:
    assert reply(labour, text).outcome is expected


# -- years


@pytest.mark.parametrize("text", ["海岸防風林更新造林是哪幾年的計畫", "海岸防風林更新造林從幾年開始"])
def test_years_of_a_plan_that_spans_several_are_told_with_its_heading(text: str, coast: Pipeline) -> None:
    answer = reply(coast, text)
    assert cited(answer) == ["2.1.1"]
    assert "112－115 年" in answer.text


@pytest.mark.parametrize(
    ("text", "number"), [("飛砂防治是哪幾年的計畫", "2.1.3"), ("里海學堂與步道解說做到哪一年", "2.2.2")]
)
def test_the_heading_of_an_item_without_years_is_no_answer(text: str, number: str, coast: Pipeline) -> None:
    assert number not in cited(reply(coast, text))
