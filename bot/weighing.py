"""Which of the queries that a question may mean it means, if any.

A linear model over the features of `bot/features.py`, trained by `bot/training/structure.py` from questions with the nodes they ask
for (learning from denotations: Liang, Jordan and Klein, 2013).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bot.asking import level_of, levels_in
from bot.cues import cues
from bot.features import Features, Said, of_cut, of_form, of_kinds, of_none, of_scope, of_whole
from bot.names import Names
from bot.proposing import Clues, Proposal
from bot.query import INNER, Operation, Query, run_query
from bot.telling import number_in
from corpus import Level, Node, Plan

MODEL = Path(__file__).parent / "model" / "structure.json"
_CUES = ("name", "whole", "filter", "points", "apart", "denying")  # cues of structure that bear on proposals


class Weighing:
    """Weighs queries over one plan."""

    def __init__(self, plan: Plan, names: Names) -> None:
        self._plan = plan
        self._names = names

    def choose(self, clues: Clues, proposals: Sequence[Proposal]) -> Query | None:
        """The query that the question means; None if it asks for nothing of the structure that is proposed."""
        weights = _weights()
        scores = [_score(row, weights) for row in self.features(clues, proposals)]
        best = int(np.argmax(scores))
        return proposals[best].query if best < len(proposals) else None

    def features(self, clues: Clues, proposals: Sequence[Proposal]) -> list[Features]:
        """The features of each proposal, and last those of none of them being meant; those that are 0 are left out."""
        said = self._said(clues)
        scopes = {one.scope.passage_id: one.scope for one in proposals if one.scope is not None}
        of_scopes = {passage_id: of_scope(scope, clues, said) for passage_id, scope in scopes.items()}
        rows = [self._of_proposal(proposal, clues, said, of_scopes) for proposal in proposals]
        return [*rows, of_none(clues, said)]

    def _said(self, clues: Clues) -> Said:
        asked, english = clues.asked, clues.asked.english
        own = cues("structure")["own_item"].search(asked.shape)
        # Chinese names the node first and asks for the kind last, English the other way round.
        kinds = clues.kinds[::-1] if english else clues.kinds
        return Said(
            topical=0.0 if english else min(self._names.topical(asked.shape), 10) / 10,
            rest=min(len(self._names.rest(asked.shape)), 20) / 10,
            best_inner=clues.found.inner[0].score if clues.found.inner else 0.0,
            best_share=next((match.share for match in clues.matches.values()), 0.0),
            number=number_in(asked),
            wanted=level_of(asked),
            pointed=next((level for _, level in levels_in(own[0])), None) if own else None,
            outer=kinds[0] if kinds else None,
            inner=kinds[-1] if kinds else None,
            english=english,
            cues=frozenset(filter(asked.says, _CUES)),
        )

    def _of_proposal(
        self, proposal: Proposal, clues: Clues, said: Said, of_scopes: Mapping[str, Features]
    ) -> Features:
        query, scope = proposal.query, proposal.scope
        named = scope is not None and query.operation is Operation.NAME
        kind = query.level or (scope.level if scope and named else _below(scope, self._plan))
        found = {
            **of_form(query, kind, clues, said),
            **of_kinds(query, kind, scope, clues, said),
            **({} if proposal.cut else self._of_size(query, said)),
            "deep": float(query.level is not None and scope is not None),
        }
        whole = not query.nodes and (scope.level not in INNER if scope else not query.under)
        if whole:
            found |= of_whole(scope, kind, clues, said)
        if clues.reading.query is not None and query == clues.reading.query:
            several = scope is None and not whole
            found |= {"read": 1.0, "read_whole": float(whole), "read_several": float(several)}
            found["read_together"] = float(several and "apart" in said.cues)
        if proposal.cut is not None:
            found |= of_cut(proposal.cut, scope, clues, said)
        if scope is not None:
            found |= of_scopes[scope.passage_id]
        return {name: value for name, value in found.items() if value}

    def _of_size(self, query: Query, said: Said) -> Features:
        if not said.number:
            return {}
        same = len(run_query(query, self._plan)) == said.number
        return {"number_same": float(same), "number_other": float(not same)}


def _below(scope: Node | None, plan: Plan) -> Level | None:
    """The kind of a node's children."""
    return plan.nodes[scope.children[0]].level if scope and scope.children else None


def _score(row: Features, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


@cache
def _weights() -> Mapping[str, float]:
    held: Mapping[str, float] = json.loads(MODEL.read_text(encoding="utf-8"))["weights"]
    return held
