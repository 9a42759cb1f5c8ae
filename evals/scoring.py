"""From exchanges to verdicts: every measure of every question, with what is wrong in people's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.errors import AskError
from evals.measures.answers import why_wrong
from evals.measures.judged import Judged
from evals.measures.registry import MEASURES
from evals.measures.retrieval import ranked_cases, ranking_scores
from evals.measures.support import Verifier, verify
from evals.passages import Passages
from evals.reply import Reply, parse_reply
from evals.responders.base import Exchange


@dataclass(frozen=True)
class Verdict:
    """One question judged.

    Attributes:
        reply: None if the question failed.
        why: what keeps it from being right; empty for a right one.
        scores: by measure, only those that apply.
    """

    case: Case
    exchange: Exchange
    reply: Reply | None
    why: tuple[str, ...]
    scores: Mapping[str, float]

    @property
    def right(self) -> bool:
        """The strict verdict."""
        return self.scores["right"] == 1

    @property
    def failed(self) -> bool:
        """Whether there is no reply to judge."""
        return self.reply is None


def judge_all(
    cases: Sequence[Case],
    exchanges: Mapping[str, Exchange],
    passages: Passages,
    verifier: Verifier | None = None,
) -> tuple[Verdict, ...]:
    """Return a verdict for every question, in the set's order.

    Args:
        cases: the set's questions.
        exchanges: one for each question, by id.
        passages: the texts behind citations.
        verifier: judges sentence support, if there is one.
    """
    judged = {case.case_id: _judged(case, exchanges[case.case_id], passages) for case in cases}
    if verifier is not None:
        judged = _verified(judged, verifier)
    asked = ranked_cases(cases, exchanges)
    ranking = ranking_scores(asked, exchanges, passages) if asked else {}
    return tuple(
        _verdict(case, exchanges[case.case_id], judged[case.case_id], ranking.get(case.case_id, {}))
        for case in cases
    )


def judge_one(case: Case, exchange: Exchange, passages: Passages) -> bool:
    """Whether one reply is right; for running scores."""
    judged = _judged(case, exchange, passages)
    return judged is not None and not why_wrong(judged)


def _judged(case: Case, exchange: Exchange, passages: Passages) -> Judged | None:
    if exchange.reply is None:
        return None
    try:
        return Judged(case, parse_reply(exchange.reply), passages)
    except AskError:
        return None


def _verified(judged: Mapping[str, Judged | None], verifier: Verifier) -> dict[str, Judged | None]:
    held = [one for one in judged.values() if one is not None]
    verdicts = iter(verify(held, verifier))
    return {
        case_id: None if one is None else Judged(one.case, one.reply, one.passages, next(verdicts))
        for case_id, one in judged.items()
    }


def _verdict(case: Case, exchange: Exchange, judged: Judged | None, ranking: Mapping[str, float]) -> Verdict:
    if judged is None:
        failing = {m.name: m.worst for m in MEASURES if m.counts_failures and m.applies(case)}
        why = (f"沒有可用的回覆：{exchange.failing}（{exchange.detail}）",)
        return Verdict(case, exchange, None, why, {**failing, **ranking})
    values = {measure.name: measure.score(judged) for measure in MEASURES if measure.applies(case)}
    known = {name: round(value, 6) for name, value in values.items() if value is not None}
    return Verdict(case, exchange, judged.reply, why_wrong(judged), {**known, **ranking})
