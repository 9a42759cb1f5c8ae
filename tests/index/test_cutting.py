"""Our quicker way through a run of characters is jieba's own."""

from __future__ import annotations

from io import BytesIO

import jieba
from hypothesis import given
from hypothesis import strategies as st

from corpus import PLANS, load_plan
from index.cutting import TERM_FREQUENCY, open_cutter
from index.segmentation import DICTIONARY, runs

EXTRA = ("潮間帶圖鑑", "海岸林")


def plain_jieba() -> jieba.Tokenizer:
    """With the shipped dictionary and the extra words, as the cutter has them."""
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = jieba.Tokenizer.gen_pfdict(BytesIO(DICTIONARY.read_bytes()))
    plain.initialized = True
    for word in EXTRA:
        plain.add_word(word, TERM_FREQUENCY)
    return plain


PLAIN, CUTTER = plain_jieba(), open_cutter(DICTIONARY, EXTRA)


def assert_same(run: str) -> None:
    assert CUTTER.cut(run) == tuple(PLAIN.cut(run, HMM=False))
    assert CUTTER.search(run) == tuple(PLAIN.cut_for_search(run, HMM=False))


def test_a_plan_is_cut_as_jieba_does() -> None:
    for node in load_plan(PLANS / "mol-111").nodes.values():
        for run in runs(node.text):
            assert_same(run)


@given(st.text("海岸林潮間帶圖鑑勞動部的一不㐀丂𠀋", min_size=1))
def test_unlikely_text_is_cut_as_jieba_does(run: str) -> None:
    assert_same(run)
