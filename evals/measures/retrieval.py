"""Measures of rankings, by ir_measures: success@k, recall@k, RR, nDCG; and success within a budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from evals.cases import Case
from evals.measures.calibration import Forecast
from evals.passages import Passages
from evals.responders.base import Exchange, Hit

if TYPE_CHECKING:
    from ir_measures import Qrel, ScoredDoc

GOLD, ACCEPTABLE = 2, 1  # relevance grades
CUTS = (1, 5, 10)
BUDGETS = (300, 1000)  # characters
LABELS: Mapping[str, str] = {
    "success@1": "前 1 名命中",
    "success@5": "前 5 名命中",
    "success@10": "前 10 名命中",
    "recall@5": "前 5 名召回率",
    "recall@10": "前 10 名召回率",
    "rr@10": "首個命中之倒數名次",
    "ndcg@10": "nDCG@10",
    "success@300chars": "前 300 字內命中",
    "success@1000chars": "前 1000 字內命中",
}
SHARES = frozenset(name for name in LABELS if name.startswith("success"))


def ranked_cases(cases: Iterable[Case], exchanges: Mapping[str, Exchange]) -> tuple[Case, ...]:
    """The questions that rankings are measured over: one turn, to be answered, if the target ranks at all.

    A question whose ranking failed stays in and counts 0.
    """
    kept = [case for case in cases if case.is_searched and case.wants_citation]
    searches = any(exchanges[case.case_id].ranking is not None for case in kept)
    return tuple(kept) if searches else ()


def forecasts(
    cases: Iterable[Case], exchanges: Mapping[str, Exchange], passages: Passages
) -> tuple[Forecast, ...]:
    """Every ranked passage's score with whether the passage is gold or acceptable.

    No passage answers a question to decline; questions for the plan's structure, whose gold are headings, are left
    out. Empty where scores are no probabilities: some lie outside [0, 1], or all are the same.
    """
    asked = [
        case
        for case in cases
        if case.is_searched and all(passages.leaves(one) == (one,) for one in case.gold)
    ]
    searched = [(case, exchanges[case.case_id].ranking or ()) for case in asked]
    scores = {hit.score for _, ranking in searched for hit in ranking}
    if len(scores) < 2 or min(scores) < 0 or max(scores) > 1:
        return ()
    return tuple(
        Forecast(hit.score, hit.passage_id in case.relevant) for case, ranking in searched for hit in ranking
    )


def qrels(cases: Iterable[Case], passages: Passages) -> list[Qrel]:
    """Relevance by question: 2 for gold, 1 for acceptable; inner nodes become leaves, as rankings are."""
    # Late: the set of measures can be read without the library that computes some of them.
    from ir_measures import Qrel

    rows = []
    for case in cases:
        grades: dict[str, int] = {}
        for grade, ids in ((ACCEPTABLE, case.acceptable), (GOLD, case.gold)):
            grades |= {leaf: grade for passage_id in ids for leaf in passages.leaves(passage_id)}
        rows += [Qrel(case.case_id, passage_id, grade) for passage_id, grade in grades.items()]
    return rows


def ranking_scores(
    cases: Sequence[Case], exchanges: Mapping[str, Exchange], passages: Passages
) -> dict[str, dict[str, float]]:
    """Return each question's measures by name, for the questions of `ranked_cases`.

    - success@k: 1 if a gold or acceptable passage is among the first k, else 0 (also called hit rate).
    - recall@k: the share of gold passages among the first k. Not the TREC QA sense, which is success@k.
    - rr@10: 1 / rank of the first gold or acceptable passage, 0 if it is not among the first 10 (Kantor and
      Voorhees, TREC-5, 2000).
    - ndcg@10: gain 2 for gold and 1 for acceptable, discount log2(rank + 1) (Järvelin and Kekäläinen, TOIS
      2002).
    - success@Bchars: 1 if a gold or acceptable passage ends within the first B characters of the ranked
      texts, else 0: the measure by which long chunks win nothing.

    The order of the ranking decides, so its scores may tie. A question without a ranking counts 0 everywhere.
    """
    from ir_measures import RR, R, Success, iter_calc, nDCG

    named = {
        **{Success @ k: f"success@{k}" for k in CUTS},
        **{R(rel=GOLD) @ k: f"recall@{k}" for k in CUTS[1:]},
        RR @ 10: "rr@10",
        nDCG @ 10: "ndcg@10",
    }
    scores = {case.case_id: dict.fromkeys(LABELS, 0.0) for case in cases}
    relevant = qrels(cases, passages)
    for metric in iter_calc(list(named), relevant, run_rows(cases, exchanges)):
        scores[metric.query_id][named[metric.measure]] = float(metric.value)
    for case in cases:
        fitting = {row.doc_id for row in relevant if row.query_id == case.case_id}
        ends = list(ends_of(exchanges[case.case_id].ranking or (), passages))
        for budget in BUDGETS:
            found = any(hit.passage_id in fitting and end <= budget for hit, end in ends)
            scores[case.case_id][f"success@{budget}chars"] = float(found)
    return scores


def run_rows(cases: Iterable[Case], exchanges: Mapping[str, Exchange]) -> list[ScoredDoc]:
    """The rankings as scored documents whose scores fall strictly, so that every tool keeps their order.

    A passage ranked twice keeps its first rank.
    """
    from ir_measures import ScoredDoc

    rows: list[ScoredDoc] = []
    for case in cases:
        ids = list(dict.fromkeys(hit.passage_id for hit in exchanges[case.case_id].ranking or ()))
        rows += [ScoredDoc(case.case_id, passage, float(len(ids) - at)) for at, passage in enumerate(ids)]
    return rows


def ends_of(ranking: Sequence[Hit], passages: Passages) -> Iterable[tuple[Hit, int]]:
    """Each hit with the characters read when it ends: as told, or counted over the passages' own texts."""
    read = 0
    for hit in ranking:
        read += len(passages.text(hit.passage_id))
        yield hit, read if hit.read_to is None else hit.read_to
