"""Later turns as people put them: guesses, going back, points of a told list, the plan after one's own case."""

from __future__ import annotations

import pytest

from bot import Pipeline
from bot.answer import Outcome
from tests.bot.conversation import cited, reply

TRUE, FALSE = Outcome.ANSWERED, Outcome.CORRECTED


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("飛航拍攝多久一次", "是每月吧"), (FALSE, ["2.1.2.1"])),
        (("飛航拍攝多久一次", "應該是每季吧"), (TRUE, ["2.1.2.1"])),
        (("誰來解說免費導覽", "是林務署員工對吧"), (FALSE, ["2.2.2.2"])),
        (("海廢創作展向誰徵件", "是各地里長對吧"), (FALSE, ["2.2.2.3"])),
        (("海廢創作展向誰徵件", "是國中小學生沒錯吧"), (TRUE, ["2.2.2.3"])),
    ],
)
def test_a_guess_at_what_was_asked_is_held_against_what_was_told(
    coast: Pipeline, turns: tuple[str, ...], expected: tuple[Outcome, list[str]]
) -> None:
    answer = reply(coast, *turns)
    assert (answer.outcome, cited(answer)) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("里海學堂與步道解說有哪些內容", "創作展是第二點嗎"), (FALSE, ["2.2.2.3"])),
        (("里海學堂與步道解說有哪些內容", "創作展寫在第三點對吧"), (TRUE, ["2.2.2.3"])),
        (("計畫有哪些目標", "海岸生態是第三個吧"), (FALSE, ["1.2"])),
    ],
)
def test_where_one_of_a_list_stands_is_put_right(
    coast: Pipeline, turns: tuple[str, ...], expected: tuple[Outcome, list[str]]
) -> None:
    answer = reply(coast, *turns)
    assert (answer.outcome, cited(answer)) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("林帶復育有哪些項目", "裡面跟地主有關的是第幾點、怎麼寫"), ["2.1.1.3"]),
        (("海岸巡護與自然教育推展有哪些項目", "其中提到志工的是哪一點"), ["2.2.2.2"]),
        (("林帶復育有哪些項目", "提到測繪的那項有哪些內容"), ["2.1.2.1", "2.1.2.2"]),
        (("哪些地方提到志工或隊員", "裡面哪幾點是村里巡守隊的"), ["2.2.1.1", "2.2.1.2"]),
        (("林帶復育第一項有幾點", "第二項呢", "第三項呢"), ["2.1.3"]),
        (("目標一有幾項策略", "目標二呢"), ["1.2"]),
        (("林帶復育第一項有哪些內容", "第二項呢"), ["2.1.2.1", "2.1.2.2"]),
        (("里海學堂與步道解說有哪些內容", "扣掉志工的還有哪些"), ["2.2.2.1", "2.2.2.3"]),
        (("村里巡守隊訓練與保險有哪些內容", "不要講習的"), ["2.2.1.2"]),
        (("哪些策略提到定砂", "那貳的呢"), ["2.1.3.1"]),
        (("創作展在哪一點", "這一點還提到哪些事"), ["2.2.2.3"]),
    ],
)
def test_a_told_list_is_asked_about_by_points_and_places(
    coast: Pipeline, turns: tuple[str, ...], expected: list[str]
) -> None:
    assert cited(reply(coast, *turns)) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("休耕農地怎麼用", "解說志工有多少", "回到第一個問題"), ["2.1.1.3"]),
        (("休耕農地怎麼用", "解說志工有多少", "那我們回到剛剛第一題，是第幾點"), ["2.1.1.3"]),
        (("枯死木怎麼判釋", "那是哪個計畫底下的"), ["2.1.2.2"]),
        (("枯死木怎麼判釋", "還有哪幾點"), ["2.1.2.1"]),
        (("休耕農地怎麼用", "解說志工有多少", "回到剛剛第一個，租金寫在第幾點"), ["2.1.1.3"]),
        (("哪個目標的策略最多", "第二多的呢"), ["1.2", "1.3"]),
        (("枯死木怎麼判釋", "不是啦我是問休耕農地的"), ["2.1.1.3"]),
    ],
)
def test_a_turn_goes_back_asks_where_and_asks_for_the_other_points(
    coast: Pipeline, turns: tuple[str, ...], expected: list[str]
) -> None:
    assert cited(reply(coast, *turns)) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("職災保護法的配套措施寫在哪裡", "兩個都貼給我"), {"2.4.2.1", "2.7.7.1"}),
        (("公司欠我兩個月薪水，我要去哪裡告", "那這份計畫有什麼制度"), {"2.2.2.3"}),
        (("我是雇主，請外勞要怎麼申請", "那計畫裡線上申辦是怎麼寫的"), {"1.2.5"}),
        (("基本工資現在多少錢", "那計畫裡怎麼寫"), {"2.2.2.1"}),
        (("工時制度要修嗎", "那壹呢"), {"1.3.2"}),
    ],
)
def test_both_of_two_are_told_and_the_plan_is_asked_after_a_case(
    labour: Pipeline, turns: tuple[str, ...], expected: set[str]
) -> None:
    answer = reply(labour, *turns)
    assert answer.outcome is TRUE
    assert expected <= set(cited(answer))


@pytest.mark.parametrize("last", ["第三點各有幾點", "第一點分別有多少"])
def test_a_point_of_which_nothing_can_be_counted_is_told(last: str, coast: Pipeline) -> None:
    answer = reply(coast, "海岸防風林更新造林有哪些內容", last)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations
