"""Simplified input becomes Traditional, and good Traditional text stays as it is."""

from __future__ import annotations

import pytest

from index.script import is_simplified, normalise, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [("劳动部", "勞動部"), ("女性离职了", "女性離職了"), ("台风", "颱風"), ("对象项目支持", "對象項目支持")],
)
def test_simplified_text_becomes_traditional(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


@pytest.mark.parametrize(
    "text",
    [
        "干擾",
        "台北",
        "皇后",
        "公里",
        "雇主",
        "占用",
        "秘書",
        "里長與吃飯",
        "對象、項目、支持",
        "准予",
        "批准",
    ],
)
def test_traditional_text_is_untouched(text: str) -> None:
    assert to_traditional(text) == text


@pytest.mark.parametrize("char", "劳动离这国")
def test_char_of_one_script_is_simplified(char: str) -> None:
    assert is_simplified(char)


@pytest.mark.parametrize("char", "台里干勞動a1，准吃")
def test_char_of_both_scripts_or_none_is_not(char: str) -> None:
    assert not is_simplified(char)


@pytest.mark.parametrize(
    ("given", "compared"),
    [
        ("ＡＩ１２３", "ai123"),
        ("資\u6599", "資料"),
        ("資\uf9be", "資料"),
        ("海\u200b岸\ufeff林", "海岸林"),
        ("海\u202e岸\u2066林", "海岸林"),
        ("海\ue000岸\x07林", "海岸林"),
        ("海岸\n林帶\t圖", "海岸\n林帶\t圖"),
        ("㈠①", "(一)1"),
        ("", ""),
    ],
)
def test_forms_of_one_text_compare_equal(given: str, compared: str) -> None:
    assert normalise(given) == compared


def test_normalising_twice_changes_nothing() -> None:
    for text in ("劳动部Ａ\u200b資\uf9be", "干擾與台灣", "ﬁ ½ ㎡"):
        assert normalise(normalise(text)) == normalise(text)
