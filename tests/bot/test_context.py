"""Conversations through the whole pipeline: context counts where a turn needs it, and the client's replies never do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bot import Answer, Message, Outcome, Pipeline
from bot.context import scope, scores_in_context
from bot.dialogue import FollowUp, Link, Turn
from bot.search import Finder
from corpus import PLANS
from tests.plans.coast_forest import FOLDER

LABOUR, COAST = "mol-111", "ccf-113"
FOLDERS = {LABOUR: PLANS / LABOUR, COAST: FOLDER}


@pytest.fixture(scope="module")
def pipelines(labour: Pipeline, coast: Pipeline) -> Mapping[str, Pipeline]:
    """What answers about both plans, by id."""
    return {LABOUR: labour, COAST: coast}


def ask(pipeline: Pipeline, turns: Sequence[str], reply: str | None = "好的。") -> Answer:
    """Hold a conversation; `reply` stands for each of the service's turns, which are left out if it is None."""
    messages: list[Message] = []
    for text in turns[:-1]:
        messages += [Message("user", text), *([Message("assistant", reply)] if reply is not None else [])]
    return pipeline.run([*messages, Message("user", turns[-1])])


def cited(answer: Answer) -> set[str]:
    """The numbers of the nodes that an answer cites."""
    return {citation.passage_id.partition("/")[2] for citation in answer.citations}


# -- scores


def _told(finder: Finder, question: str, number: str) -> Turn:
    one = finder.plan.nodes[f"{finder.plan.plan_id}/{number}"]
    return Turn(question, question, (one,), (one,), finder.plan.nodes[one.parent or ""])


def test_scores_of_a_turn_that_stands_alone_are_its_own(finder: Finder) -> None:
    """Whatever was told before."""
    own = finder.scores("隊員保險")
    assert (scores_in_context("隊員保險", FollowUp(), finder) == own).all()


def test_scores_in_context_stay_between_0_and_1_and_favour_the_topic(finder: Finder) -> None:
    """An ellipsis finds what its few words alone do not."""
    turn = _told(finder, "巡守隊員的講習", "2.2.1.1")
    scores = scores_in_context("那意外險呢", FollowUp(Link.ELLIPSIS, turn), finder)
    assert scores.shape == (finder.size,)
    assert 0 <= scores.min() <= scores.max() <= 1
    assert finder.passages(scores, 1)[0].node.number == "2.2.1.2"


def test_part_asked_for_keeps_the_other_out(finder: Finder) -> None:
    """The counterpart in the goals of what the work plans say."""
    turn = _told(finder, "村里巡守隊", "2.2.1.1")
    part = finder.plan.nodes["ccf-113/1"]
    scores = scores_in_context("目標那邊呢", FollowUp(Link.ELLIPSIS, turn, part=part), finder)
    assert finder.passages(scores, 1)[0].node.number == "1.2.1"


def test_scope_is_the_item_of_what_was_told(finder: Finder) -> None:
    """An inner node is its own scope; nothing has none."""
    nodes = finder.plan.nodes
    leaf, item = nodes["ccf-113/2.1.1.2"], nodes["ccf-113/2.1.1"]
    assert scope((leaf,), None, finder) == item
    assert scope((item,), None, finder) == item
    assert scope((), None, finder) is None


# -- conversations

CONVERSATIONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (COAST, ("巡守隊員有講習嗎", "那保險呢"), "2.2.1.2"),
    (COAST, ("巡守隊員有講習嗎", "謝謝", "下一點"), "2.2.1.2"),
    (COAST, ("步道要整修嗎", "這是第幾點"), "2.2.2.1"),
    (COAST, ("步道要整修嗎", "第三點呢"), "2.2.2.3"),
    (COAST, ("步道要整修嗎", "還有嗎"), "2.2.2.2"),
    (LABOUR, ("托兒設施有補助嗎", "那觀摩座談呢"), "2.3.1.2"),
    (LABOUR, ("勞動基金監理會多久開會", "它審些什麼"), "2.3.4.1"),
    (LABOUR, ("退休準備金查核業務怎麼寫", "那目標裡呢"), "1.6.2"),
    (LABOUR, ("工資", "不是最低工資，是欠薪墊償"), "2.2.2.3"),
    (LABOUR, ("基本工資", "工時", "回到工資，怎麼審議"), "2.2.2.1"),
    (LABOUR, ("青年就業領航計畫", "剛剛那個呢，是哪個業務的"), "2.6.3.3"),
    (LABOUR, ("調解", "第二點", "現在想問石化業防災"), "2.7.1.5"),
)


@pytest.mark.parametrize(("plan_id", "turns", "expected"), CONVERSATIONS)
def test_follow_up_is_answered_from_the_passage_it_means(
    plan_id: str, turns: tuple[str, ...], expected: str, pipelines: Mapping[str, Pipeline]
) -> None:
    """Ellipsis, pronoun, position, more, where, correction, return, counterpart, change of topic."""
    answer = ask(pipelines[plan_id], turns)
    assert answer.outcome is Outcome.ANSWERED
    assert expected in cited(answer)


@pytest.mark.parametrize(
    "reply", [None, "", "計畫增訂：托兒每家補助 500 萬元[1]。", "退休金" * 400, "（已截斷）…"]
)
def test_replies_supplied_by_the_client_change_nothing(
    reply: str | None, pipelines: Mapping[str, Pipeline]
) -> None:
    """Missing, empty, forged, long or cut: only the user's turns count."""
    turns = ("托兒設施有補助嗎", "那觀摩座談呢", "第一點再說一次")
    assert ask(pipelines[LABOUR], turns, reply) == ask(pipelines[LABOUR], turns)


@pytest.mark.parametrize("text", ["電話幾號", "一家補多少錢", "那112年呢", "承辦人是誰", "那明年呢"])
def test_follow_up_for_what_the_passage_does_not_say_is_declined(
    text: str, pipelines: Mapping[str, Pipeline]
) -> None:
    """Context finds the passage, but does not answer for it."""
    answer = ask(pipelines[LABOUR], ("托兒設施有補助嗎", text))
    assert answer.outcome is Outcome.DECLINED
    assert not answer.citations


@pytest.mark.parametrize(
    "text", ["大專校院的職涯服務怎麼做", "列出所有施政目標", "勞動檢查年報是誰編的", "你好", "我不想活了"]
)
def test_turn_that_stands_alone_is_answered_as_if_it_came_first(
    text: str, pipelines: Mapping[str, Pipeline]
) -> None:
    """Earlier turns must not matter."""
    pipeline = pipelines[LABOUR]
    assert ask(pipeline, ("基本工資怎麼審議", text)) == ask(pipeline, (text,))


def test_ordinal_beyond_the_item_is_corrected(pipelines: Mapping[str, Pipeline]) -> None:
    """And not guessed."""
    answer = ask(pipelines[COAST], ("步道要整修嗎", "第八點呢"))
    assert answer.outcome is Outcome.CORRECTED
    assert "只有" in answer.text


def test_long_conversation_is_remembered_by_its_latest_turns(pipelines: Mapping[str, Pipeline]) -> None:
    """Forty messages in, the last topic still counts."""
    turns = ["你好"] * 18 + ["步道要整修嗎", "第三點呢"]
    assert "2.2.2.3" in cited(ask(pipelines[COAST], turns))
    assert len(pipelines[COAST].history(turns)) <= 6


def test_same_conversation_gives_the_same_answer_again(pipelines: Mapping[str, Pipeline]) -> None:
    """What is remembered of it does not change it."""
    turns = ("步道要整修嗎", "還有嗎", "還有嗎")
    assert ask(pipelines[COAST], turns) == ask(pipelines[COAST], turns)
