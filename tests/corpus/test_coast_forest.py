"""A second plan, of another agency and year, passes every check with nothing but its own files."""

from __future__ import annotations

import json

from corpus.library import load_plan, read_manifest
from corpus.plan import Level
from tests.plans.coast_forest import DOCUMENT, FOLDER, PLAN_ID, source_text


def test_published_text_is_what_the_renderer_writes() -> None:
    assert (FOLDER / "source.txt").read_bytes() == source_text().encode("utf-8")


def test_second_plan_is_proven_without_errata() -> None:
    plan = load_plan(FOLDER)
    assert (plan.plan_id, plan.publisher, plan.year_roc, plan.year) == (PLAN_ID, "海岸林務署", 113, 2024)
    assert not (FOLDER / "errata.json").exists()


def test_second_plan_counts_as_its_author_wrote_it() -> None:
    counts = read_manifest(FOLDER).counts
    items = [item for work_plan in DOCUMENT.work_plans for item in work_plan.items]
    assert (counts.paragraphs, counts.goals) == (len(DOCUMENT.preface), len(DOCUMENT.goals))
    assert counts.strategies == sum(len(goal.strategies) for goal in DOCUMENT.goals)
    assert (counts.work_plans, counts.items) == (len(DOCUMENT.work_plans), len(items))
    assert counts.contents == sum(len(item.contents) for item in items)
    assert counts.categories == {"社會發展": 4, "科技發展": 1}


def test_second_plan_holds_the_rare_cases() -> None:
    plan = load_plan(FOLDER)
    items = plan.of_level(Level.ITEM)
    assert any("（112－115 年" in item.text for item in items)
    assert any(" LiDAR " in item.text for item in items)
    assert [node.number for node in plan.of_level(Level.CONTENT) if node.mark is None] == ["2.1.3.1"]
    assert plan.nodes["ccf-113/2.1.3.1"].label == "貳、林帶復育／飛砂防治"
    heads = ("工作計畫名稱", "實施內容")
    stands = ["".join(source_text()[start:end] for start, end in node.span) for node in plan.passages]
    broken = [node for node in plan.passages if len(node.span) > 1]
    assert broken
    assert not any(head in text for head in heads for text in stands)


def test_second_plan_names_no_place_of_the_first() -> None:
    nodes = json.loads((FOLDER / "tree.json").read_text(encoding="utf-8"))
    assert {node["plan"] for node in nodes} == {PLAN_ID}
