"""Ablation over a small plan: what is left out is left out, and the table tells the change."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.families import FAMILIES
from corpus.lexicon import LEXICON
from evals.ablation.scores import MEASURES, ranked_questions, score
from evals.ablation.table import ablation_table
from evals.ablation.variants import Workbench
from evals.cases import QuestionSet
from evals.errors import SetError
from index.fusion import Channel
from tests.evals.made import case, decline_case
from tests.plans.coast_forest import FOLDER

GOLD = "ccf-113/1.1.3"
PAIR = (GOLD, "ccf-113/2.1.3.1")
CASES = (case("a", turns=("飛砂怎麼擋",), gold=(GOLD,)), case("b", turns=("？？",), gold=(GOLD,)))


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    """The invented plan with a question of each of two hands."""
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "bank").mkdir()
    rows = [
        {"passage": GOLD, "voice": "life", "text": text, "hand": hand, "review": "reviewed"}
        for hand, text in (("x", "風大滿嘴沙"), ("y", "田裡都是沙"))
    ]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "bank" / "1.jsonl").write_text("".join(lines), encoding="utf-8")
    return Workbench(tmp_path)


def test_every_channel_and_every_hand_is_left_out_once(workbench: Workbench) -> None:
    names = [variant.name for variant in workbench.variants()]
    assert names[0] == "全部都用"
    assert len(names) == len(set(names)) == 1 + len(Channel) + 2 + 1 + 2


def test_a_channel_left_out_weighs_nothing_and_the_whole_is_as_before(workbench: Workbench) -> None:
    variants = {variant.name: variant for variant in workbench.variants()}
    opened = variants["去掉 原文向量"].open()
    assert opened.index.weights[Channel.DENSE] == 0
    assert workbench.whole.index.weights[Channel.DENSE] > 0


def test_twins_not_told_apart_leave_the_whole_as_before(workbench: Workbench) -> None:
    rows = [{"members": PAIR, "relation": "contrasts", "note": "", "hand": "x", "review": "unreviewed"}]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (workbench.folder / FAMILIES).write_text("".join(lines), encoding="utf-8")
    variants = {variant.name: variant for variant in workbench.variants()}
    assert variants["去掉 相近段落的分辨"].open().index.twins is None
    assert workbench.whole.index.twins is not None


def test_english_not_looked_up_leaves_queries_as_they_are(workbench: Workbench) -> None:
    row = {
        "term": "seedling",
        "means": ["苗木"],
        "kind": "english",
        "note": "",
        "hand": "x",
        "review": "unreviewed",
    }
    (workbench.folder / LEXICON).write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    variants = {variant.name: variant for variant in workbench.variants()}
    assert variants["去掉 詞庫的英文詞"].open().expansion.expand("seedlings") == "seedlings"
    assert workbench.whole.expansion.expand("seedlings") == "seedlings 苗木"


def test_a_hand_left_out_is_not_found_by_its_words(workbench: Workbench) -> None:
    variants = {variant.name: variant for variant in workbench.variants()}
    aliases = {name: variants[name].open().index.manifest.counts["aliases"] for name in variants}
    assert aliases["全部都用"] - aliases["去掉 題庫中 x 寫的"] == 1
    assert aliases["去掉 題庫全部"] == 0


def test_a_question_without_words_counts_nothing(workbench: Workbench) -> None:
    (whole,) = score([next(workbench.variants())], CASES, lambda name: None)
    assert whole.scores.shape == (2, len(MEASURES))
    assert whole.scores[1].tolist() == [0, 0, 0]


def test_a_set_without_gold_is_refused() -> None:
    with pytest.raises(SetError, match="gold"):
        ranked_questions([decline_case()])


def test_the_table_tells_how_much_is_lost(workbench: Workbench) -> None:
    whole, other = score([next(workbench.variants())] * 2, CASES, lambda name: None)
    lost = type(other)("去掉 某物", whole=False, scores=np.zeros_like(whole.scores))
    table = ablation_table([whole, lost], CASES, QuestionSet("s", "0" * 64, frozen=False, cases=CASES), "cmd")
    assert "| 去掉 某物 | 0.0（-50.0" in table
    assert "`cmd`" in table
