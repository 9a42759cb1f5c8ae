"""The seam to whatever is evaluated, and how a question's turns are asked through it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from bot.answer import Message
from evals.cases import Case
from evals.errors import AskError, Failing
from evals.reply import FIRST_MS, UNSTABLE_FIELDS, parse_reply

Turn = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage.

    Attributes:
        score: larger is better; in [0, 1] it is also judged as the probability that the passage answers.
        read_to: characters read, from the top of the ranking, when this passage ends. None for rankings of
            whole passages, where it follows from their texts; rankings of chunks tell it.
    """

    passage_id: str
    score: float
    read_to: int | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back for one question, as a run keeps it.

    Attributes:
        reply: the contract's reply without its unstable fields; None if there was none.
        failing, detail: why there was none.
        latency_ms: of the judged turn alone; None if there was no reply or it was made elsewhere.
        first_ms: until the first sentence of its stream; None if it was not streamed.
        ranking: best first; None if the target cannot search or failed to.
    """

    case_id: str
    reply: Mapping[str, Any] | None = None
    failing: Failing | None = None
    detail: str = ""
    latency_ms: float | None = None
    ranking: tuple[Hit, ...] | None = None
    first_ms: float | None = None


class Responder(Protocol):
    """Something that answers conversations. Must bear being called from several threads at once."""

    @property
    def about(self) -> Mapping[str, str]:
        """What a report's header says of it: kind, address, model, settings; never a key."""

    def reply(self, messages: Sequence[Turn]) -> Mapping[str, Any]:
        """Return the contract's reply to `[{"role", "content"}, …]`; raises `AskError` if there is none."""


@runtime_checkable
class Searcher(Protocol):
    """A responder that can also rank passages."""

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """Return the best `k` passages, best first; raises `AskError`."""


class Asker(Protocol):
    """Gets one question's exchange; never raises for what a target does wrong."""

    @property
    def about(self) -> Mapping[str, str]:
        """The header's words for the target."""

    def ask(self, case: Case) -> Exchange:
        """Ask one question."""


class ConversationAsker:
    """Asks a question turn by turn and, where the target can search, ranks passages for it."""

    def __init__(self, responder: Responder, *, depth: int) -> None:
        """Ask `responder`, and rank `depth` passages a question."""
        self._responder, self._depth = responder, depth

    @property
    def about(self) -> Mapping[str, str]:
        """The responder's own words."""
        return self._responder.about

    def ask(self, case: Case) -> Exchange:
        """Ask one question; only the last turn's reply is kept and timed."""
        ranking = self._rank(case)
        try:
            reply, latency, first = self._converse(case)
        except AskError as error:
            return Exchange(case.case_id, failing=error.failing, detail=error.detail, ranking=ranking)
        return Exchange(case.case_id, reply=reply, latency_ms=latency, ranking=ranking, first_ms=first)

    def _converse(self, case: Case) -> tuple[Mapping[str, Any], float, float | None]:
        messages: list[Turn] = []
        body: Mapping[str, Any] = {}
        latency, first = 0.0, None
        for turn, following in zip(case.turns, (*case.turns[1:], None), strict=True):
            messages.append({"role": turn.role, "content": turn.content})
            if turn.role == "assistant" or (following and following.role == "assistant"):
                continue  # a scripted assistant's turn stands in the place of the reply
            body, latency, first = self._reply(messages)
            if following:
                messages.append({"role": "assistant", "content": parse_reply(body).answer})
        return body, latency, first

    def _reply(self, messages: Sequence[Turn]) -> tuple[Mapping[str, Any], float, float | None]:
        started = time.perf_counter()
        body = guarded(lambda: self._responder.reply(list(messages)))
        latency = (time.perf_counter() - started) * 1000
        parse_reply(body)
        kept = {name: value for name, value in body.items() if name not in UNSTABLE_FIELDS}
        return guarded(lambda: _as_json(kept)), round(latency, 3), body.get(FIRST_MS)

    def _rank(self, case: Case) -> tuple[Hit, ...] | None:
        if not case.is_searched or not isinstance(self._responder, Searcher):
            return None
        searcher = self._responder
        try:
            return tuple(guarded(lambda: searcher.search(case.question, self._depth)))[: self._depth]
        except AskError:
            return None


def guarded(call: Callable[[], T]) -> T:
    """Return what `call` returns; whatever it raises becomes an `AskError`."""
    try:
        return call()
    except AskError:
        raise
    except Exception as error:  # an evaluation must outlast every fault of what it measures
        raise AskError(Failing.CRASHED, f"{type(error).__name__}: {error}") from error


def _as_json(body: Mapping[str, Any]) -> dict[str, Any]:
    # Half a surrogate pair is valid JSON and no text: it could be received, but not be written.
    written = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    read: dict[str, Any] = json.loads(written)
    return read


def as_messages(messages: Sequence[Turn]) -> list[Message]:
    """Wire messages as the pipeline takes them."""
    return [
        Message("assistant" if turn["role"] == "assistant" else "user", turn["content"]) for turn in messages
    ]
