"""Headings named whole, in part and abbreviated."""

from __future__ import annotations

import pytest

from bot.names import Names
from bot.short_forms import Hints
from corpus import PLANS, Level, Plan, load_plan
from index.segmentation import Segmenter
from tests.plans.coast_forest import FOLDER


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.fixture(scope="module")
def labour(segmenter: Segmenter) -> Names:
    return Names(load_plan(PLANS / "mol-111"), segmenter)


@pytest.fixture(scope="module")
def coast_plan() -> Plan:
    return load_plan(FOLDER)


@pytest.fixture(scope="module")
def coast(coast_plan: Plan, segmenter: Segmenter) -> Names:
    return Names(coast_plan, segmenter)


def best(names: Names, text: str, **options: object) -> str:
    """The number of the node that a text is short for; empty if none is clear."""
    found = names.best(text, hints=Hints(**options))  # type: ignore[arg-type]
    return found[0].node.number if found and found[0].is_clear else ""


def test_a_heading_stands_in_the_text_as_it_is(coast: Names) -> None:
    (mention,) = coast.mentions("林帶復育有哪些項目")
    assert (mention.node.number, mention.start, mention.end) == ("2.1", 0, 4)


def test_a_part_of_a_heading_between_commas_names_it(coast: Names) -> None:
    assert [mention.node.number for mention in coast.mentions("減少風沙侵襲那個目標")] == ["1.1"]


def test_of_two_headings_at_one_place_the_longer_is_meant(labour: Names) -> None:
    names = [mention.node.number for mention in labour.mentions("勞動及職業安全衛生研究業務")]
    assert names == ["2.9"]


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ("職安業務", "2.7"),
        ("勞發", "2.6"),
        ("勞保政策", "2.4"),
        ("勞保執行", "2.5"),
        ("勞條就平業務", "2.2"),
        ("福祉退休", "2.3"),
        ("勞研業務", "2.9"),
        ("躍升計畫", "2.5.2"),
        ("就服效能", "2.6.2"),
        ("優化檢查", "2.7.2"),
        ("弱勢就業", "2.6.5"),
        ("職災預防重建", "2.7.7"),
    ],
)
def test_abbreviations_and_pieces_name_the_heading(labour: Names, short: str, expected: str) -> None:
    assert best(labour, short) == expected


@pytest.mark.parametrize(
    ("short", "expected"), [("防風林更新", "2.1.1"), ("巡守隊訓練", "2.2.1"), ("lidar測繪", "2.1.2")]
)
def test_short_forms_need_no_common_end_of_names(coast: Names, short: str, expected: str) -> None:
    assert best(coast, short) == expected


def test_words_that_the_heading_does_not_hold_are_left(coast: Names) -> None:
    found = coast.best("巡守隊薪水")[0]
    assert (found.told, found.left) == (3, 2)
    assert not found.is_clear


def test_words_of_any_question_are_not_left(coast: Names) -> None:
    assert coast.rest("請問那項總共有幾點") == ""


def test_a_frame_character_inside_a_word_counts(labour: Names) -> None:
    assert labour.rest("青年的條件") == "青年條件"


def test_the_kind_that_the_question_speaks_of_decides_between_equals(labour: Names) -> None:
    assert best(labour, "友善職場", level=Level.GOAL) == "1.4"
    assert best(labour, "友善職場", level=Level.ITEM) == "2.3.2"


def test_the_number_of_children_decides_between_equals(labour: Names) -> None:
    assert best(labour, "監理功能", size=3) == "2.3.4"
    assert best(labour, "監理功能", size=2) == "2.4.4"


def test_only_nodes_below_the_given_ones_are_found(coast: Names, coast_plan: Plan) -> None:
    outer = coast_plan.nodes["ccf-113/2.1"]
    assert [match.node.number for match in coast.best("里海學堂", under=[outer])] == []
