"""Pairs to learn from, out of plans, laws and reading comprehension."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index import Document, InputError
from index.training.examples import Pair, document_pairs, law_pairs, reading_pairs, shuffled


def laws_file(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "laws.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def reading_file(folder: Path, articles: int) -> Path:
    rows = [
        {
            "paragraphs": [
                {
                    "context": f"山有{n}座。海有{n}片。",
                    "qas": [{"question": f"海有幾片{n}？", "answers": [{"text": f"{n}片"}]}],
                }
            ]
        }
        for n in range(articles)
    ]
    path = folder / "reading.json"
    path.write_text(json.dumps({"data": rows}), encoding="utf-8")
    return path


def test_alias_belongs_to_its_document_and_to_the_alias_before() -> None:
    pairs = list(document_pairs([Document("a", "海", "題", ("一", "二"))]))
    assert pairs == [Pair("一", "題\n海"), Pair("二", "題\n海"), Pair("二", "一")]


def test_article_belongs_to_its_law_and_its_sentence_to_the_rest(tmp_path: Path) -> None:
    text = "海岸應設置防風林帶。林帶每年補植一次；"
    path = laws_file(tmp_path, [{"law": "林法", "chapter": "總則", "text": text}])
    first, second = law_pairs(path, seed=1)
    assert first == Pair("林法 總則", text)
    assert {second.query, second.answer} == {"海岸應設置防風林帶。", "林帶每年補植一次；"}
    assert list(law_pairs(path, seed=1)) == [first, second]


def test_article_of_one_sentence_without_chapter_gives_no_pair(tmp_path: Path) -> None:
    path = laws_file(tmp_path, [{"law": "林法", "chapter": "", "text": "本法自公布日施行。"}])
    assert list(law_pairs(path, seed=1)) == []


def test_question_belongs_to_its_paragraph_and_to_the_sentence_of_its_answer(tmp_path: Path) -> None:
    pairs = list(reading_pairs(reading_file(tmp_path, 5), part=slice(3, 4)))
    assert pairs == [Pair("海有幾片3？", "山有3座。海有3片。"), Pair("海有幾片3？", "海有3片。")]


def test_missing_file_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.gz.*--data"):
        list(law_pairs(tmp_path / "no.gz", seed=1))


def test_order_is_told_by_the_seed_alone() -> None:
    pairs = [Pair(str(number), "x") for number in range(20)]
    assert shuffled(pairs, seed=1) == shuffled([*pairs[::-1], pairs[0]], seed=1)
    assert shuffled(pairs, seed=1) != shuffled(pairs, seed=2)
    assert sorted(shuffled(pairs, seed=1), key=lambda pair: int(pair.query)) == pairs
