"""Long messages that hardly repeat take no time to speak of, however their words could be read."""

from __future__ import annotations

import random
import time

import pytest

from bot import Pipeline
from tests.bot.conversation import reply

LONG_S = 5  # a slow machine takes a tenth of it
MOST = 2_000  # characters of a message


def mixed(*pieces: str, many: int) -> str:
    """Pieces in an order that does not repeat, drawn by a fixed seed."""
    drawn = random.Random(111)
    return "".join(drawn.choice(pieces) for _ in range(many))


@pytest.mark.parametrize(
    "turns",
    [
        ["113年度" * 30 + "有什麼補助"],
        ["沙丘不" + mixed("列在在", "放在在", "歸在在", many=40) + "甲第一個目標的經費是多少"],
        ["第一點是林" + mixed("的內容", "的部分", many=60) + "甲，對吧"],
        ["我老闆欠我錢怎麼辦", mixed("好吧啦", "好的了", "了解了", many=50) + "計畫"],
        ["沙丘復育", "巡守隊", "回到" + mixed("剛剛", "剛才剛剛", "我剛剛", many=40) + "林"],
        ["哪些項目到113年" + mixed("就要", "就要會", "就要才", many=40) + "林"],
        ["哪些內容提到「林帶」也" + mixed("含有", "帶有", "寫有", many=40) + "林"],
        ["哪些項目" + mixed("而且", "而且但", "而且卻", many=40) + "林帶"],
        [mixed("一、", "二和", "三跟", "四、", "十和", many=900)],
        [mixed("甲乙和", "丙丁和", "戊己和", "庚辛和", many=600) + "一樣多，對吧"],
        [mixed("甲乙比", "丙丁比", "戊己比", "庚辛比", many=600) + "多，對吧"],
        [mixed("甲乙是", "丙丁是", "戊己是", "庚辛是", many=600) + "第一點，對吧"],
    ],
    ids=lambda turns: turns[-1][:12],
)
def test_long_messages_take_no_time_to_speak_of(turns: list[str], coast: Pipeline) -> None:
    begun = time.perf_counter()
    reply(coast, *(turn[-MOST:] for turn in turns))
    assert time.perf_counter() - begun < LONG_S
