"""What the embedding model learns from: pairs of texts that belong together."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.documents import Document
from index.errors import InputError

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_SHORTEST = 8  # characters of a half or sentence worth learning from


@dataclass(frozen=True, slots=True)
class Pair:
    """A query-like text and one that answers it."""

    query: str
    answer: str


def document_pairs(documents: Iterable[Document]) -> Iterator[Pair]:
    """Each alias with its document's title and text, and with the alias before it."""
    for document in documents:
        for alias, other in zip(document.aliases, (document.searched, *document.aliases), strict=False):
            yield Pair(alias, document.searched)
            if other != document.searched:
                yield Pair(alias, other)


def law_pairs(path: Path, *, seed: int) -> Iterator[Pair]:
    """Of each article: its law and chapter with its text, and one of its sentences with the rest of them.

    Args:
        path: gzipped JSON Lines with `law`, `chapter` and `text`.
        seed: decides which sentence.
    """
    chance = random.Random(seed)
    for row in _read_jsonl(path):
        text = row["text"]
        if row["chapter"]:
            yield Pair(f"{row['law']} {row['chapter']}", text)
        sentences = [part for part in _SENTENCE.findall(text) if len(part) >= _SHORTEST]
        if len(sentences) > 1:
            one = sentences.pop(chance.randrange(len(sentences)))
            yield Pair(one, "".join(sentences))


def reading_pairs(path: Path, *, part: slice = slice(None)) -> Iterator[Pair]:
    """Each question with its paragraph and with the sentence its answer stands in, out of a SQuAD-form file.

    Args:
        path: the file.
        part: which articles, by position.
    """
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    for article in articles[part]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for row in paragraph["qas"]:
                yield Pair(row["question"], context)
                if sentence := _sentence_with(context, row["answers"]):
                    yield Pair(row["question"], sentence)


def shuffled(pairs: Iterable[Pair], *, seed: int) -> list[Pair]:
    """All pairs in an order that only the seed decides."""
    listed = sorted(set(pairs), key=lambda pair: (pair.query, pair.answer))
    random.Random(seed).shuffle(listed)
    return listed


def _sentence_with(context: str, answers: Sequence[dict[str, object]]) -> str | None:
    answer = str(answers[0]["text"]) if answers else ""
    return next((part for part in _SENTENCE.findall(context) if answer and answer in part), None)


def _read_jsonl(path: Path) -> Iterator[dict[str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)
    except OSError as error:
        msg = f"無法讀取訓練資料 {path}：{error}。請以 --data 指定放置資料的資料夾。"
        raise InputError(msg) from error
