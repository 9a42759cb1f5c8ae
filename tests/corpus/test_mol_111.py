"""The carried plan is read whole, each passage stands where it says, and no changed file passes for it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import PLANS, CorpusError, Level, Node, Plan, find_plans, load_plan, tree_json
from corpus.errors import ErratumError, SourceError, TreeError
from corpus.library import read_manifest

FOLDER = PLANS / "mol-111"
FILES = ("source.txt", "manifest.json", "errata.json", "tree.json")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The carried plan, proven."""
    return load_plan(FOLDER)


@pytest.fixture(scope="module")
def published() -> str:
    """The plan's text as published."""
    return (FOLDER / "source.txt").read_bytes().decode("utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the plan's files, to be changed."""
    for name in FILES:
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    return tmp_path


def _change_json(path: Path, change: Callable[[Any], object]) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def test_plan_is_found_and_named(plan: Plan) -> None:
    assert FOLDER in find_plans()
    assert (plan.plan_id, plan.title, plan.publisher) == ("mol-111", "勞動部 111 年度施政計畫", "勞動部")
    assert (plan.year_roc, plan.year, plan.year_label) == (111, 2022, "111（2022）")


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (Level.PREFACE, 1),
        (Level.PARAGRAPH, 2),
        (Level.PART, 2),
        (Level.GOAL, 6),
        (Level.STRATEGY, 31),
        (Level.WORK_PLAN, 10),
        (Level.ITEM, 37),
        (Level.CONTENT, 119),
    ],
)
def test_each_level_is_complete(plan: Plan, level: Level, count: int) -> None:
    assert len(plan.of_level(level)) == count


def test_passages_are_the_leaves(plan: Plan) -> None:
    assert len(plan.passages) == 152 == 2 + 31 + 119
    assert {node.level for node in plan.passages} == {Level.PARAGRAPH, Level.STRATEGY, Level.CONTENT}
    assert [len(goal.children) for goal in plan.of_level(Level.GOAL)] == [9, 7, 3, 3, 6, 3]


def test_three_items_are_of_science_and_technology(plan: Plan) -> None:
    by_category: dict[str | None, list[str]] = {}
    for item in plan.of_level(Level.ITEM):
        by_category.setdefault(item.category, []).append(item.number)
    assert len(by_category.pop("社會發展")) == 34
    assert by_category == {"科技發展": ["2.7.5", "2.9.1", "2.9.2"]}


def test_strategy_carries_its_place_in_the_plan(plan: Plan) -> None:
    node = plan.nodes["mol-111/1.3.2"]
    assert (node.label, node.mark, node.category) == ("壹、三、（二）", "（二）", None)
    assert node.text == "建立安全及彈性之工時制度，檢討工時相關規定。"
    assert node.headings == (
        "壹、年度施政目標及策略",
        "三、建構完善且彈性之勞動基準保障機制，推動公平之集體勞動關係",
    )
    assert (node.parent, node.previous, node.next) == ("mol-111/1.3", "mol-111/1.3.1", "mol-111/1.3.3")


def test_content_carries_its_place_in_the_plan(plan: Plan) -> None:
    node = plan.nodes["mol-111/2.6.4.3"]
    assert (node.label, node.mark) == ("貳、勞動力發展業務／落實中高齡者及高齡者就業／三", "三、")
    assert node.headings == ("貳、年度重要計畫", "勞動力發展業務", "落實中高齡者及高齡者就業")
    assert node.text == "加強中高齡者職務再設計，協助中高齡在職勞工排除工作障礙。"


def test_unnumbered_content_is_called_by_its_item(plan: Plan) -> None:
    unnumbered = [node for node in plan.of_level(Level.CONTENT) if node.mark is None]
    assert [node.number for node in unnumbered] == ["2.6.6.1", "2.8.1.1", "2.8.2.1"]
    assert unnumbered[0].label == "貳、勞動力發展業務／鼓勵創新創業，創造在地就業機會"
    assert unnumbered[0].label == plan.nodes["mol-111/2.6.6"].label


def test_justified_and_dated_names_are_put_together(plan: Plan) -> None:
    assert plan.nodes["mol-111/2.2.4"].text == "促進職場平權，落實就業平等"
    assert plan.nodes["mol-111/2.6.1"].text == "推動多元培訓，強化技能，提升勞動力素質"
    assert plan.nodes["mol-111/2.7.5"].text == "辦理全國職業安全衛生智能發展計畫（109－112 年科發計畫）"


def test_work_plan_beside_its_first_item_is_split_from_it(plan: Plan) -> None:
    assert [plan.nodes[f"mol-111/{number}"].text for number in ("2.1", "2.1.1", "2.10", "2.10.1")] == [
        "勞動關係業務",
        "營造勞工有利結社環境",
        "一般行政業務",
        "取得自有辦公廳舍計畫",
    ]


def test_neighbours_cross_parents_and_end_with_the_plan(plan: Plan) -> None:
    nodes = plan.nodes
    assert nodes["mol-111/1.1.9"].next == "mol-111/1.2.1"
    assert nodes["mol-111/1.2.1"].previous == "mol-111/1.1.9"
    assert nodes["mol-111/2.5.1.4"].next == "mol-111/2.5.2.1"
    assert nodes["mol-111/2.1.1.1"].previous is None
    assert nodes["mol-111/2.10.1.3"].next is None
    assert nodes["mol-111/2.10"].next is None


def test_links_agree_with_each_other(plan: Plan) -> None:
    for node in plan.nodes.values():
        assert node.next is None or plan.nodes[node.next].previous == node.passage_id
        assert all(plan.nodes[child].parent == node.passage_id for child in node.children)
        assert node.headings == tuple(ancestor.heading for ancestor in plan.ancestors(node))


def _standing(node: Node, published: str) -> list[str]:
    return ["".join(published[start:end].split()) for start, end in node.span]


def test_every_span_holds_the_text_of_its_node(plan: Plan, published: str) -> None:
    for node in plan.nodes.values():
        assert "".join(_standing(node, published)) == "".join(node.text.split())


def test_one_run_of_lines_is_one_range(plan: Plan) -> None:
    in_two = [node.number for node in plan.nodes.values() if len(node.span) != 1]
    assert in_two == ["2.5.2", "2.5.2.1", "2.7.1.3"]


def test_woven_row_keeps_its_offsets_as_published(plan: Plan, published: str) -> None:
    content = plan.nodes["mol-111/2.5.2.1"]
    assert _standing(content, published) == [
        "持續整合再造營運環境，及配合應用系統發展，調整與強",
        "化基礎作業環境。",
    ]
    item = plan.nodes["mol-111/2.5.2"]
    assert item.category == "社會發展"
    assert _standing(item, published) == ["勞動保障暨年", "金服務躍升計畫"]


def test_content_over_two_pages_leaves_the_header_out(plan: Plan, published: str) -> None:
    node = plan.nodes["mol-111/2.7.1.3"]
    assert node.text == "推廣職業安全衛生教育訓練、勞動檢查員專業訓練及檢查員工作會報。"
    (_, end), (start, _) = node.span
    assert published[end:start].split() == ["工作計畫名稱", "重要計畫項目", "計畫", "類別", "實施內容"]


def test_compatibility_ideograph_is_kept_as_published(plan: Plan) -> None:
    text = plan.nodes["mol-111/2.5.2.4"].text
    assert "個人資\uf9be" in text
    assert "個人資料" in unicodedata.normalize("NFKC", text)
    assert "個人資料" not in text


def test_untouched_copy_is_proven(copy: Path, plan: Plan) -> None:
    assert tree_json(load_plan(copy)) == tree_json(plan) == (FOLDER / "tree.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"), [("加強", "減弱"), (" \n", "\n"), ("\n", "\r\n"), ("資\uf9be", "資料")]
)
def test_changed_source_is_refused(copy: Path, old: str, new: str) -> None:
    path = copy / "source.txt"
    text = path.read_bytes().decode("utf-8")
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    with pytest.raises(
        SourceError, match=r"source\.txt 的 SHA-256 是 [0-9a-f]{64}，清單（manifest\.json）寫的是 246e8d31"
    ):
        load_plan(copy)


def test_missing_source_is_refused(copy: Path) -> None:
    (copy / "source.txt").unlink()
    with pytest.raises(SourceError, match=r"找不到原始文字檔 .*source\.txt"):
        load_plan(copy)


def test_missing_manifest_is_refused(copy: Path) -> None:
    (copy / "manifest.json").unlink()
    with pytest.raises(SourceError, match=r"裡沒有 manifest\.json"):
        load_plan(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"plan_id": "mol-111"}'])
def test_malformed_manifest_is_refused(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"manifest\.json 有誤"):
        read_manifest(copy)


def test_unknown_name_in_the_manifest_is_refused(copy: Path) -> None:
    _change_json(copy / "manifest.json", lambda manifest: manifest.update(pages=22))
    with pytest.raises(SourceError, match="pages"):
        load_plan(copy)


@pytest.mark.parametrize(
    "count", ["paragraphs", "goals", "strategies", "work_plans", "items", "contents", "passages"]
)
def test_wrong_count_is_refused(copy: Path, count: str) -> None:
    def one_more(manifest: dict[str, Any]) -> None:
        manifest["counts"][count] += 1

    _change_json(copy / "manifest.json", one_more)
    with pytest.raises(TreeError, match=r"mol-111：清單寫的是「.*」，剖析得到「.*」"):
        load_plan(copy)


@pytest.mark.parametrize(
    "changed",
    [
        {"year_roc": 112},
        {"year": 2023},
        {"publisher": "勞工部"},
        {"title": "勞動部 112 年度施政計畫"},
    ],
)
def test_other_title_year_or_publisher_is_refused(copy: Path, changed: dict[str, object]) -> None:
    _change_json(copy / "manifest.json", lambda manifest: manifest.update(changed))
    with pytest.raises(TreeError, match="請核對 manifest"):
        load_plan(copy)


def test_wrong_categories_are_refused(copy: Path) -> None:
    _change_json(copy / "manifest.json", lambda m: m["counts"].update(categories={"社會發展": 37}))
    with pytest.raises(TreeError, match="請核對 manifest"):
        load_plan(copy)


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        (4, '"壹"', '"一"'),
        (100, '"mark": "', '"mark": "x'),
        (2, "111 年度", "112 年度"),
        (208, "null", '"mol-111/1"'),
    ],
)
def test_changed_tree_is_refused_with_its_line(copy: Path, line: int, old: str, new: str) -> None:
    path = copy / "tree.json"
    rows = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number in range(line - 1, len(rows)) if old in rows[number])
    rows[at] = rows[at].replace(old, new, 1)
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(TreeError, match=rf"tree\.json 與剖析結果不同（第 {at + 1} 行起）"):
        load_plan(copy)


@pytest.mark.parametrize("keep", [0, 1, 100])
def test_shortened_tree_is_refused(copy: Path, keep: int) -> None:
    path = copy / "tree.json"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(rows[:keep]), encoding="utf-8")
    with pytest.raises(TreeError, match="與剖析結果不同"):
        load_plan(copy)


def test_missing_tree_is_refused(copy: Path) -> None:
    (copy / "tree.json").unlink()
    with pytest.raises(TreeError, match="與剖析結果不同"):
        load_plan(copy)


def _erratum(says: str, *means: str) -> dict[str, object]:
    return {"says": says, "means": means, "why": "測試"}


@pytest.mark.parametrize(
    ("erratum", "match"),
    [
        (_erratum("海岸防風林", "海岸防風林"), "原文裡「海岸防風林…」出現 0 次，應該恰好一次"),
        (_erratum("社會", "社會"), r"原文裡「社會…」出現 \d\d 次，應該恰好一次"),
        (_erratum("金服務躍升計", "金服務躍升計"), "與前一則重疊"),
        (_erratum("深植校園勞動權益概念", "深植校園"), "的 means 增減了字"),
        (_erratum("深植校園勞動權益概念", "深植校園", "深植校園勞動權益概念"), "的 means 增減了字"),
        (
            _erratum("深植校園勞動權益概念", "深植校園勞動權益觀念"),
            "勘誤的 says裡「深植校園勞動權益觀念…」出現 0 次",
        ),
        (_erratum("就業在地就業", "就業在地就業"), "出現 0 次"),
        (_erratum("及高齡者就業 \n\n社會", "高", "及高齡者就業", "社會"), "的 means 增減了字"),
    ],
)
def test_erratum_that_does_not_fit_is_refused(copy: Path, erratum: dict[str, object], match: str) -> None:
    _change_json(copy / "errata.json", lambda errata: errata.append(erratum))
    with pytest.raises(ErratumError, match=match):
        load_plan(copy)


def test_erratum_that_swaps_text_is_seen_in_the_tree(copy: Path) -> None:
    swapped = _erratum("深植校園勞動權益概念", "勞動權益概念", "深植校園")
    _change_json(copy / "errata.json", lambda errata: errata.append(swapped))
    with pytest.raises(TreeError, match="與剖析結果不同"):
        load_plan(copy)


def test_woven_row_is_not_read_without_its_erratum(copy: Path) -> None:
    (copy / "errata.json").unlink()
    with pytest.raises(CorpusError, match=r"^第 \d+ 行：讀到"):
        load_plan(copy)
