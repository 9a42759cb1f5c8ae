"""Small cases, passages, replies and responders that tests write out in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from bot.answer import Message, Outcome
from evals.cases import Case, QuestionSet
from evals.measures import Judged
from evals.passages import Passage, Passages
from evals.reply import Cited, Reply
from evals.responders.base import Hit

ANSWER = "辦理勞動檢查三千場次[1]。"
PASSAGES = Passages(
    [
        Passage("p/1", "勞動條件", "", ("p/1.1", "p/1.2"), 2),
        Passage("p/1.1", "辦理勞動檢查三千場次。", "勞動條件", ("p/1.1",)),
        Passage("p/1.2", "推動職場平權及友善家庭。", "勞動條件", ("p/1.2",)),
        Passage("p/2", "提供失業勞工就業服務。", "", ("p/2",)),
    ]
)


def case(case_id: str = "a", **fields: Any) -> Case:  # noqa: ANN401 - any field of the class
    """A plain question whose gold is p/1.1, changed by `fields`."""
    turns = tuple(Message("user", turn) for turn in fields.pop("turns", ("勞動檢查要辦幾場？",)))
    made = {"kind": "plain", "outcome": Outcome.ANSWERED, "gold": ("p/1.1",), **fields}
    return Case(case_id=case_id, turns=turns, **made)


def decline_case(case_id: str = "d", **fields: Any) -> Case:  # noqa: ANN401 - as above
    """A question to be declined."""
    return case(case_id, **{"kind": "decline", "outcome": Outcome.DECLINED, "gold": (), **fields})


def reply(
    answer: str = ANSWER,
    cited: Sequence[str] = ("p/1.1",),
    **fields: Any,  # noqa: ANN401 - any field of the class
) -> Reply:
    """An answer citing `cited` in order, with their own texts as quotes."""
    citations = tuple(Cited(n, passage, PASSAGES.text(passage)) for n, passage in enumerate(cited, 1))
    return Reply(answer, **{"outcome": Outcome.ANSWERED, "citations": citations, **fields})


def judged(
    one: Case | None = None, given: Reply | None = None, verified: tuple[bool, ...] | None = None
) -> Judged:
    """A question with a reply."""
    return Judged(one or case(), given or reply(), PASSAGES, verified)


def body(
    answer: str = ANSWER,
    cited: Sequence[str] = ("p/1.1",),
    **fields: Any,  # noqa: ANN401 - any field of the contract
) -> dict[str, Any]:
    """A reply in the contract's form."""
    citations = [
        {"n": n, "passage_id": passage, "label": "", "quote": PASSAGES.text(passage), "url": ""}
        for n, passage in enumerate(cited, 1)
    ]
    made = {"id": "x", "answer": answer, "outcome": "answered", "reason": None, "confidence": 0.9}
    return {
        **made,
        "citations": citations,
        "composer": "extractive",
        "index_version": "v1",
        "usage": None,
        **fields,
    }


class Fake:
    """Answers by a function of the messages, and ranks p/1.1 before p/2."""

    about: Mapping[str, str] = {"kind": "fake"}

    def __init__(self, answer: Callable[[Sequence[Mapping[str, str]]], object] | None = None) -> None:
        """Answer by `answer`, or always rightly."""
        self.asked: list[list[Mapping[str, str]]] = []
        self._answer = answer or (lambda messages: body())

    def reply(self, messages: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """What the function returns or raises."""
        self.asked.append(list(messages))
        return cast("Mapping[str, Any]", self._answer(messages))

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """Two passages."""
        return [Hit("p/1.1", 0.9), Hit("p/2", 0.1)][:k]


def question_set(*cases: Case) -> QuestionSet:
    """A set of these questions."""
    return QuestionSet("made.jsonl", "0" * 64, frozen=False, cases=cases)
