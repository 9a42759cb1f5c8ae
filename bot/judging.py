"""Whether a question gets an answer at all, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.answer import Reason
from bot.asking import blank, squeeze
from bot.boundaries import REST, Boundaries, answerable_clauses, asks
from bot.brought import quoted
from bot.cues import cues
from bot.ordinals import find_steps
from bot.query import Operation, Query, run_query
from bot.remainder import extent, pairs, residue
from bot.routing import REASONS, Route
from bot.task import Task
from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

_SEVERAL = 2  # passages elsewhere, at least, of a question for several things, of which a list has one
_SURE = 0.5  # likelihood from which the classifier declines
_POSSIBLE = 0.12  # likelihood from which a rule's word is taken
_VERY_SURE = 0.75  # the same where a passage fits well
_LINKED_SURE = 0.85  # the same for a follow-up
_FITS = 0.4  # a passage's score from which on it fits well
_ANSWERS = 0.44  # likelihood of an answer below which there is none; chosen on the development questions
_ANSWERS_PLACE = 0.1  # the same for a question that asks where something stands, or for its full text
_ANSWERS_SEVERAL = 0.1  # the same for one that tells several things apart, each with a passage of its own
_ANSWERS_IN_PART = (
    0.5  # the same for one that asks for something else besides: its halves are looked at each by itself
)
_ANSWERS_WITHOUT = 0.7  # the same for a question that seems to ask for nothing but a detail the passages lack
_LEFT_OVER = 0.42  # a passage's fit below which what is left of an attack is part of it; chosen on the training attacks
_SURELY_FITS = (
    0.6  # the same from which on clauses taken for steering were none; chosen on the training attacks
)
_CALMLY_FITS = 0.36  # the same where hardly anything steers
_STILL_STEERS = 0.7  # likelihood of an attack from which on they were
_SURELY_STEERS = 0.95  # the same where no rule says so and the plan's structure settles what is asked
_CALM = 0.1  # the same up to which they hardly were
_NOTHING_FITS = (
    0.15  # a passage's fit below which none is about the question; chosen on the development questions
)
_NOTHING = 1  # characters that may be left of a message that names nothing
_OWN_WORDS = 8  # characters in a row that a question cannot have but from the plan
_QUOTED_WORDS = 3
_SENTENCE = re.compile(r"(?:「[^」]*」|[^。.?!;:\n])+[。.?!;:\n]*")
_LISTED = re.compile(r"[、,和與及]")  # between words that are quoted together
_CLAUSE = re.compile(r"(?:「[^」]*」|[^,。.?!;:\n])+[,。.?!;:\n]*")
_ANSWERS_LINKED = 0.08  # the same for a follow-up, whose few words tell less


def refuse(task: Task, boundaries: Boundaries) -> Reason | None:
    """Why the plan cannot answer, whatever it says: another year or agency, one person's case, an opinion, an attack."""
    query = task.reading.query
    if task.reading.is_held:
        return None
    if query and (query.years or (_names(query) and query.operation is not Operation.WHERE)):
        return None
    if query and query.mentions and repeats_quoted(task.question, query.mentions):
        return None  # it looks up words, whoever asks
    if task.reading.missing and task.reading.is_sure:
        return None
    if reason := boundaries.outside(task.question):
        return reason
    found = task.received.likelihoods
    reason = boundaries.sounds_like(task.question)
    if reason and found[Route(reason)] >= _POSSIBLE:  # such words alone do not tell what is meant
        return reason
    if task.reading.is_settled:
        return None
    own_year = boundaries.names_own_year(task.question)
    curious = bool(cues("boundaries")["interest"].search(normalise(task.question)))
    ruled_out = {Route.OTHER_YEAR} if own_year else set()
    ruled_out |= {Route.PERSONAL_CASE} if curious else set()
    ruled_out |= {Route.UNCLEAR} if not task.linked and boundaries.names_a_topic(task.question) else set()
    possible = [route for route in REASONS if route not in ruled_out]
    likely = max(possible, key=found.__getitem__)
    needed = _needed(likely, task)
    if task.linked:  # few words tell little
        needed = 1.0 if likely is Route.UNCLEAR else _LINKED_SURE
    return REASONS[likely] if found[likely] >= needed else None


def _names(query: Query) -> bool:
    """Whether a query is for nodes that the question names."""
    return bool(query.nodes) and not query.is_related


def is_silent(task: Task) -> bool:
    """Whether the plan says nothing of what is asked, although it may have passages on the subject."""
    if task.reading.unknown or not task.selection.nodes:
        return True
    if REST in task.missing:  # the half that the plan answers, which was judged by itself
        return False
    if not task.missing:
        return task.answerable < _least(task) or (not task.linked and task.selection.fit < _NOTHING_FITS)
    if answerable_clauses(task.question, task.missing):
        return not task.linked and task.answerable < _ANSWERS_IN_PART
    return task.answerable < _ANSWERS_WITHOUT


def is_vague(task: Task) -> bool:
    """Whether a message that hangs on no other only says that it is going to ask, or names nothing but a place that could be anywhere."""
    if task.linked or task.reading.is_settled:
        return False
    if cues("dialogue")["announces"].search(normalise(task.question)):
        return True
    said = squeeze(task.question)
    steps = (at for step in find_steps(said) for at in range(step.start, step.end))
    return extent(residue(blank(said, steps))) <= _NOTHING


def is_remnant(task: Task) -> bool:
    """Whether what is left of an attack is no question to the plan, but a piece of the attack."""
    return task.received.attacked and task.reading.query is None and task.selection.fit < _LEFT_OVER


def asks_the_plan(task: Task) -> bool:
    """Whether a message of which clauses were taken for steering asks for what the plan surely has."""
    steering, instructed = task.received.likelihoods[Route.UNSAFE], task.received.instructed
    if task.reading.is_settled and not instructed:
        return steering < _SURELY_STEERS
    fits = task.selection.fit >= (_SURELY_FITS if instructed or steering >= _CALM else _CALMLY_FITS)
    return steering < _STILL_STEERS and (task.reading.is_settled or fits)


def matter(task: Task, node: Node) -> str:
    """The question, without words that only press for all of it; of an attack, or in English, the parts on the matter.

    Those ask, or speak of what the node does; the others are the attack's, or pleasantries, and no claims about the plan.
    """
    said = cues("premise")["requesting"].sub(" ", normalise(task.question))
    if not (task.received.attacked or task.received.english):
        return said
    parts = (_CLAUSE if task.received.attacked else _SENTENCE).findall(said)
    told = pairs(node.text)
    kept = [part for part in parts if asks(part) or pairs(part) & told]
    return "".join(kept) or said


def names_otherwise(question: str, told: Sequence[Node]) -> bool:
    """Whether a turn surmises of the thing told what kind of thing it is, in words of which none stands in `told`."""
    kind = cues("dialogue")["surmised_kind"].search(normalise(question))
    words = pairs(kind["what"]) if kind else set()
    return bool(words) and not any(words & pairs(node.text) for node in told)


def quotes(question: str, node: Node) -> bool:
    """Whether a question puts words of the node in quotation marks."""
    text = compact(normalise(node.text))
    found = (_LISTED.split(term) for term in quoted(compact(normalise(question))))
    return any(all(len(term) >= _QUOTED_WORDS and term in text for term in terms) for terms in found)


def repeats_quoted(question: str, terms: Sequence[str]) -> bool:
    """Whether a question puts one of the terms in quotation marks."""
    return not set(quoted(compact(normalise(question)))).isdisjoint(terms)


def repeats(question: str, node: Node) -> bool:
    """Whether a question holds a stretch of the node's own words."""
    asked, text = compact(normalise(question)), compact(normalise(node.text))
    run = SequenceMatcher(None, asked, text, autojunk=False).find_longest_match()
    return run.size >= _OWN_WORDS


def _least(task: Task) -> float:
    """The likelihood of an answer below which there is none."""
    if task.linked:
        return 0.0 if _only_names(task.question) else _ANSWERS_LINKED
    if task.selection.several:
        return _ANSWERS_SEVERAL
    return _ANSWERS_PLACE if task.reading.operation in {Operation.WHERE, Operation.QUOTE} else _ANSWERS


def _only_names(question: str) -> bool:
    """Whether a turn names another thing (「那…呢」), and so asks nothing of it that the plan might not tell."""
    form, said = cues("dialogue"), normalise(question)
    return bool(form["ending"].search(said)) and not form["bare_question"].search(said)


def _needed(route: Route, task: Task) -> float:
    """How sure the classifier must be to decline: more, the better a passage fits."""
    fit = max((one.score for one in task.selection.candidates), default=0.0)
    if fit < _FITS:
        return _SURE
    return 1.0 if route is Route.UNCLEAR else _VERY_SURE


def is_part(query: Query, task: Task, plan: Plan) -> bool:
    """Whether a query for a place or for what words hold finds but one of the several things that are asked for."""
    whole = query.operation is Operation.LIST and not query.is_narrowed
    if not (_is_of_one(query, plan) if whole else query.operation is Operation.WHERE or query.mentions):
        return False
    if not task.selection.several:  # last, since it takes longest to know
        return False
    found = run_query(query, plan)
    if whole:
        return sum(1 for node in task.selection.nodes if node not in found) >= _SEVERAL
    if query is task.reading.selected and query.operation is Operation.WHERE:
        return True
    several = query is task.reading.selected and len(found) <= len(task.selection.nodes)
    few = several or (len(found) == 1 and found[0].is_leaf)
    return few and any(node not in found for node in task.selection.nodes)


def _is_of_one(query: Query, plan: Plan) -> bool:
    """Whether a query lists what lies below one item, and not its number, too, which is asked of no passages."""
    return not query.is_counted and len(query.under) == 1 and plan.nodes[query.under[0]].level is Level.ITEM
