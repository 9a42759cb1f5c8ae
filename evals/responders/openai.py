"""Any OpenAI-compatible chat endpoint as a rival: numbered passages go out, its marks map back to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Outcome
from evals.errors import AskError, Failing
from evals.passages import Passages
from evals.prompts import ANSWER_SYSTEM, ANSWER_USER, ANSWER_VERSION, CANNOT_ANSWER, CORRECTION
from evals.responders.base import Hit, Turn
from evals.responders.wire import Wire
from evals.text import bare, without_marks

_ANY_MARK = re.compile(r"[\[［【]\s*\^?(\d+(?:\s*[,，、;]\s*\^?\d+)*)\s*[\]］】]")  # [1], 【2】, [1, 3], [^4]


@dataclass(frozen=True)
class Model:
    """Which model is asked, how.

    Attributes:
        key: sent as a bearer token; never shown.
        passages_k: how many passages are sent with a question.
    """

    base_url: str
    name: str
    key: str = ""
    temperature: float = 0.0
    passages_k: int = 10

    def __repr__(self) -> str:
        """Without the key."""
        return f"Model({self.name!r} at {self.base_url!r})"


class OpenAIResponder:
    """Sends each question with the passages that `search` finds for it.

    Args:
        model: the endpoint; its base URL ends before `/chat/completions`, as clients of that API have it.
        search: ranks passages for the last question.
        passages: the texts that are sent.
        timeout_s: for a whole exchange, in seconds.
    """

    def __init__(
        self,
        model: Model,
        search: Callable[[str, int], Sequence[Hit]],
        passages: Passages,
        *,
        timeout_s: float,
    ) -> None:
        """Keep the parts and open a client."""
        self._model, self._search, self._passages = model, search, passages
        headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
        self._wire = Wire(model.base_url, timeout_s=timeout_s, headers=headers)

    @property
    def about(self) -> Mapping[str, str]:
        """Address, model, prompt version and what is sent."""
        return {
            "kind": "openai",
            "url": self._wire.shown_url,
            "model": self._model.name,
            "temperature": str(self._model.temperature),
            "passages": str(self._model.passages_k),
            "prompt": ANSWER_VERSION,
        }

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """The model's answer with its marks mapped to passage ids."""
        found = [hit.passage_id for hit in self.search(messages[-1]["content"], self._model.passages_k)]
        body = {
            "model": self._model.name,
            "temperature": self._model.temperature,
            "stream": False,
            "messages": self._prompt(messages, found),
        }
        completion = self._wire.post("/chat/completions", body)
        return self._mapped(_content(completion), found, completion.get("usage"))

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The ranking that the model is given."""
        return self._search(query, k)

    def _prompt(self, messages: Sequence[Turn], found: Sequence[str]) -> list[dict[str, str]]:
        numbered = "\n".join(f"[{n}] {self._shown(passage)}" for n, passage in enumerate(found, 1))
        asked = ANSWER_USER.format(passages=numbered, question=messages[-1]["content"])
        before = [dict(turn) for turn in messages[:-1]]
        return [{"role": "system", "content": ANSWER_SYSTEM}, *before, {"role": "user", "content": asked}]

    def _shown(self, passage_id: str) -> str:
        return self._passages.evidence(passage_id).replace("\n", "／")

    def _mapped(self, content: str, found: Sequence[str], usage: object) -> dict[str, Any]:
        answer, order = renumber(content, len(found))
        citations = [
            {"n": n, "passage_id": found[old - 1], "quote": self._passages.text(found[old - 1])}
            for n, old in enumerate(order, 1)
        ]
        outcome = _outcome(answer)
        return {
            "answer": answer,
            "outcome": outcome,
            "citations": [] if outcome is Outcome.DECLINED else citations,
            "composer": f"openai:{self._model.name}",
            "usage": usage if isinstance(usage, dict) else None,
        }


def renumber(content: str, k: int) -> tuple[str, tuple[int, ...]]:
    """Return an answer with marks renumbered by first appearance, and the old numbers in that order.

    A mark beyond the `k` passages sent stays as it is: it has no citation, and is seen as an error.
    """
    order: dict[int, int] = {}

    def mark(found: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"\d+", found.group(1))]
        return "".join(f"[{order.setdefault(n, len(order) + 1) if 1 <= n <= k else n}]" for n in numbers)

    return _ANY_MARK.sub(mark, content), tuple(order)


def _outcome(answer: str) -> Outcome:
    plain = bare(without_marks(answer))
    if bare(CANNOT_ANSWER).rstrip("。") in plain and len(plain) <= 2 * len(CANNOT_ANSWER):
        return Outcome.DECLINED
    return Outcome.CORRECTED if plain.startswith(bare(CORRECTION)) else Outcome.ANSWERED


def _content(completion: Mapping[str, Any]) -> str:
    try:
        content = completion["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise AskError(Failing.INVALID, "回覆沒有 choices[0].message.content") from error
    if not isinstance(content, str):
        raise AskError(Failing.INVALID, "回覆的 content 不是文字")
    return content
