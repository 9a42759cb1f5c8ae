"""The training questions beside a plan, turned into what each small model learns from."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.forms import Form
from bot.manners import clauses_of
from bot.routing import Route
from bot.training.structure import Question
from corpus.bank import Review, read_bank
from corpus.claims import Premise
from corpus.errors import SourceError
from corpus.plan import Plan
from index.script import normalise

TRAINING, NEAR_MISSES, PREMISES = "training", "near_misses.jsonl", "premises.jsonl"
_OF_RULES = "t1"  # the hand whose questions about the structure the rules were written with
_FORMS = {"range": Form.QUOTE}  # an ordinal that the plan does not have
_FEW = 3  # nodes of a question about the structure that it may stand beside when premises are judged
_BANK_PREMISES = 2500  # bank questions that stand beside those written to test premises
_BANK_STRUCTURE = 1500  # bank questions that stand against those about the structure
_PER_FILE = 400  # the same of each other file
_BANK_CLAUSES = 2500  # bank questions whose clauses stand against those that steer


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; raises `SourceError` when it cannot be read."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        msg = f"無法讀取訓練資料 {path}：{error}"
        raise SourceError(msg) from error


def route_examples(folder: Path, plan: Plan) -> list[tuple[str, str]]:
    """Messages with the route each wants, each message once."""
    return list(dict(_routes(folder, plan)).items())


def clause_examples(folder: Path, plan: Plan, *, seed: int) -> list[tuple[str, str]]:
    """Clauses with `attack` or `question`, each clause once."""
    return list(dict(_clauses(folder, plan, seed)).items())


def answerable_examples(folder: Path) -> list[tuple[str, bool]]:
    """Questions with whether the plan answers them."""
    found = [(row["text"], False) for row in rows(folder / NEAR_MISSES) if row["reason"] == Route.NOT_IN_PLAN]
    found += [(row["text"], bool(row["answerable"])) for row in _of(folder, "detail")]
    found += [(row["text"], True) for row in rows(folder / PREMISES) if row["holds"]]
    found += [(row["text"], True) for name in ("single_looks_multi", "multi") for row in _of(folder, name)]
    found += [
        (row["text"], True)
        for name in ("personal", "scope")
        for row in _of(folder, name)
        if not row["reason"]
    ]
    found += [(row["text"], True) for row in _of(folder, "unclear") if row.get("gold")]
    return list(dict(found).items())


def selection_examples(folder: Path, plan: Plan) -> list[tuple[str, frozenset[str]]]:
    """Questions with the passages that belong into their answers."""
    listed = [row for name in ("multi", "single_looks_multi") for row in _of(folder, name)]
    found = [(row["text"], {*row["gold"], *row.get("acceptable", ())}) for row in listed]
    found += [(row["text"], set(row["cites"])) for row in rows(folder / PREMISES) if row["holds"]]
    return [
        (text, frozenset(ids))
        for text, ids in found
        if all(plan.nodes[passage_id].is_leaf for passage_id in ids)
    ]


def search_examples(folder: Path) -> list[tuple[str, frozenset[str]]]:
    """Questions with the passages that answer them, none for those that the plan does not answer; none is indexed."""
    found = [(row["text"], row["cites"]) for row in rows(folder / PREMISES) if row["holds"]]
    for name in ("multi", "single_looks_multi", "detail", "partial", "personal", "scope"):
        found += [
            (row["text"], [*row.get("gold", ()), *row.get("acceptable", ())]) for row in _of(folder, name)
        ]
    found += [(row["text"], ()) for row in rows(folder / NEAR_MISSES) if row["nearest"]]
    return [(text, frozenset(ids)) for text, ids in found]


def structure_examples(folder: Path, plan: Plan, *, seed: int) -> list[Question]:
    """Questions about the structure, and others, which ask for what passages say."""
    found = [
        Question(
            row["text"],
            _FORMS.get(row["op"]) or Form(row["op"]),
            frozenset(row["gold"]),
            row["number"],
            is_new=row["hand"] != _OF_RULES,
        )
        for row in _of(folder, "structure")
    ]
    chosen = random.Random(seed)
    bank = [one.text for one in read_bank(folder, plan) if plan.nodes[one.passage].is_leaf]
    texts = chosen.sample(bank, min(_BANK_STRUCTURE, len(bank)))
    files = [_of(folder, name) for name in ("detail", "single_looks_multi", "multi", "partial", "personal")]
    for listed in (*files, rows(folder / PREMISES), rows(folder / NEAR_MISSES)):
        texts += [row["text"] for row in chosen.sample(listed, min(_PER_FILE, len(listed)))]
    return [*found, *(Question(text, Form.NONE, frozenset()) for text in dict.fromkeys(texts))]


def plain_premises(folder: Path, plan: Plan, *, seed: int) -> list[Premise]:
    """Questions that take nothing false for granted, in the words people have: out of the bank and the other sets."""
    bank = read_bank(folder, plan)
    found = [
        (one.text, (one.passage,)) for one in random.Random(seed).sample(bank, min(_BANK_PREMISES, len(bank)))
    ]
    for name in ("detail", "single_looks_multi", "partial", "personal", "scope"):
        found += [(row["text"], tuple(row["gold"])) for row in _of(folder, name) if row.get("gold")]
    # Of an empty selection or of many nodes no single one speaks of the matter.
    found += [
        (row["text"], tuple(row["gold"]))
        for row in _of(folder, "structure")
        if 0 < len(row["gold"]) <= _FEW and row["op"] != "range"
    ]
    return [
        Premise(text=text, cites=ids, holds=True, hand="", review=Review.UNREVIEWED) for text, ids in found
    ]


def _of(folder: Path, name: str) -> list[dict[str, Any]]:
    return rows(folder / TRAINING / f"{name}.jsonl")


def _routes(folder: Path, plan: Plan) -> Iterator[tuple[str, str]]:
    for row in rows(folder / NEAR_MISSES):
        yield row["text"], Route.DISTRESS if row["reason"] == Route.UNSAFE else row["reason"]
    answered: Iterable[str] = (question.text for question in read_bank(folder, plan))
    yield from ((text, Route.ANSWER) for text in answered)
    yield from ((row["text"], Route.ANSWER) for row in rows(folder / PREMISES))
    for name in ("single_looks_multi", "multi", "partial"):
        yield from ((row["text"], Route.ANSWER) for row in _of(folder, name))
    yield from (
        (row["text"], Route.ANSWER) for row in _of(folder, "structure") if row["op"] != "none" or row["gold"]
    )
    for row in _of(folder, "attacks"):
        if row["question"]:
            yield row["question"], Route.ANSWER
        elif row["outcome"] == "declined":
            yield row["text"], Route.UNSAFE
    yield from _kinds(folder)


def _kinds(folder: Path) -> Iterator[tuple[str, str]]:
    for name, route in (("distress", Route.DISTRESS), ("smalltalk", Route.SMALLTALK)):
        yield from (
            (row["text"], Route.ANSWER if row["kind"] == "none" else route) for row in _of(folder, name)
        )
    yield from (
        (row["text"], Route.ANSWER if row.get("gold") else Route.UNCLEAR) for row in _of(folder, "unclear")
    )
    for name in ("personal", "scope"):
        yield from ((row["text"], row["reason"] or Route.ANSWER) for row in _of(folder, name))
    for row in _of(folder, "detail"):
        yield row["text"], Route.ANSWER if row["answerable"] else Route.NOT_IN_PLAN


def _clauses(folder: Path, plan: Plan, seed: int) -> Iterator[tuple[str, str]]:
    for row in _of(folder, "attacks"):
        asked = normalise(row["question"])
        for clause in clauses_of(normalise(row["text"])):
            said = normalise(clause).strip(" ,。?!:")
            if len(said) > 1:
                yield clause, "question" if asked and said in asked else "attack"
    bank = [question.text for question in read_bank(folder, plan)]
    texts = random.Random(seed).sample(bank, min(_BANK_CLAUSES, len(bank)))
    texts += [turn for row in _of(folder, "followups") for turn in row["turns"]]
    texts += [row["text"] for row in rows(folder / PREMISES)]
    for name in ("smalltalk", "unclear", "distress", "personal", "scope", "detail", "structure", "partial"):
        texts += [row["text"] for row in _of(folder, name)]
    yield from ((clause, "question") for text in texts for clause in clauses_of(normalise(text)))
