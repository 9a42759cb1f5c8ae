"""The dictionary holds common words in Traditional Chinese, words of the texts, and names whatever their frequency."""

from __future__ import annotations

import pytest

from index.segmentation import DICTIONARY
from index.training.dictionary import RARE, make_dictionary


@pytest.fixture(scope="module")
def words() -> dict[str, int]:
    """The dictionary made of one short text."""
    text = make_dictionary(["防風林" * RARE], ["海岸林務條例"])
    return {word: int(count) for word, count in (line.split(" ") for line in text.splitlines())}


def test_common_words_are_traditional(words: dict[str, int]) -> None:
    assert {"勞動", "職業", "臺灣"} <= set(words)
    assert not {"劳动", "职业"} & set(words)


def test_names_and_repeated_words_of_the_texts_are_kept(words: dict[str, int]) -> None:
    assert words["海岸林務條例"] > 0
    assert "防風林" in words


def test_lines_come_in_order_of_the_words(words: dict[str, int]) -> None:
    assert list(words) == sorted(words)


def test_same_texts_give_the_same_dictionary(words: dict[str, int]) -> None:
    again = make_dictionary(["防風林" * RARE], ["海岸林務條例"])
    assert again == "".join(f"{word} {count}\n" for word, count in words.items())


def test_shipped_dictionary_has_this_form() -> None:
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    assert all(len(line.split(" ")) == 2 and line.split(" ")[1].isdigit() for line in lines)
    assert [line.split(" ")[0] for line in lines] == sorted(line.split(" ")[0] for line in lines)
