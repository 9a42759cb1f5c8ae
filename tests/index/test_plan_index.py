"""Searching a plan: places named first, filters, and the values that filters know."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from index import InputError, PlanIndex


def ids(plan_index: PlanIndex, query: str, k: int = 10, **filters: Any) -> list[str]:  # noqa: ANN401
    return [hit.document.document_id for hit in plan_index.search(query, k, **filters)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("ccf-113/2.1.1.2", ["ccf-113/2.1.1.2"]),
        ("2.1.1.2", ["ccf-113/2.1.1.2"]),
        ("２.１.１.２", ["ccf-113/2.1.1.2"]),
        ("貳、林帶復育／飛砂防治", ["ccf-113/2.1.3.1"]),
        ("飛砂防治", ["ccf-113/2.1.3.1"]),
        (" 飛 砂 防治。", ["ccf-113/2.1.3.1"]),
        ("村里巡守隊訓練與保險", ["ccf-113/2.2.1.1", "ccf-113/2.2.1.2"]),
        ("1.2", ["ccf-113/1.2.1", "ccf-113/1.2.2"]),
    ],
)
def test_place_that_is_named_comes_first(plan_index: PlanIndex, query: str, first: list[str]) -> None:
    hits = plan_index.search(query, 10)
    assert [hit.document.document_id for hit in hits[: len(first)]] == first
    assert {hit.score for hit in hits[: len(first)]} == {1.0}
    assert len({hit.document.document_id for hit in hits}) == len(hits)


def test_part_named_gives_its_passages_up_to_k(plan_index: PlanIndex) -> None:
    assert len(ids(plan_index, "ccf-113/2", 100)) >= 14
    assert ids(plan_index, "ccf-113/2", 2) == ["ccf-113/2.1.1.1", "ccf-113/2.1.1.2"]


def test_name_of_nothing_is_searched_for(plan_index: PlanIndex) -> None:
    assert plan_index.named("租用沿海休耕農地") == []
    assert ids(plan_index, "租用沿海休耕農地")[0] == "ccf-113/2.1.1.3"


@pytest.mark.parametrize(("part", "start"), [(0, "ccf-113/0."), (1, "ccf-113/1."), (2, "ccf-113/2.")])
def test_part_filters(plan_index: PlanIndex, part: int, start: str) -> None:
    found = ids(plan_index, "海岸林帶", 100, part=part)
    assert found
    assert all(passage_id.startswith(start) for passage_id in found)


@pytest.mark.parametrize("name", ["林帶復育", "ccf-113/2.1", "2.1", " 林帶 復育"])
def test_work_plan_filters_by_name_id_and_number(plan_index: PlanIndex, name: str) -> None:
    found = ids(plan_index, "海岸", 100, work_plan=name)
    assert found
    assert all(passage_id.startswith("ccf-113/2.1.") for passage_id in found)


def test_category_filters(plan_index: PlanIndex) -> None:
    found = ids(plan_index, "樹", 100, category="科技發展")
    assert set(found) <= {"ccf-113/2.1.2.1", "ccf-113/2.1.2.2"}
    assert found


def test_filters_are_joined(plan_index: PlanIndex) -> None:
    assert ids(plan_index, "海岸", 100, part=1, work_plan="林帶復育") == []


def test_named_place_outside_the_filter_is_left_out(plan_index: PlanIndex) -> None:
    assert "ccf-113/2.1.3.1" not in ids(plan_index, "飛砂防治", 100, part=1)


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ({"part": 3}, "part 是「3」.*0、1 或 2"),
        ({"work_plan": "漁業"}, "work_plan 是「漁業」.*林帶復育、海岸巡護與自然教育推展"),
        ({"category": "經濟"}, "category 是「經濟」.*社會發展、科技發展"),
        ({"category": ""}, "category 是「」"),
    ],
)
def test_unknown_filter_value_is_refused_with_the_known_ones(
    plan_index: PlanIndex, filters: dict[str, Any], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        plan_index.search("海岸", **filters)


@pytest.mark.parametrize("query", ["", "？", "😀"])
def test_query_without_letters_is_refused(plan_index: PlanIndex, query: str) -> None:
    with pytest.raises(InputError, match="沒有可以搜尋的文字"):
        plan_index.search(query)


def test_k_below_1_is_refused(plan_index: PlanIndex) -> None:
    for query in ("飛砂防治", "海岸"):
        with pytest.raises(InputError, match="k 是 0"):
            plan_index.search(query, 0)


def test_simplified_question_finds_the_same(plan_index: PlanIndex) -> None:
    assert ids(plan_index, "组成巡守队，通报盗伐") == ids(plan_index, "組成巡守隊，通報盜伐")


def test_version_is_the_index_version(plan_index: PlanIndex) -> None:
    assert plan_index.version == plan_index.index.version == plan_index.index.manifest.version


@pytest.mark.parametrize(
    "write",
    [
        lambda label: re.sub("[、／（）]", " ", label),
        lambda label: re.sub("[、／]", "之", label),
        lambda label: f"{label}是哪條",
        lambda label: f"{label} 全文",
        lambda label: re.sub(r"／([一二三四五])$", r" 第\1點", label),
    ],
)
def test_place_is_found_however_its_label_is_typed(
    plan_index: PlanIndex, write: Callable[[str], str]
) -> None:
    for leaf in plan_index.plan.passages:
        assert plan_index.named(write(leaf.label)) == [leaf], leaf.label


@pytest.mark.parametrize("query", ["一", "第二點", "之", "？"])
def test_what_is_too_short_for_a_label_names_none(plan_index: PlanIndex, query: str) -> None:
    assert plan_index.named(query) == []
