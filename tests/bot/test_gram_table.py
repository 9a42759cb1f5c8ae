"""Rows of the n-grams of a text."""

from __future__ import annotations

import pytest

from bot.gram_table import GramTable

GRAMS = ["\n你", "你", "你好", "你好嗎", "你好嗎?", "嗎", "好", "👍"]


def test_every_known_gram_of_a_text_is_found_once() -> None:
    assert GramTable(GRAMS).rows("你好你好").tolist() == [1, 2, 6]


def test_grams_of_all_lengths_up_to_the_longest_are_found() -> None:
    assert GramTable(GRAMS).rows("\n你好嗎?").tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_character_that_no_gram_holds_parts_what_stands_beside_it() -> None:
    assert GramTable(GRAMS).rows("你𪜶好🙏👍").tolist() == [1, 6, 7]


def test_nothing_is_found_in_nothing() -> None:
    assert GramTable(GRAMS).rows("").size == 0


def test_grams_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="planbot train"):
        GramTable(["好", "你"])
