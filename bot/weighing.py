"""Which of the queries that a question may mean it means, if any.

A linear model over the features below, trained by `bot/training/structure.py` from questions with the nodes they ask
for (learning from denotations: Liang, Jordan and Klein, 2013). No feature knows a word of the plan.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.asking import level_of, levels_in
from bot.cues import cues
from bot.forms import Form, form_of
from bot.names import Names
from bot.proposing import INNER, Clues, Proposal
from bot.query import LEAVES, Operation, Query, run_query
from bot.relating import Cut
from bot.telling import number_in
from corpus import Level, Node, Plan
from index.script import normalise

MODEL = Path(__file__).parent / "model" / "structure.json"
_LEAST = 1e-4  # likelihood below which a form counts as so likely
_OUTER = frozenset({Level.PART, Level.WORK_PLAN})  # what passages stand in not directly
_SEVERAL = ("several", "surely_several", "difference")  # cues of questions for several things
_CUES = ("name", "whole", "filter", "points", "apart", "denying")  # cues of structure that bear on proposals

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Said:
    """What is the same for all proposals.

    Attributes:
        topical: how much of the question the plan may tell of, in [0, 1]; of an English one that is not known.
        rest: how much it says besides the words that any question has.
        best_inner: the score of the inner node that searching finds first.
        best_share: how much of the rest the best heading accounts for.
        number: how many elements it speaks of, if it says.
        wanted: the kind of node asked for.
        pointed: the kind that it gives to the node that it points at (「那個目標」).
        outer, inner: of the kinds it names the one that it stands below, and the one that it asks for.
        english: whether it is mostly in Latin letters.
        cues: which of `_CUES` it holds.
    """

    topical: float
    rest: float
    best_inner: float
    best_share: float
    number: int | None
    wanted: Level | None
    pointed: Level | None
    outer: Level | None
    inner: Level | None
    english: bool
    cues: frozenset[str]


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
        of_scopes = {passage_id: _of_scope(scope, clues, said) for passage_id, scope in scopes.items()}
        rows = [self._of_proposal(proposal, clues, said, of_scopes) for proposal in proposals]
        return [*rows, _of_none(clues, said)]

    def _said(self, clues: Clues) -> _Said:
        asked, english = clues.asked, clues.asked.english
        own = cues("structure")["own_item"].search(asked.shape)
        # Chinese names the node first and asks for the kind last, English the other way round.
        kinds = clues.kinds[::-1] if english else clues.kinds
        return _Said(
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
        self, proposal: Proposal, clues: Clues, said: _Said, of_scopes: Mapping[str, Features]
    ) -> Features:
        query, scope = proposal.query, proposal.scope
        named = scope is not None and query.operation is Operation.NAME
        kind = query.level or (scope.level if scope and named else _below(scope, self._plan))
        found = {
            **_of_form(query, kind, clues, said),
            **_of_kinds(query, kind, scope, clues, said),
            **({} if proposal.cut else self._of_size(query, said)),
            "deep": float(query.level is not None and scope is not None),
        }
        whole = not query.nodes and (scope.level not in INNER if scope else not query.under)
        if whole:
            found |= _of_whole(scope, kind, clues, said)
        if clues.reading.query is not None and query == clues.reading.query:
            several = scope is None and not whole
            found |= {"read": 1.0, "read_whole": float(whole), "read_several": float(several)}
            found["read_together"] = float(several and "apart" in said.cues)
        if proposal.cut is not None:
            found |= _of_cut(proposal.cut, scope, clues, said)
        if scope is not None:
            found |= of_scopes[scope.passage_id]
        return {name: value for name, value in found.items() if value}

    def _of_size(self, query: Query, said: _Said) -> Features:
        if not said.number:
            return {}
        same = len(run_query(query, self._plan)) == said.number
        return {"number_same": float(same), "number_other": float(not same)}


def _of_none(clues: Clues, said: _Said) -> Features:
    """What speaks for a question that means nothing of the structure."""
    reading, inner = clues.reading, clues.found.inner
    found = {
        "none": 1.0,
        "none_odds": _log(clues.forms[Form.NONE]) - _log(1 - clues.forms[Form.NONE]),
        "none_gap": clues.found.passage - (inner[0].score if inner else 0.0),
        "none_selected": float(reading.selected is not None),
        "none_rule": float(reading.operation is not None),
        "none_read": float(reading.query is not None),
        "none_leaf": float(bool(clues.leaves)),
        "none_topical": said.topical,
        "none_rest": said.rest,
        "none_english": float(said.english),
    }
    text = normalise(clues.asked.text)
    found |= {f"none_{cue}": float(bool(cues("several")[cue].search(text))) for cue in _SEVERAL}
    forms = (Form.WHERE, Form.FILTER, Form.QUOTE, Form.COMPARE)
    found |= {f"none_{form}": clues.forms[form] for form in forms}
    return {name: value for name, value in found.items() if value}


def _of_form(query: Query, kind: Level | None, clues: Clues, said: _Said) -> Features:
    """How well what is done with the nodes fits how the question is put."""
    rule, operation = clues.reading.operation, query.operation
    likely = clues.forms[form_of(query)]
    if operation is Operation.LIST and kind in LEAVES:  # a list of passages gives their full texts
        likely += clues.forms[Form.QUOTE]
    own = Operation.QUOTE if operation is Operation.NAME else operation
    return {
        "form": _log(likely),
        "form_likely": likely,
        "count": float(operation is Operation.COUNT),
        "name": float(operation is Operation.NAME),
        "rule": float(rule is own),
        "rule_other": float(rule is not None and rule is not own),
        "rule_where": float(rule is Operation.WHERE),
        "says_name": float(operation is Operation.NAME and "name" in said.cues),
        "says_whole": float(operation is Operation.LIST and "whole" in said.cues),
        "says_filter": float("filter" in said.cues),
        "quotes": float("「" in clues.asked.shape),
    }


def _of_kinds(query: Query, kind: Level | None, scope: Node | None, clues: Clues, said: _Said) -> Features:
    """How well the kinds of node fit those that the question names."""
    found = {
        "kind": _likeness(kind, said.wanted),
        "kind_said": float(any(_likeness(kind, named) > 0 for named in clues.kinds)),
        "kind_unsaid": float(said.wanted is None),
    }
    if scope is not None:
        points = "points" in said.cues
        found["scope_pointed"] = _likeness(scope.level, said.pointed)
        found["scope_said"] = float(scope.level in clues.kinds)
        found["points_deep"] = float(points and query.level is Level.PARAGRAPH)
        found["points_outer"] = float(points and query.level is None and scope.level in _OUTER)
    found["kind_in_place"] = _likeness(kind, said.inner)
    found["scope_in_place"] = _likeness(scope.level, said.outer) if scope else 0.0
    return found


def _of_whole(scope: Node | None, kind: Level | None, clues: Clues, said: _Said) -> Features:
    """Against the whole plan or a part of it speaks what the question says of something in it."""
    return {
        "whole_kind": _likeness(kind, said.wanted),
        "whole_english": float(said.english),
        "whole_rest": said.rest,
        "whole_named": float(bool(clues.named)),
        "plan": float(scope is None),
        "part": float(scope is not None and scope.level is Level.PART),
        "preface": float(scope is not None and scope.level is Level.PREFACE),
        "whole_topical": said.topical,
        "whole_share": said.best_share,
        "whole_inner": said.best_inner,
    }


def _of_cut(cut: Cut, scope: Node | None, clues: Clues, said: _Said) -> Features:
    """How well a ranking of nodes falls into those that fit what is said and those that do not."""
    side = "rest" if cut.is_rest else "cut"
    found = {
        side: 1.0,
        f"{side}_denied": float("denying" in said.cues),
        f"{side}_number": float(said.number == cut.kept),
        f"{side}_other_number": float(said.number is not None and said.number != cut.kept),
        f"{side}_size_{min(cut.size, 4)}": 1.0,
        f"{side}_share": cut.share,
        f"{side}_top": cut.top,
        f"{side}_last": cut.last / max(cut.top, _LEAST),
        f"{side}_next": cut.next / max(cut.top, _LEAST),
        f"{side}_gap": (cut.last - cut.next) / max(cut.top, _LEAST),
        f"{side}_ratio": cut.next / max(cut.last, _LEAST),
        f"{side}_selected": float(clues.reading.selected is not None),
        f"{side}_nothing": float(not clues.said),
        f"{side}_likely": clues.forms[Form.FILTER],
    }
    found[f"{side}_plan"] = float(scope is None)
    found[f"{side}_part"] = float(scope is not None and scope.level is Level.PART)
    return found


def _of_scope(scope: Node, clues: Clues, said: _Said) -> Features:
    """How well the question fits the node: by name and by searching."""
    match = clues.matches.get(scope.passage_id)
    exact = any(mention.node is scope for mention in clues.asked.mentions)
    named = scope in clues.named
    score = next((one.score for one in clues.found.inner if one.node is scope), 0.0)
    return {
        "named": float(named),
        "named_left": float(named) * (min(match.left, 20) / 10 if match else said.rest),
        "exact": float(exact),
        "step": float(named and not exact and bool(clues.asked.steps)),
        "share": match.share if match else 0.0,
        "match": max(min(match.score, 15.0), -5.0) / 10 if match else 0.0,
        "best_match": float(next(iter(clues.matches), None) == scope.passage_id),
        "left": min(match.left, 20) / 10 if match else said.rest,
        "score": score,
        "score_share": score / max(said.best_inner, 1e-6),
        "score_passage": min(score / max(clues.found.passage, 1e-6), 2.0),
        "first": float(bool(clues.found.inner) and clues.found.inner[0].node is scope),
        "item": float(scope.level is Level.ITEM),
        "goal": float(scope.level is Level.GOAL),
    }


def _below(scope: Node | None, plan: Plan) -> Level | None:
    """The kind of a node's children."""
    return plan.nodes[scope.children[0]].level if scope and scope.children else None


def _likeness(kind: Level | None, said: Level | None) -> float:
    """1 for the kind that is said, and for passages of any kind, -1 for another, 0 if nothing is said."""
    if kind is None or said is None:
        return 0.0
    any_passage = Level.PARAGRAPH in (kind, said) and kind in LEAVES and said in LEAVES
    return 1.0 if kind is said or any_passage else -1.0


def _log(likelihood: float) -> float:
    return math.log(max(likelihood, _LEAST))


def _score(row: Features, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


@cache
def _weights() -> Mapping[str, float]:
    held: Mapping[str, float] = json.loads(MODEL.read_text(encoding="utf-8"))["weights"]
    return held
