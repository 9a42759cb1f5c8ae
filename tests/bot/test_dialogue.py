"""Following a conversation: what a turn means after the turns before it, over the invented plan and the carried one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bot.dialogue import FollowUp, Link, Turn
from bot.following import context_question, follow_up
from bot.search import Finder
from corpus import Node, Plan
from index import PlanIndex

LABOUR, COAST = "mol-111", "ccf-113"


@pytest.fixture(scope="module")
def finders(indexes: Mapping[str, PlanIndex]) -> Mapping[str, Finder]:
    """Searches over both plans, by id."""
    return {plan_id: Finder(plan_index) for plan_id, plan_index in indexes.items()}


@pytest.fixture(scope="module")
def coast(finders: Mapping[str, Finder]) -> Finder:
    """The search over the invented plan."""
    return finders[COAST]


@pytest.fixture(scope="module")
def labour(finders: Mapping[str, Finder]) -> Finder:
    """The search over the carried plan."""
    return finders[LABOUR]


def node(plan: Plan, number: str) -> Node:
    """A node by its number."""
    return plan.nodes[f"{plan.plan_id}/{number}"]


def told(finder: Finder, question: str, *numbers: str, listed: bool = False) -> Turn:
    """A turn that was answered with nodes of one item or goal."""
    nodes = tuple(node(finder.plan, number) for number in numbers)
    scope = finder.plan.nodes[nodes[0].parent or ""]
    return Turn(question, question, nodes, nodes, scope, listed)


def numbers(nodes: Sequence[Node]) -> list[str]:
    """The nodes' numbers."""
    return [one.number for one in nodes]


def read(text: str, finder: Finder, *history: Turn) -> FollowUp:
    """Read a turn after those before it."""
    return follow_up(text, history, finder)


# -- places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下一點呢", "2.1.1.3"),
        ("再下面", "2.1.1.3"),
        ("後面接什麼", "2.1.1.3"),
        ("接著呢", "2.1.1.3"),
        ("next", "2.1.1.3"),
        ("上一點講什麼", "2.1.1.1"),
        ("這點的前一點是什麼", "2.1.1.1"),
        ("前面那一點", "2.1.1.1"),
        ("第一點講什麼", "2.1.1.1"),
        ("那項第三點寫什麼", "2.1.1.3"),
        ("最後一點呢", "2.1.1.3"),
        ("倒數第二點", "2.1.1.2"),
        ("中間那點", "2.1.1.2"),
        ("三點裡的第一點", "2.1.1.1"),
        ("這個項目的第三點", "2.1.1.3"),
        ("the last one", "2.1.1.3"),
        ("往下兩點", "2.1.2.1"),
    ],
)
def test_place_named_by_position_counts_from_what_was_told(text: str, expected: str, coast: Finder) -> None:
    """In the item of the passage told; steps go on across its end."""
    link = read(text, coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert (link.link, numbers(link.nodes)) == (Link.PLACE, [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下一個項目第一點呢", "2.1.2.1"),
        ("另一個項目呢", "2.1.2"),
        ("下一個目標是什麼", None),
        ("下一個業務", "2.2"),
    ],
)
def test_next_item_or_work_plan_is_found_from_the_passage_told(
    text: str, expected: str | None, coast: Finder
) -> None:
    """A level that the passage does not stand in leads nowhere."""
    link = read(text, coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert numbers(link.nodes) == ([expected] if expected else [])


def test_ordinal_after_a_list_counts_what_was_told(coast: Finder) -> None:
    """And a second ordinal counts below."""
    turn = told(coast, "林帶復育有哪些項目", "2.1.1", "2.1.2", "2.1.3", listed=True)
    assert numbers(read("第二個呢", coast, turn).nodes) == ["2.1.2"]
    assert numbers(read("第二個的第一點", coast, turn).nodes) == ["2.1.2.1"]


def test_ordinal_beyond_the_points_is_missing_with_their_number(coast: Finder) -> None:
    """So that the reply can say how many there are."""
    link = read("第七點呢", coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert link.settled
    assert not link.nodes
    (missing,) = link.missing
    assert (missing.ordinal, missing.count) == (7, 3)


def test_point_told_again_is_the_one_told_as_that_point(coast: Finder) -> None:
    """Among several passages told, the one that was introduced as the second point."""
    turn = told(coast, "巡守隊做什麼", "2.2.1.2", "1.2.1")
    assert numbers(read("第二點再說一次", coast, turn).nodes) == ["2.2.1.2"]


# -- again, where, more

AGAIN = ["再說一次", "原文", "全文給我", "說清楚一點", "再講一遍", "say that again"]
OTHERWISE = ["講白話一點", "太長了，講重點就好", "用一句話說", "你確定嗎？", "什麼意思", "in English please"]


@pytest.mark.parametrize("text", [*AGAIN, *OTHERWISE])
def test_repeat_tells_the_same_again(text: str, coast: Finder) -> None:
    """Without a search."""
    link = read(text, coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert (link.link, numbers(link.nodes)) == (Link.REPEAT, ["2.1.1.2"])


@pytest.mark.parametrize(
    "text",
    [
        "寫在哪裡",
        "剛剛那個呢，是哪個業務的",
        "你說的這點在哪個業務",
        "這是哪一條",
        "出處給我",
        "是目標還是業務",
        "它在哪一頁",
        "在計畫的什麼位置",
        "where is that written",
    ],
)
def test_where_asks_for_the_place_of_what_was_told(text: str, coast: Finder) -> None:
    """However it is worded."""
    link = read(text, coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert (link.link, numbers(link.nodes)) == (Link.WHERE, ["2.1.1.2"])


def test_where_of_a_place_named_by_position(coast: Finder) -> None:
    """The next one's place, not the place of the one told."""
    link = read("下一點寫在哪裡", coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert (link.link, numbers(link.nodes)) == (Link.WHERE, ["2.1.1.3"])


@pytest.mark.parametrize(
    "text", ["還有嗎", "還有別的嗎", "其他的呢", "除了這點還有什麼", "同一項還有哪些", "anything else?"]
)
def test_more_is_what_the_conversation_has_not_told_of_the_item(text: str, coast: Finder) -> None:
    """Over all turns, not only the last one."""
    first, second = told(coast, "苗圃", "2.1.1.1"), told(coast, "苗木撫育", "2.1.1.2")
    link = read(text, coast, first, second)
    assert (link.link, numbers(link.nodes)) == (Link.MORE, ["2.1.1.3"])


def test_more_goes_on_behind_an_item_told_whole(coast: Finder) -> None:
    """With the next passage."""
    link = read("還有嗎", coast, told(coast, "苗圃", "2.1.1.1", "2.1.1.2", "2.1.1.3", listed=True))
    assert numbers(link.nodes) == ["2.1.2.1"]


# -- which turn


def test_number_of_a_question_points_at_that_turn(coast: Finder) -> None:
    """Not at a point of the passage."""
    history = told(coast, "苗圃擴建", "2.1.1.1"), told(coast, "巡守隊保險", "2.2.1.2")
    assert numbers(read("第一個問題再說一次", coast, *history).nodes) == ["2.1.1.1"]
    assert numbers(read("上一題的原文", coast, *history).nodes) == ["2.1.1.1"]


def test_shared_words_point_at_the_earlier_turn(coast: Finder) -> None:
    """Else the last one is meant."""
    history = told(coast, "苗圃擴建", "2.1.1.1"), told(coast, "巡守隊保險", "2.2.1.2")
    assert read("回到苗圃，寫在哪裡", coast, *history).turn == history[0]
    assert read("寫在哪裡", coast, *history).turn == history[1]


def test_turns_about_nothing_are_passed_over(coast: Finder) -> None:
    """A greeting in between does not cut the thread."""
    turn = told(coast, "苗圃擴建", "2.1.1.1")
    assert numbers(read("下一點", coast, turn, Turn("謝謝", "謝謝")).nodes) == ["2.1.1.2"]


def test_declined_turn_still_says_what_it_was_about(coast: Finder) -> None:
    """Nothing was told, yet 「寫在哪裡」 has a place."""
    about = (node(coast.plan, "2.2.1.2"),)
    turn = Turn("保險一年多少錢", "保險一年多少錢", (), about, node(coast.plan, "2.2.1"))
    assert numbers(read("寫在哪裡", coast, turn).nodes) == ["2.2.1.2"]


@pytest.mark.parametrize("text", ["那高齡者呢", "第二點", "還有嗎", "寫在哪裡"])
def test_first_turn_hangs_on_nothing(text: str, coast: Finder) -> None:
    """There is nothing to hang on."""
    assert read(text, coast) == FollowUp()


# -- dependence


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (("托兒設施補助", "2.3.1.1"), "那觀摩座談呢"),
        (("職務再設計是什麼", "2.6.4.3"), "對象是誰"),
        (("勞動基金監理會", "2.3.4.1"), "它審些什麼"),
        (("失業者職前訓練", "2.6.1.2"), "在職的呢"),
        (("營造業教育訓練", "2.7.6.5"), "目的是什麼"),
        (("勞動基金監理會", "2.3.4.1"), "我問的是勞保的，不是基金"),
    ],
)
def test_turn_that_leaves_something_out_hangs_on_the_one_before(
    before: tuple[str, str], text: str, labour: Finder
) -> None:
    """It is read in its light."""
    turn = told(labour, *before)
    link = read(text, labour, turn)
    assert (link.link, link.turn) == (Link.ELLIPSIS, turn)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (("托兒設施補助", "2.3.1.1"), "移工仲介呢"),
        (("托兒設施補助", "2.3.1.1"), "化學品暴露評估要怎麼做"),
        (("最低工資法", "2.2.2.2"), "那代行檢查機構做什麼"),
        (("勞動基金監理會", "2.3.4.1"), "換個話題，三高企業怎麼輔導"),
        (("職災統計", "2.7.1.1"), "好，那公司工會簽團體協約有獎勵嗎"),
        (("勞動檢查", "2.7.2.1"), "thanks. Is the ministry buying an office?"),
    ],
)
def test_change_of_topic_carries_nothing_over(before: tuple[str, str], text: str, labour: Finder) -> None:
    """Even where it is short and ends like an ellipsis."""
    assert read(text, labour, told(labour, *before)).link is Link.NONE


def test_words_that_only_change_the_topic_are_left_out_of_the_question(labour: Finder) -> None:
    """But never a year, which decides whether there is an answer at all."""
    turn = told(labour, "托兒設施補助", "2.3.1.1")
    assert read("換個話題，三高企業怎麼輔導", labour, turn).question == "三高企業怎麼輔導"
    assert "112" in read("另外問112年的，三高企業怎麼輔導", labour, turn).question


def test_what_a_turn_takes_back_is_no_part_of_its_question(labour: Finder) -> None:
    """It is kept apart, to count against passages."""
    link = read("是補助地方人力，不是托兒", labour, told(labour, "補助", "2.3.1.1"))
    assert "托兒" not in link.question
    assert link.denied == "托兒"


@pytest.mark.parametrize(
    ("text", "part"), [("目標那邊怎麼說", "1"), ("壹的部分呢", "1"), ("業務裡呢", "2"), ("貳的呢", "2")]
)
def test_other_part_of_the_plan_is_known_by_what_stands_in_it(text: str, part: str, coast: Finder) -> None:
    """Goals in one, work plans in the other."""
    link = read(text, coast, told(coast, "苗木撫育", "2.1.1.2"))
    assert link.part == node(coast.plan, part)


# -- what a turn means in words


def test_ellipsis_means_the_earlier_question_and_its_own_words(coast: Finder) -> None:
    """A place means its text; a turn that stands alone means itself."""
    turn = told(coast, "苗圃擴建", "2.1.1.1")
    place = node(coast.plan, "2.1.1.2")
    assert context_question("那保險呢", FollowUp(Link.ELLIPSIS, turn)) == "苗圃擴建 那保險呢"
    assert context_question("下一點", FollowUp(Link.PLACE, turn, (place,))) == place.text
    assert context_question("志工幾人", FollowUp()) == "志工幾人"
