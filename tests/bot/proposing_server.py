"""A model for `planbot expand` behind the real wire: it proposes what a test says, for the request that it reads."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tests.bot.openai_server import Answer, Asked, Server, says

Elements = Callable[[str, str], list[Any]]  # what is proposed for a kind and the id of a node

_MARKS = {'"voice"': "questions", '"term"': "lexicon", '"nearest"': "near-misses"}
_PASSAGE = re.compile(r"^編號：(\S+)$", re.MULTILINE)


def requested(user: str) -> tuple[str, str]:
    """The kind and the node that a request asks for."""
    kind = next(kind for mark, kind in _MARKS.items() if mark in user)
    return kind, _PASSAGE.findall(user)[0]


def proposes(elements: Elements) -> Answer:
    """Answer each request with a JSON list."""

    def answer(asked: Asked) -> None:
        listed = json.dumps(elements(*requested(asked.user)))  # escapes, as a model may write any
        says(f"好的：\n```json\n{listed}\n```\n以上[完]。")(asked)

    return answer


def asked_for(server: Server) -> Counter[tuple[str, str]]:
    """How often each kind was asked for of each node."""
    users = (
        str(one["content"]) for body in server.asked for one in body["messages"] if one["role"] == "user"
    )
    return Counter(map(requested, users))


def honest(kind: str, passage: str) -> list[dict[str, Any]]:
    """Two good questions, a term or a near miss; no two nodes get the same."""
    mark = _told(passage)
    return {
        "questions": [
            {"voice": "life", "text": f"住海邊的人想打聽{mark}是怎麼回事"},
            {"voice": "english", "text": f"What is being done about number {_number(passage)}?"},
        ],
        "lexicon": [{"term": f"{mark}的俗話", "means": ["林帶"], "kind": "everyday", "note": ""}],
        "near-misses": [
            {"text": f"{mark}要排隊等多久", "reason": "not_in_plan", "topic": "duration", "nearest": passage}
        ],
    }[kind]


def only(kind: str, elements: Iterable[Any]) -> Elements:
    """Propose these for every request of a kind, and nothing for the others."""
    proposed = list(elements)
    return lambda asked, _: proposed if asked == kind else []


def _number(passage: str) -> str:
    return passage.partition("/")[2].replace(".", " dot ")


def _told(passage: str) -> str:
    """A node's number in Han characters, which make words that no other node's number makes."""
    return "".join("零甲乙丙丁戊己庚辛壬"[int(part)] for part in passage.partition("/")[2].split("."))
