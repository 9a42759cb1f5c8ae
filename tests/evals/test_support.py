"""Sentence support by words and by a verifier."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Outcome
from evals.errors import TargetError
from evals.measures import support
from tests.evals.made import case, judged, reply


class Verifier:
    """Supports sentences with 三千."""

    version = "test-1"

    def supported(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> Sequence[bool]:
        """By a word."""
        assert all(ids for _, ids in pairs)
        return ["三千" in text for text, _ in pairs]


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("辦理勞動檢查三千場次。", True),
        ("根據計畫，辦理勞動檢查三千場次", True),
        ("推動職場平權及友善家庭", False),
        ("辦理勞動檢查 5 場次", False),
        ("查", True),
    ],
)
def test_lexical_support_needs_words_and_numbers(sentence: str, supported: bool) -> None:
    assert support.lexically_supported(sentence, "辦理勞動檢查三千場次。") is supported


def test_counts_may_be_counted_and_list_numbers_are_no_numbers() -> None:
    assert support.lexically_supported("勞動條件 2 項", "勞動條件", {2})
    assert not support.lexically_supported("勞動條件 3 項", "勞動條件", {2})
    assert support.lexically_supported("（1）勞動條件（2）勞動", "勞動條件")
    counted = reply("勞動條件共 2 點實施內容[1]。勞動條件共 3 點實施內容[1]。", ("p/1",))
    assert support.support_lexical(judged(case(), counted)) == 1 / 2
    listed = reply("辦理勞動檢查三千場次、推動職場平權，共 2 項[1][2]。", ("p/1.1", "p/1.2"))
    assert support.support_lexical(judged(case(), listed)) == 1


def test_support_counts_claims_and_an_uncited_claim_is_not_supported() -> None:
    given = reply("共兩項：辦理勞動檢查三千場次[1]。提供失業勞工就業服務。還要問嗎？")
    one = judged(case(), given)
    assert [claim.text for claim in one.claims] == [
        "共兩項：辦理勞動檢查三千場次。",
        "提供失業勞工就業服務。",
    ]
    assert support.support_lexical(one) == 1 / 2
    assert support.sentences_cited(one) == 1 / 2


def test_a_lead_in_claims_nothing_unless_it_is_marked() -> None:
    assert judged(case(), reply("如下：\n甲[1]")).claims[0].text == "甲"
    assert judged(case(), reply("如下[1]：\n甲[1]")).claims[0].text == "如下："


def test_a_decline_claims_nothing() -> None:
    declining = judged(case(), reply("無法回答。", (), outcome=Outcome.DECLINED))
    assert support.support_lexical(declining) is None
    assert support.sentences_cited(declining) is None


def test_the_verifier_judges_cited_claims_alone() -> None:
    ones = [
        judged(case(), reply("辦理三千場次[1]。平權[1]。沒有引用三千。")),
        judged(case(), reply("三千[1]。")),
    ]
    assert support.verify(ones, Verifier()) == [(True, False, False), (True,)]
    assert support.support_verifier(judged(case(), ones[0].reply, verified=(True, False, False))) == 1 / 3
    assert support.support_verifier(ones[0]) is None


def test_a_command_verifier_speaks_the_contract(tmp_path: Path) -> None:
    script = tmp_path / "verify.py"
    script.write_text(
        "import json, sys\n"
        "for line in open(sys.argv[1], encoding='utf-8'):\n"
        "    row = json.loads(line)\n"
        "    print(json.dumps({'supported': row['cites'] == ['p/1.1'], 'score': 1, 'reasons': []}))\n",
        encoding="utf-8",
    )
    verifier = support.CommandVerifier(f"{sys.executable} {script}")
    assert list(verifier.supported([("甲", ["p/1.1"]), ("乙", ["p/2"])])) == [True, False]


@pytest.mark.parametrize("code", ["import sys; sys.exit(1)", "print('x')", "pass", "print('{}')"])
def test_a_broken_command_verifier_says_so(tmp_path: Path, code: str) -> None:
    script = tmp_path / "verify.py"
    script.write_text(code, encoding="utf-8")
    with pytest.raises(TargetError, match="查核指令"):
        support.CommandVerifier(f"{sys.executable} {script}").supported([("甲", ["p/1.1"])])
