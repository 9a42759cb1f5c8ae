"""Text is folded for matching and tidied for reading, and the one is never taken for the other."""

from __future__ import annotations

import pytest

from corpus.text import compact, fold, tidy


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("勞動部", "勞動部"),
        ("ＡＩ智能", "ai智能"),
        ("Facebook", "facebook"),
        ("（一）", "(一)"),
        ("個人資\uf9be", "個人資料"),
        ("勞教ｅ網", "勞教e網"),
        ("108－112 年", "108-112 年"),
    ],
)
def test_folding_makes_variants_equal(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_twice_changes_nothing_more() -> None:
    text = "維運Ｆacebook 粉絲團（ＳＤＧｓ），資\uf9be㈠"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("blank", [" ", "\u3000", "\n", "\t", "\r\n", "\u00a0", "  \n\n "])
def test_compact_text_has_no_blank_of_any_kind(blank: str) -> None:
    assert compact(f"計畫{blank}類別{blank}") == "計畫類別"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("促 進 職 場 平", "促進職場平"),
        ("訓 ， 強 化 技", "訓，強化技"),
        ("施\u3000政\u3000計", "施政計"),
        ("運用 AI 智能", "運用 AI 智能"),
        ("112 年 度", "112 年度"),
        ("（108－112 年", "（108－112 年"),
        ("Open Data 平臺", "Open Data 平臺"),
        ("全民勞教 ｅ 網", "全民勞教 ｅ 網"),
        ("資\uf9be 庫", "資\uf9be庫"),
        ("達成 80% 以上", "達成 80% 以上"),
        ("推動 C++ 程 式", "推動 C++ 程式"),
        ("海岸林（SDGs） 巡護", "海岸林（SDGs）巡護"),
        ("", ""),
    ],
)
def test_tidying_drops_only_the_blanks_that_justify(line: str, read: str) -> None:
    assert tidy(line) == read
