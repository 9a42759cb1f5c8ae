"""Answers cut into sentences, folded, and without marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.text import Sentence, bare, marks, sentences, without_marks


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("一項[1]。二項[2][3]。", [("一項。", (1,)), ("二項。", (2, 3))]),
        ("一項。[1]二項！[2]", [("一項。", (1,)), ("二項！", (2,))]),
        ("計畫寫「甲。乙。」[1]。", [("計畫寫「甲。乙。」。", (1,))]),
        ("他說「好。」[1]壞。", [("他說「好。」壞。", (1,))]),
        ("共三項：\n甲[1]\n乙[2]", [("共三項：", ()), ("甲", (1,)), ("乙", (2,))]),
        ("「沒有關上。\n下一句[1]。", [("「沒有關上。", ()), ("下一句。", (1,))]),
        ("…。[1]", []),
        ("", []),
    ],
)
def test_sentences_keep_their_marks(answer: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert sentences(answer) == tuple(Sentence(*one) for one in expected)


def test_bare_text_is_folded_without_blanks_and_keeps_case() -> None:
    assert bare("ＥＣＦＡ　第 １ 項\n") == "ECFA第1項"
    assert bare("ecfa") != bare("ECFA")


def test_marks_come_once_in_order_of_appearance() -> None:
    assert marks("甲[2]乙[1]丙[2]") == (2, 1)
    assert without_marks("甲[2]乙[10]") == "甲乙"


@given(st.text("一二。！「」（）[1]\n：a"))
def test_no_word_is_lost_or_doubled_by_cutting(answer: str) -> None:
    def words(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    assert words("".join(s.text for s in sentences(answer))) == words(without_marks(answer))
