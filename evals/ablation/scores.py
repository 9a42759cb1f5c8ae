"""How well each variant ranks a set's questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.ablation.variants import Variant
from evals.cases import Case
from evals.errors import SetError
from evals.measures.retrieval import ranking_scores
from evals.passages import Passages, plan_passages
from evals.responders.base import Exchange, Hit
from index import InputError, PlanIndex

MEASURES = ("success@1", "success@5", "rr@10")
DEPTH = 10


@dataclass(frozen=True)
class Scored:
    """A variant with its scores, float64 `(n_questions, len(MEASURES))`, questions in the set's order."""

    name: str
    whole: bool
    scores: NDArray[np.float64]


def ranked_questions(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The questions of one turn that have a gold passage; raises `SetError` when there is none."""
    kept = tuple(case for case in cases if len(case.turns) == 1 and case.gold)
    if not kept:
        msg = "題集裡沒有單輪而且標了 gold 的題目。請改用這樣的題集，格式見 evals/sets/README.md。"
        raise SetError(msg)
    return kept


def score(variants: Iterable[Variant], cases: Sequence[Case], told: Callable[[str], None]) -> list[Scored]:
    """Rank all questions with one variant after the other.

    Args:
        variants: made and let go of one at a time.
        cases: of `ranked_questions`.
        told: the variant's name, once for each question asked.
    """
    found = []
    for variant in variants:
        plan_index = variant.open()
        exchanges = {}
        for case in cases:
            exchanges[case.case_id] = Exchange(case.case_id, ranking=_ranking(plan_index, case.question))
            told(variant.name)
        passages = plan_passages([plan_index.plan])
        found.append(Scored(variant.name, variant.whole, _matrix(cases, exchanges, passages)))
    return found


def _ranking(plan_index: PlanIndex, question: str) -> tuple[Hit, ...]:
    try:
        hits = plan_index.search(question, DEPTH)
    except InputError:  # nothing to search for: an empty ranking, which counts 0
        return ()
    return tuple(Hit(hit.document.document_id, hit.score) for hit in hits)


def _matrix(cases: Sequence[Case], exchanges: dict[str, Exchange], passages: Passages) -> NDArray[np.float64]:
    found = ranking_scores(cases, exchanges, passages)
    return np.array([[found[case.case_id][name] for name in MEASURES] for case in cases], np.float64)
