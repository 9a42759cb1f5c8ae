"""SQuAD-form JSON (SQuAD, DRCD, CMRC 2018): each context becomes a passage, each answer a must phrase."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.cases import Case, read_bytes
from evals.errors import SetError
from evals.importers.imported import Imported, make_case, safe_id

Context = tuple[str, Mapping[str, Any]]


def import_squad(path: Path) -> Imported:
    """Return a file's questions; unanswerable ones (`is_impossible`) are to be declined.

    Raises:
        SetError: the file has not the form; names the place in it.
    """
    try:
        body = json.loads(read_bytes(path))
        contexts = list(_contexts(body))
        passages = tuple(
            {"id": name, "title": str(row["title"]), "text": str(row["context"])} for name, row in contexts
        )
        cases = tuple(case for context in contexts for case in _cases(path, context))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{path} 不是 SQuAD 格式（data[].paragraphs[].qas[]）：{error!r}。"
        raise SetError(msg) from error
    return Imported(cases, passages)


def _contexts(body: Mapping[str, Any]) -> Iterator[Context]:
    number = 0
    for article in body["data"]:
        for paragraph in article["paragraphs"]:
            number += 1
            name = safe_id(str(paragraph.get("id") or f"p{number}"))
            yield name, {**paragraph, "title": article.get("title", "")}


def _cases(path: Path, context: Context) -> Iterator[Case]:
    name, paragraph = context
    for asked in paragraph["qas"]:
        impossible = bool(asked.get("is_impossible"))
        texts = list(dict.fromkeys(answer["text"] for answer in asked.get("answers", ())))
        row = {
            "id": safe_id(str(asked["id"])),
            "kind": "squad",
            "turns": [asked["question"]],
            "gold": [] if impossible else [name],
            "must": [] if impossible or not texts else [texts],
            "outcome": "declined" if impossible else "answered",
            "reason": "not_in_plan" if impossible else None,
        }
        yield make_case(f"{path}（{row['id']}）", row)
