"""What speaks for each of the queries that a question may mean, as features of the linear model in `bot/weighing.py`.

No feature knows a word of the plan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.cues import cues
from bot.forms import Form, form_of
from bot.proposing import Clues
from bot.query import LEAVES, Operation, Query
from bot.relating import Cut
from corpus import Level, Node
from index.script import normalise

_LEAST = 1e-4  # likelihood below which a form counts as so likely
_OUTER = frozenset({Level.PART, Level.WORK_PLAN})  # what passages stand in not directly
_SEVERAL = ("several", "surely_several", "difference")  # cues of questions for several things

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Said:
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
        cues: those of structure that bear on proposals and that it holds.
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


def of_none(clues: Clues, said: Said) -> Features:
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


def of_form(query: Query, kind: Level | None, clues: Clues, said: Said) -> Features:
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


def of_kinds(query: Query, kind: Level | None, scope: Node | None, clues: Clues, said: Said) -> Features:
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


def of_whole(scope: Node | None, kind: Level | None, clues: Clues, said: Said) -> Features:
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


def of_cut(cut: Cut, scope: Node | None, clues: Clues, said: Said) -> Features:
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


def of_scope(scope: Node, clues: Clues, said: Said) -> Features:
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


def _likeness(kind: Level | None, said: Level | None) -> float:
    """1 for the kind that is said, and for passages of any kind, -1 for another, 0 if nothing is said."""
    if kind is None or said is None:
        return 0.0
    any_passage = Level.PARAGRAPH in (kind, said) and kind in LEAVES and said in LEAVES
    return 1.0 if kind is said or any_passage else -1.0


def _log(likelihood: float) -> float:
    return math.log(max(likelihood, _LEAST))
