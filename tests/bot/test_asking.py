"""In which language a question is."""

from __future__ import annotations

import pytest

from bot.asking import is_english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What does 最低工資 mean in the plan?", True),
        ("計畫的 AI 跟 IoT 是什麼", False),
        ("請問 What is the plan about 這個怎麼翻譯成中文比較好", False),
    ],
)
def test_a_mixed_text_is_in_the_language_of_most_of_it(text: str, expected: bool) -> None:
    assert is_english(text) is expected
