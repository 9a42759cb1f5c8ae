"""What answers: the plan's index and the conversation over it, opened once and then only read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, Unpack

from api.errors import InvalidRequestError, UnknownIdError
from api.messages import TurnLike, check_messages
from api.plans import plan_tree
from api.searching import Filters, search_plan
from api.settings import Settings
from api.verifying import ClaimLike, check_claims, verdict_json
from bot.answer import Answer, Message, Sentence
from bot.verification import Verifier
from corpus import Level, Node, Plan
from index import PlanIndex

_SUGGESTIONS = Path(__file__).parent / "suggestions"


class Conversation(Protocol):
    """Answers conversations; `bot.Pipeline` is one."""

    def run(self, messages: Sequence[Message], *, explain: bool = False) -> Answer:
        """Return the whole answer."""

    def stream(self, messages: Sequence[Message], *, explain: bool = False) -> Iterator[Sentence | Answer]:
        """Yield sentences as they are ready, and the whole answer last."""


@dataclass(frozen=True)
class Service:
    """Everything that routes and commands ask for; safe to share between threads."""

    settings: Settings
    plan_index: PlanIndex
    conversation: Conversation
    open_verifier: Callable[[], Verifier]

    @property
    def plan(self) -> Plan:
        """The plan that is answered."""
        return self.plan_index.plan

    @cached_property
    def verifier(self) -> Verifier:
        """Judges sentences by what they cite; opened when it is first asked for, as most questions do without."""
        return self.open_verifier()

    @property
    def index_version(self) -> str:
        """Names the index; equal for equal contents."""
        return self.plan_index.version

    def reply(self, turns: Sequence[TurnLike], *, explain: bool = False) -> dict[str, Any]:
        """Return a whole reply; raises `InvalidRequestError` when the turns break a limit."""
        answer = self.conversation.run(self._messages(turns), explain=explain)
        return answer.to_json(uuid.uuid4().hex)

    def events(
        self, turns: Sequence[TurnLike], *, explain: bool = False
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Return the events of a streamed reply as (name, body): `sentence` each, then `done`.

        Raises:
            InvalidRequestError: the turns break a limit; raised by the call, not by the first step.
        """
        return self._events(self._messages(turns), explain)

    def _events(self, messages: Sequence[Message], explain: bool) -> Iterator[tuple[str, dict[str, Any]]]:
        for part in self.conversation.stream(messages, explain=explain):
            if isinstance(part, Answer):
                yield "done", part.to_json(uuid.uuid4().hex)
            else:
                yield "sentence", {"text": part.text, "citations": [one.to_json() for one in part.citations]}

    def search(
        self, query: str, k: int, *, plan: str | None = None, **filters: Unpack[Filters]
    ) -> dict[str, Any]:
        """Return the best `k` passages with their scores.

        Raises:
            InvalidRequestError: the query holds nothing to search for, or a value is unknown or over a limit.
        """
        if plan is not None and plan != self.plan.plan_id:
            raise InvalidRequestError("plan", f"沒有計畫「{plan}」，可用的值：{self.plan.plan_id}。")
        return search_plan(self.plan_index, self.settings, query, k, **filters)

    def verify(self, claims: Sequence[ClaimLike]) -> dict[str, Any]:
        """Return a verdict for each claim, in order; raises `InvalidRequestError` when they break a limit."""
        check_claims(claims, self.settings)
        verdicts = [verdict_json(self.verifier.verify(claim.sentence, claim.cites)) for claim in claims]
        threshold = self.verifier.threshold
        return {"verdicts": verdicts, "threshold": threshold, "index_version": self.index_version}

    @cached_property
    def tree(self) -> dict[str, Any]:
        """The plan with all its nodes in reading order."""
        return plan_tree(self.plan)

    def node(self, passage_id: str) -> Node:
        """Return a leaf or inner node; raises `UnknownIdError`."""
        if node := self.plan.nodes.get(passage_id):
            return node
        msg = f"沒有段落「{passage_id[:80]}」。編號可由 /v1/plans/{self.plan.plan_id} 查得。"
        raise UnknownIdError(msg)

    def require_plan(self, plan_id: str) -> None:
        """Check that the plan is ours; raises `UnknownIdError`."""
        if plan_id != self.plan.plan_id:
            msg = f"沒有計畫「{plan_id[:80]}」。可用的編號：{self.plan.plan_id}。"
            raise UnknownIdError(msg)

    @cached_property
    def suggestions(self) -> tuple[str, ...]:
        """Questions to start with."""
        return starting_questions(self.settings, self.plan)

    def _messages(self, turns: Sequence[TurnLike]) -> list[Message]:
        check_messages(turns, self.settings)
        return [Message("user" if turn.role == "user" else "assistant", turn.content) for turn in turns]


def starting_questions(settings: Settings, plan: Plan) -> tuple[str, ...]:
    """Questions to start with: as set, else the plan's own, else one for each of its first goals."""
    path = _SUGGESTIONS / f"{plan.plan_id}.json"
    if settings.suggestions is not None:
        return settings.suggestions
    if path.is_file():
        return tuple(json.loads(path.read_text(encoding="utf-8")))
    return tuple(f"「{goal.text}」有哪些做法？" for goal in plan.of_level(Level.GOAL)[:5])
