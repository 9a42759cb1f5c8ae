"""One request for proposals: the place in the plan as the model is shown it, and the list in its reply."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.errors import LanguageModelError
from bot.expanding.tasks import Kind, Task
from bot.prompts import EXPAND_KINDS, EXPAND_SYSTEM, EXPAND_USER, EXPAND_VERSION
from corpus.plan import Plan

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_OPENING = re.compile(r'\[(?=\s*[{"\]])')  # of a list that may be meant; [1] is a mark in prose
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)  # how some models begin, brackets and all


class Proposer:
    """Asks a chat model for proposals.

    Attributes:
        hand: who writes them: the model's name with the version of the prompt.
    """

    def __init__(self, model: BaseChatModel, name: str, plan: Plan, per_passage: int) -> None:
        self._model, self._plan, self._per_passage = model, plan, per_passage
        self.hand = f"{name} {EXPAND_VERSION}"

    def ask(self, task: Task) -> list[Any]:
        """Return what the model proposes, as it says it: unchecked elements of a JSON list.

        Raises:
            LanguageModelError: it failed, or its reply holds no such list.
        """
        try:
            reply = self._model.invoke([("system", EXPAND_SYSTEM), ("user", self._request(task))])
            text = str(reply.text)
        except Exception as error:
            # Every provider raises errors of its own; whichever it is, this request stays open and the others go on.
            msg = f"語言模型沒有回應：{error}"
            raise LanguageModelError(msg) from error
        return read_list(text)

    def _request(self, task: Task) -> str:
        node, plan = task.node, self._plan
        return EXPAND_USER.format(
            task=EXPAND_KINDS[task.kind.value].format(count=task.count(self._per_passage)),
            plan=f"{plan.title}（{plan.publisher}，{plan.year_label}）",
            passage_id=node.passage_id,
            place=node.label,
            headings="；".join(node.headings) or "無",
            text=node.text,
            around="\n".join(self._around(task)) or "無",
        )

    def _around(self, task: Task) -> list[str]:
        """What an inner node's questions are about, or the neighbours that a near miss may be nearest to."""
        node, plan = task.node, self._plan
        if not node.is_leaf:
            return [f"{child.passage_id}　{child.heading}" for child in plan.children(node)]
        if task.kind is not Kind.NEAR_MISSES or node.parent is None:
            return []
        siblings = plan.children(plan.nodes[node.parent])
        return [f"{one.passage_id}　{one.heading}" for one in siblings if one is not node]


def read_list(text: str) -> list[Any]:
    """Return the first JSON list of objects in a reply, whatever stands around it; an empty list is one.

    Raises:
        LanguageModelError: there is none.
    """
    said = _THOUGHT.sub("", text)
    for match in _OPENING.finditer(said):
        try:
            found = json.JSONDecoder().raw_decode(said, match.start())[0]
        except (ValueError, RecursionError):
            continue
        if not found or any(isinstance(one, dict) for one in found):
            return list(found)
    msg = f"語言模型的回覆不是所要的 JSON 陣列：{said.strip()[:60] or '（空白）'}"
    raise LanguageModelError(msg)
