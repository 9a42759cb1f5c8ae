"""The query language over the tree, on the invented plan: what each condition selects, and how a query reads."""

from __future__ import annotations

from bot.periods import Period
from bot.query import Extreme, Operation, Query, holds, run_query, size_of
from corpus import Level, load_plan
from tests.plans.coast_forest import FOLDER

PLAN = load_plan(FOLDER)
LIST = Operation.LIST


def selected(query: Query) -> list[str]:
    """Numbers of what a query selects."""
    return [node.number for node in run_query(query, PLAN)]


def test_without_a_level_the_children_are_selected() -> None:
    assert selected(Query(LIST, ("ccf-113/2.1",))) == ["2.1.1", "2.1.2", "2.1.3"]


def test_a_level_is_selected_at_any_depth() -> None:
    assert selected(Query(LIST, ("ccf-113/2.2",), Level.CONTENT)) == [
        "2.2.1.1", "2.2.1.2", "2.2.2.1", "2.2.2.2", "2.2.2.3",
    ]  # fmt: skip


def test_paragraph_means_passages_of_any_kind() -> None:
    assert len(selected(Query(LIST, level=Level.PARAGRAPH))) == len(PLAN.passages)


def test_category_selects() -> None:
    assert selected(Query(LIST, level=Level.ITEM, categories=("科技發展",))) == ["2.1.2"]


def test_a_term_in_pieces_needs_each_of_them() -> None:
    assert selected(Query(LIST, level=Level.PARAGRAPH, mentions=("枯死 模型",))) == ["2.1.2.2"]


def test_any_of_several_terms_is_enough() -> None:
    assert selected(Query(LIST, level=Level.PARAGRAPH, mentions=("圖鑑", "無線電"))) == ["1.3.2", "2.2.1.2"]


def test_a_gap_in_a_term_does_not_cross_a_sign() -> None:
    assert holds("退休準備金", "退休~金")
    assert not holds("退休、租金", "退休~金")


def test_inner_nodes_are_selected_by_their_headings_first() -> None:
    query = Query(LIST, level=Level.ITEM, mentions=("里海",))
    assert selected(query) == ["2.2.2"]


def test_inner_nodes_are_selected_by_their_passages_else() -> None:
    assert selected(Query(LIST, level=Level.ITEM, mentions=("保險",))) == ["2.2.1"]
    assert selected(Query(LIST, level=Level.ITEM, mentions=("木棧道",))) == ["2.2.2"]


def test_titles_and_openings_look_at_headings_alone() -> None:
    assert selected(Query(LIST, level=Level.ITEM, titles=("里海",))) == ["2.2.2"]
    assert selected(Query(LIST, level=Level.ITEM, titles=("木棧道",))) == []
    assert selected(Query(LIST, level=Level.GOAL, opens="推廣")) == ["1.3"]


def test_years_lie_in_a_range_that_the_heading_names() -> None:
    assert selected(Query(LIST, level=Level.ITEM, years=Period(covers=(113, 114)))) == ["2.1.1"]
    assert selected(Query(LIST, level=Level.ITEM, years=Period(covers=(110, 114)))) == []
    assert selected(Query(LIST, level=Level.ITEM, years=Period())) == ["2.1.1"]


def test_number_of_children_is_bounded_on_both_sides() -> None:
    assert selected(Query(LIST, level=Level.ITEM, children=(2, 2))) == ["2.1.2", "2.2.1"]
    assert selected(Query(LIST, level=Level.ITEM, children=(1, 2))) == ["2.1.2", "2.1.3", "2.2.1"]


def test_a_period_may_begin_end_last_or_not_be() -> None:
    def dated(**period: int | bool) -> list[str]:
        return selected(Query(LIST, ("ccf-113/2.1",), Level.ITEM, years=Period(**period)))  # type: ignore[arg-type]

    assert dated(first=112) == dated(last=115) == dated(length=4) == ["2.1.1"]
    assert dated(first=113) == dated(last=114) == dated(length=5) == []
    assert dated(is_none=True) == ["2.1.2", "2.1.3"]


def test_each_of_several_terms_may_be_wanted() -> None:
    terms = ("雲林", "租金")
    assert selected(Query(LIST, level=Level.CONTENT, mentions=terms, is_each=True)) == []
    assert selected(Query(LIST, level=Level.ITEM, mentions=terms, is_each=True)) == ["2.1.1"]
    assert selected(Query(LIST, level=Level.ITEM, mentions=("租金|木棧道",))) == ["2.1.1", "2.2.2"]


def test_ranks_count_sizes_and_the_first_keep_ties() -> None:
    def ranked(**order: int) -> list[str]:
        return selected(Query(LIST, level=Level.ITEM, extreme=Extreme.MOST, **order))  # type: ignore[arg-type]

    assert ranked(rank=2) == ["2.1.2", "2.2.1"]
    assert ranked(rank=4) == []
    assert ranked(top=3) == ["2.1.1", "2.2.2", "2.1.2", "2.2.1"]


def test_most_and_fewest_keep_ties() -> None:
    assert selected(Query(LIST, level=Level.GOAL, extreme=Extreme.FEWEST)) == ["1.2", "1.3"]
    assert selected(Query(LIST, level=Level.WORK_PLAN, extreme=Extreme.MOST)) == ["2.1"]


def test_passages_can_be_measured_in_place_of_children() -> None:
    assert size_of(PLAN.nodes["ccf-113/2.1"], None, PLAN) == 3
    assert size_of(PLAN.nodes["ccf-113/2.1"], Level.PARAGRAPH, PLAN) == 6


def test_what_lies_outside_is_left_out() -> None:
    query = Query(LIST, ("ccf-113/2.1",), outside=("ccf-113/2.1.1",))
    assert selected(query) == ["2.1.2", "2.1.3"]


def test_named_nodes_are_taken_as_they_are() -> None:
    assert selected(Query(Operation.QUOTE, nodes=("ccf-113/1.1.2",))) == ["1.1.2"]


def test_a_query_reads_as_words() -> None:
    query = Query(LIST, ("ccf-113/2.1",), Level.CONTENT, mentions=("樹種",), children=(2, 3))
    assert str(query) == "list content under ccf-113/2.1 mentioning 樹種 with 2-3 children"
