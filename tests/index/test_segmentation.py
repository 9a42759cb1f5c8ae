"""Text is cut the same in whatever script, width or disguise it is written, and a plan's words stay whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Plan
from index.segmentation import Segmenter, grams, plan_terms, runs


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    """With the shipped dictionary alone."""
    return Segmenter()


def test_words_are_cut_with_the_words_inside_them(segmenter: Segmenter) -> None:
    assert segmenter.words("辦理，勞動部") == ["辦理", "勞動", "勞動部"]


def test_extra_words_stay_whole(segmenter: Segmenter) -> None:
    assert "潮間帶圖鑑" not in segmenter.words("編印潮間帶圖鑑")
    assert "潮間帶圖鑑" in Segmenter(["潮間帶圖鑑"]).words("編印潮間帶圖鑑")


def test_extra_words_in_any_order_are_the_same() -> None:
    assert Segmenter(["海岸林", "里海"]).extra_words == Segmenter(["里海", "海岸林", "里海"]).extra_words


def test_cut_covers_each_run_without_overlap(segmenter: Segmenter) -> None:
    text = "於桃園觀音至新屋沿岸，架設竹編定砂籬 12 公里。"
    assert tuple("".join(part) for part in segmenter.cut(text)) == runs(text)


@pytest.mark.parametrize(
    ("disguised", "original"),
    [
        ("劳动部职业训练", "勞動部職業訓練"),
        ("資\uf9be庫", "資料庫"),
        ("ＬｉＤＡＲ　空載", "lidar 空載"),
        ("海\u200b岸\u2060林\ufeff帶", "海岸林帶"),
        ("海\u00ad岸", "海岸"),
    ],
)
def test_disguised_text_is_cut_like_the_original(segmenter: Segmenter, disguised: str, original: str) -> None:
    assert segmenter.tokens(disguised) == segmenter.tokens(original)


def test_grams_are_characters_and_neighbouring_pairs() -> None:
    assert grams("海岸林") == ["海", "岸", "林", "海岸", "岸林"]


def test_latin_words_and_numbers_are_single_grams() -> None:
    assert grams("用 OpenCoast 查 113 年") == ["用", "opencoast", "查", "113", "年"]


def test_grams_do_not_reach_over_punctuation() -> None:
    assert "岸林" not in grams("海岸，林帶")


@pytest.mark.parametrize("text", ["", " \n", "。！？", "😀🎉", "\u200b"])
def test_text_without_letters_has_no_tokens(segmenter: Segmenter, text: str) -> None:
    assert segmenter.tokens(text) == ([], [])


@given(st.text())
def test_any_text_can_be_cut(text: str) -> None:
    assert all(part and not part.isspace() for part in runs(text))
    assert len(grams(text)) == sum(1 if part[0].isascii() else 2 * len(part) - 1 for part in runs(text))


def test_quoted_names_are_plan_terms(plan: Plan) -> None:
    terms = plan_terms(plan)
    assert {"林帶相連", "聚落相伴", "里海學堂"} <= set(terms)
    assert list(terms) == sorted(set(terms))


def test_compound_with_varied_neighbours_is_a_plan_term(plan: Plan) -> None:
    first, second, third, *_ = plan.passages
    texts = {first: "檢討職業訓練制度", second: "擴大職業訓練範圍", third: "種植木麻黃"}
    nodes = {node.passage_id: replace(node, text=text) for node, text in texts.items()}
    assert plan_terms(replace(plan, nodes=nodes)) == ("職業訓練",)


def test_plan_terms_stay_whole_in_its_text(plan: Plan) -> None:
    terms = plan_terms(plan)
    segmenter = Segmenter(terms)
    for term in terms:
        held = [part for node in plan.nodes.values() for part in segmenter.cut(node.text)]
        assert any(term in "".join(part) for part in held)
        assert segmenter.cut(term) == [(term,)]


def test_no_cache_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Segmenter(["海岸林"]).words("海岸林帶")
    assert list(tmp_path.iterdir()) == []
