"""What is told from the tree: complete lists, counts, corrections and comparisons, each with the right marks."""

from __future__ import annotations

import pytest

from bot.answer import Outcome
from bot.draft import Draft, render
from bot.periods import Period
from bot.query import Extreme, Operation, Query
from bot.references import Missing
from bot.structure import answer_query, correct_ordinals
from corpus import Level, Plan, load_plan
from tests.plans.coast_forest import FOLDER

PLAN = load_plan(FOLDER)


def told(query: Query, plan: Plan = PLAN) -> Draft:
    """The draft of a query that selects something."""
    draft = answer_query(query, plan)
    assert draft is not None
    return draft


def text(draft: Draft) -> str:
    """The whole answer with its marks."""
    return "".join(sentence.text for sentence in render(draft.statements, PLAN))


def cited(draft: Draft) -> list[str]:
    """Numbers of what an answer cites, in order."""
    sentences = render(draft.statements, PLAN)
    return [PLAN.nodes[one.passage_id].number for sentence in sentences for one in sentence.citations]


def test_a_list_says_how_many_and_marks_each_element() -> None:
    draft = told(Query(Operation.LIST, ("ccf-113/2.2",)))
    assert text(draft) == (
        "「海岸巡護與自然教育推展」共有 2 個重要計畫項目，以下全部列出："
        "（1）村里巡守隊訓練與保險[1]；（2）里海學堂與步道解說[2]。"
    )
    assert cited(draft) == ["2.2.1", "2.2.2"]


def test_a_list_of_one_says_so() -> None:
    assert text(told(Query(Operation.LIST, ("ccf-113/2.1.3",)))).startswith("「飛砂防治」只有 1 點實施內容：")


def test_lists_below_two_nodes_are_two_sentences() -> None:
    draft = told(Query(Operation.LIST, ("ccf-113/1.2", "ccf-113/1.3")))
    assert len(draft.statements) == 2
    assert cited(draft) == ["1.2.1", "1.2.2", "1.3.1", "1.3.2"]


def test_passages_from_several_places_are_listed_with_their_places() -> None:
    draft = told(Query(Operation.LIST, level=Level.PARAGRAPH, mentions=("樹種",)))
    assert "（1）壹、一、（二）：汰換枯死老樹" in text(draft)


def test_an_item_chosen_for_a_passage_names_that_passage() -> None:
    draft = told(Query(Operation.LIST, level=Level.ITEM, mentions=("木棧道",)))
    assert cited(draft) == ["2.2.2", "2.2.2.1"]


def test_the_outline_does_not_count_the_preface_as_a_part() -> None:
    nodes = ("ccf-113/0", "ccf-113/1", "ccf-113/2")
    draft = told(Query(Operation.LIST, nodes=nodes))
    assert text(draft).startswith("整份計畫由前言和 2 個部分組成，以下全部列出：前言：")


def test_a_count_cites_what_was_counted_under() -> None:
    draft = told(Query(Operation.COUNT, ("ccf-113/2.1",)))
    assert text(draft) == "「林帶復育」共有 3 個重要計畫項目[1]。"
    assert cited(draft) == ["2.1"]


def test_a_count_of_few_that_meet_a_condition_cites_each() -> None:
    draft = told(Query(Operation.COUNT, level=Level.ITEM, categories=("社會發展",)))
    assert cited(draft) == ["2.1.1", "2.1.3", "2.2.1", "2.2.2"]


def test_a_count_of_many_cites_the_parts_they_stand_in() -> None:
    draft = told(Query(Operation.COUNT, level=Level.PARAGRAPH, mentions=("，",)))
    assert len(draft.focus) > 10
    assert cited(draft) == ["0", "1", "2"]


def test_a_number_that_is_wrong_is_put_right() -> None:
    draft = told(Query(Operation.COUNT, level=Level.GOAL, claimed=4))
    assert draft.outcome is Outcome.CORRECTED
    assert text(draft) == "計畫寫的不是 4 項，整份計畫共有 3 項施政目標[1]。"


def test_a_number_that_is_right_is_told() -> None:
    draft = told(Query(Operation.COUNT, level=Level.GOAL, claimed=3))
    assert draft.outcome is Outcome.ANSWERED
    assert text(draft) == "整份計畫共有 3 項施政目標[1]。"


def test_the_fewest_are_all_named_with_their_size() -> None:
    draft = told(Query(Operation.LIST, level=Level.GOAL, extreme=Extreme.FEWEST))
    assert text(draft).endswith("，各有 2 項策略。")
    assert cited(draft) == ["1.2", "1.3"]


def test_a_comparison_tells_both_sizes_and_which_is_larger() -> None:
    draft = told(Query(Operation.COMPARE, nodes=("ccf-113/2.1", "ccf-113/2.2")))
    assert text(draft) == (
        "「林帶復育」有 3 個重要計畫項目[1]，"
        "「海岸巡護與自然教育推展」有 2 個重要計畫項目[2]，「林帶復育」較多，多 1 個重要計畫項目。"
    )


def test_a_comparison_of_equals_says_so() -> None:
    assert text(told(Query(Operation.COMPARE, nodes=("ccf-113/1.2", "ccf-113/1.3")))).endswith("一樣多。")


def test_categories_are_told_item_by_item() -> None:
    draft = told(Query(Operation.CLASSIFY, nodes=("ccf-113/2.1.1", "ccf-113/2.1.2")))
    assert "屬於社會發展類[1]；" in text(draft)
    assert text(draft).endswith("屬於科技發展類[2]。")


def test_a_query_that_selects_nothing_tells_nothing() -> None:
    assert answer_query(Query(Operation.LIST, level=Level.ITEM, titles=("雪崩",)), PLAN) is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (
            Missing(PLAN.nodes["ccf-113/1"], 7, 3, Level.GOAL),
            "計畫沒有第 7 項施政目標：「本署年度目標與作法」之下只有 3 項施政目標[1]。",
        ),
        (
            Missing(PLAN.nodes["ccf-113/2"], -5, 2, Level.WORK_PLAN),
            "計畫沒有倒數第 5 項工作計畫：「本署年度計畫內容」之下只有 2 項工作計畫[1]。",
        ),
        (Missing(None, 3, 2, Level.PART), "計畫沒有第 3 個部分：整份計畫只有 2 個部分[1][2]。"),
    ],
)
def test_an_ordinal_beyond_is_corrected_with_how_many_there_are(missing: Missing, expected: str) -> None:
    draft = correct_ordinals([missing], PLAN)
    assert draft.outcome is Outcome.CORRECTED
    assert text(draft) == expected


def test_a_false_claim_about_a_node_is_put_right() -> None:
    """By what the plan says of it."""
    draft = told(Query(Operation.CLASSIFY, nodes=("ccf-113/2.1.3",), is_false=True))
    assert draft.outcome is Outcome.CORRECTED
    assert text(draft) == "計畫並沒有這樣寫：「飛砂防治」屬於社會發展類[1]。"


def test_counts_of_several_places_are_added_up() -> None:
    draft = told(Query(Operation.COUNT, ("ccf-113/1.1", "ccf-113/1.2")))
    assert text(draft) == (
        "「修補斷裂林帶，減少風沙侵襲」共有 3 項策略[1]。"
        "「守望海岸生態，結合村里巡守」共有 2 項策略[2]。"
        "合計共有 5 項策略[1][2]。"
    )


def test_an_inner_node_is_told_with_where_each_term_stands() -> None:
    draft = told(Query(Operation.LIST, level=Level.ITEM, mentions=("雲林", "租金"), is_each=True))
    assert text(draft).startswith("整份計畫提到「雲林」和「租金」的只有 1 個重要計畫項目：")
    assert cited(draft) == ["2.1.1", "2.1.1.1", "2.1.1.3"]


def test_words_that_the_plan_lacks_are_said_to_be_lacking() -> None:
    draft = told(Query(Operation.LIST, level=Level.CONTENT, mentions=("木棧道",), unheld=("棧橋",)))
    assert text(draft).startswith("整份計畫沒有「棧橋」這樣的詞；提到「木棧道」的只有 1 點實施內容：")


def test_where_no_plan_has_such_years_those_with_years_are_told() -> None:
    draft = told(Query(Operation.LIST, level=Level.ITEM, years=Period(first=113)))
    assert text(draft).startswith("整份計畫從 113 年開始的重要計畫項目共有 0 個；標明年期的是「")
    assert cited(draft) == ["2.1.1"]


def test_ranks_are_told_with_their_sizes() -> None:
    second = told(Query(Operation.LIST, level=Level.ITEM, extreme=Extreme.MOST, rank=2))
    assert text(second).startswith("實施內容第 2 多的是「")
    first = told(Query(Operation.LIST, level=Level.WORK_PLAN, extreme=Extreme.MOST, top=2))
    assert text(first) == (
        "重要計畫項目最多的前 2 項是「林帶復育」有 3 個重要計畫項目[1]，"
        "「海岸巡護與自然教育推展」有 2 個重要計畫項目[2]。"
    )
