"""What the embedding model learns from: pairs of texts that belong together."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from index.documents import Document
from index.errors import InputError
from index.script import to_traditional

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_SHORTEST = 8  # characters of a half or sentence worth learning from
_BANK_WEIGHT = 3  # how often the bank's pairs are shown for each time the others are

LAWS, DRCD, CMRC = "labour-laws.jsonl.gz", "drcd-dev.json", "cmrc2018-dev.json"


class Source(StrEnum):
    """Where pairs come from."""

    BANK = "bank"
    LEXICON = "lexicon"
    LAWS = "laws"
    DRCD = "drcd"
    CMRC = "cmrc"


class Term(Protocol):
    """An entry of a lexicon."""

    @property
    def term(self) -> str:
        """What people say."""

    @property
    def means(self) -> Sequence[str]:
        """The words it stands for."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A query-like text and one that answers it."""

    query: str
    answer: str


def training_pairs(
    documents: Iterable[Document],
    terms: Iterable[Term],
    folder: Path | None,
    *,
    seed: int,
    without: Collection[Source] = (),
) -> list[Pair]:
    """All that the embedding model learns from, in training order.

    Args:
        documents: the plan's, with the bank's questions as aliases.
        terms: the plan's lexicon.
        folder: of the texts that are not shipped.
        seed: decides order and chance.
        without: sources to leave out, to see what each is worth.

    Raises:
        InputError: no folder was given, or a file is not there.
    """
    bank = [] if Source.BANK in without else list(document_pairs(documents))
    lexicon = () if Source.LEXICON in without else term_pairs(terms)
    others = [*lexicon, *open_data_pairs(folder, seed=seed, without=without)]
    pairs = shuffled([*bank, *others], seed=seed) + bank * (_BANK_WEIGHT - 1)
    random.Random(seed).shuffle(pairs)
    return pairs


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
    for article in _articles(path)[part]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for row in paragraph["qas"]:
                yield Pair(row["question"], context)
                if sentence := _sentence_with(context, row["answers"]):
                    yield Pair(row["question"], sentence)


def term_pairs(entries: Iterable[Term]) -> Iterator[Pair]:
    """Each term of a lexicon with each of the words it stands for."""
    for entry in entries:
        for meaning in entry.means:
            yield Pair(entry.term, meaning)


def open_data_pairs(folder: Path | None, *, seed: int, without: Collection[Source] = ()) -> Iterator[Pair]:
    """The pairs of the texts that are not shipped: labour laws, DRCD and CMRC 2018, in Taiwan's Traditional.

    The last fifth of DRCD's articles is left out, so that searching any text can be measured on it.

    Raises:
        InputError: no folder was given, or a file is not there.
    """
    if folder is None:
        msg = "訓練嵌入模型需要法規與閱讀理解文本。請以 --data 指定資料夾。"
        raise InputError(msg)
    if Source.LAWS not in without:
        yield from law_pairs(folder / LAWS, seed=seed)
    drcd = () if Source.DRCD in without else _drcd_pairs(folder / DRCD)
    cmrc = () if Source.CMRC in without else reading_pairs(folder / CMRC)
    for pair in chain(drcd, cmrc):
        yield Pair(to_traditional(pair.query), to_traditional(pair.answer))


def shuffled(pairs: Iterable[Pair], *, seed: int) -> list[Pair]:
    """All pairs in an order that only the seed decides."""
    listed = sorted(set(pairs), key=lambda pair: (pair.query, pair.answer))
    random.Random(seed).shuffle(listed)
    return listed


def _drcd_pairs(path: Path) -> Iterator[Pair]:
    return reading_pairs(path, part=slice(0, -(-4 * len(_articles(path)) // 5)))


def _articles(path: Path) -> list[dict[str, Any]]:
    try:
        articles: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    except OSError as error:
        msg = f"無法讀取訓練資料 {path}：{error}。請以 --data 指定放置資料的資料夾。"
        raise InputError(msg) from error
    return articles


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
