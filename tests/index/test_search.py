"""Searching a loaded index: order, ties, limits and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Encoder, Index, InputError, PlanIndex, build_index
from index.fusion import Channel
from tests.index.fakes import CharEncoder

TEXTS = {"a": "海邊種樹可以擋風", "b": "山上的猴子很多", "c": "cats and dogs"}


def index_of(folder: Path, texts: dict[str, str]) -> Index:
    build_index([Document(name, text) for name, text in texts.items()], folder, CharEncoder())
    return Index(folder, CharEncoder())


def ids(index: Index, query: str, k: int = 10) -> list[str]:
    return [hit.document.document_id for hit in index.search(query, k)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Over three texts."""
    return index_of(tmp_path_factory.mktemp("three"), TEXTS)


@pytest.mark.parametrize(
    ("query", "best"), [("種樹擋風", "a"), ("猴子", "b"), ("ＣＡＴＳ", "c"), ("种树挡风", "a")]
)
def test_text_that_shares_most_with_the_query_comes_first(index: Index, query: str, best: str) -> None:
    assert ids(index, query)[0] == best


def test_scores_fall_and_lie_between_0_and_1(index: Index) -> None:
    scores = [hit.score for hit in index.search("海邊的猴子")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_hit_tells_the_score_of_each_channel(index: Index) -> None:
    channels = index.search("猴子")[0].channels
    assert set(channels) == {Channel.WORDS, Channel.GRAMS, Channel.DENSE}
    assert all(0 <= score <= 1 for score in channels.values())


def test_ties_come_by_id_also_at_the_cut(tmp_path: Path) -> None:
    names = [f"d{number:02}" for number in range(40)]
    index = index_of(tmp_path, dict.fromkeys(reversed(names), "一樣的文字"))
    for k in (1, 3, 39, 40):
        assert ids(index, "文字", k) == names[:k]


def test_k_is_the_most_there_can_be(index: Index) -> None:
    assert len(index.search("海邊 山上 cats", 2)) == 2
    assert len(index.search("海邊 山上 cats", 1000)) <= 3


@pytest.mark.parametrize("query", ["", " ", "？！", "😀", "\u200b"])
def test_query_without_letters_is_refused(index: Index, query: str) -> None:
    with pytest.raises(InputError, match="沒有可以搜尋的文字"):
        index.search(query)


@pytest.mark.parametrize("k", [0, -1])
def test_k_below_1_is_refused(index: Index, k: int) -> None:
    with pytest.raises(InputError, match=f"k 是 {k}"):
        index.search("海", k)


def test_query_of_any_length_is_answered(index: Index) -> None:
    hits = index.search("海邊種樹可以擋風，" * 500)
    assert (hits[0].document.document_id, hits[0].score <= 1) == ("a", True)


def test_only_documents_asked_for_are_found(index: Index) -> None:
    assert [hit.document.document_id for hit in index.search("海邊的猴子", among=[1])] == ["b"]
    assert index.search("海邊的猴子", among=[]) == []


def test_document_that_shares_nothing_is_not_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a": "海岸"})
    assert [hit.score for hit in index.search("xyz")] == [] or index.search("xyz")[0].channels[
        Channel.WORDS
    ] == 0


@given(st.text(min_size=1, max_size=30).filter(lambda text: any(char.isalnum() for char in text)))
def test_any_query_is_answered_or_refused(index: Index, query: str) -> None:
    try:
        hits = index.search(query)
    except InputError:
        return
    assert all(0 < hit.score <= 1 for hit in hits)


def test_alias_leads_to_its_document(plan_index: PlanIndex) -> None:
    hit = plan_index.index.search("休耕地造林一公頃拿多少錢")[0]
    assert hit.document.document_id == "ccf-113/2.1.1.3"
    assert hit.channels[Channel.ALIAS_GRAMS] > 0.9 > hit.channels[Channel.GRAMS]


def test_inner_nodes_are_left_out_of_a_plain_search(plan_index: PlanIndex) -> None:
    hits = plan_index.index.search("海岸巡護與自然教育推展", 100)
    assert all(hit.document.is_passage for hit in hits)


def test_index_over_a_thousand_texts_finds_each_by_its_own_words(tmp_path: Path, encoder: Encoder) -> None:
    places = ["桃園", "新竹", "苗栗", "臺中", "彰化", "雲林", "嘉義", "臺南", "高雄", "屏東"]
    works = ["造林", "巡護", "教育", "測繪", "防砂", "訓練", "補植", "撫育", "調查", "解說", "保險"]
    texts = [f"{place}{work}第 {number} 號計畫" for place in places for work in works for number in range(10)]
    documents = [Document(f"t{number}", text) for number, text in enumerate(texts)]
    manifest = build_index(documents, tmp_path, encoder)
    assert manifest.counts == {"documents": 1100, "passages": 1100, "aliases": 0}
    index = Index(tmp_path, encoder)
    for number in range(0, 1100, 97):
        assert index.search(texts[number], 1)[0].document.text == texts[number]
    assert len(index.search("造林計畫", 1000)) == 1000


def test_numbers_and_vectors_follow_the_documents(index: Index) -> None:
    assert index.numbers == {"a": 0, "b": 1, "c": 2}
    assert index.vectors().shape == (3, CharEncoder.dim)
