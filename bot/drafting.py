"""From what was found to a draft: by link, by the plan's structure, or by passages; or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.answer import Contacts, Outcome, Reason
from bot.asking import lists
from bot.boundaries import Boundaries
from bot.composing import compose_passages, correct
from bot.cues import cues
from bot.denied import deny, is_right
from bot.disowning import Disowner
from bot.draft import Draft
from bot.falsity import EASILY, Falsity
from bot.fixed import comfort, decline, smalltalk
from bot.judging import (
    is_part,
    is_remnant,
    is_silent,
    is_vague,
    matter,
    names_otherwise,
    quotes,
    refuse,
    repeats,
)
from bot.query import Operation, Query
from bot.routing import Route
from bot.search import Finder
from bot.structure import answer_each, answer_query, correct_ordinals
from bot.task import Task
from bot.years import tell_years
from corpus import Node
from index.script import normalise

_ELSEWHERE = frozenset({Reason.OTHER_YEAR, Reason.OTHER_AGENCY})
_RELATED = 3
_AROUND = 0.7  # of the best passage's score that the node around it needs to be listed instead
# Likelihoods from which a question rests on something the plan does not say.
_FALSE_IN_FORM = 0.55  # for one that has the form of a question for a list or a place
_FALSE_BESIDE = 0.6  # the same for one that asks for a detail the plan lacks, which is declined otherwise
_FALSE_PLACE = 0.7  # the same for one for a place, where the plan speaks of what it asks
_FALSE_ALL_THE_SAME = 0.85  # the same for one whose form takes nothing for granted
_OWN_MATTER = 0.6  # a passage's fit from which on it speaks of the very matter
_NEARLY_OWN_MATTER = 0.5  # the same where what it has wrong is sure
_SURELY_MISPLACED = 0.9  # likelihood for one with a year or agency, where the passage names none
_MISPLACED = 0.2  # the same for a question with another year or agency than the passage on its matter names
_LINKED_FALSE = 0.7  # the same for a follow-up, whose words leave out what it is about
_SURELY_FALSE = 0.45  # the same for a question that does not sound like it


class Drafter:
    """Writes drafts about one plan with the built-in composers."""

    def __init__(
        self,
        finder: Finder,
        boundaries: Boundaries,
        is_false: Falsity,
        contacts: Contacts,
        suggestions: tuple[str, ...],
        *,
        knows_plan: bool,
    ) -> None:
        self.knows_plan = knows_plan  # whether the learned models have seen questions about this plan
        self._finder = finder
        self._plan = finder.plan
        self._boundaries = boundaries
        self._is_false = is_false
        self._disown = Disowner(finder, is_false)
        self._contacts = contacts
        self._suggestions = suggestions

    def draft(self, task: Task) -> Draft:
        """Write the draft; the first way that yields one wins."""
        ways: tuple[Callable[[Task], Draft | None], ...] = (
            self._fixed,
            self._of_each,
            self._from_link,
            self._disowned,
            partial(tell_years, finder=self._finder),
            partial(deny, finder=self._finder),
            self._rightly_denied,
            self._refused,
            self._put_right,
            self._from_structure,
            self._contradicted,
            self._whole,
            self._misnamed,
            self._selected,
            self._silent,
            self._corrected,
        )
        return next((draft for way in ways if (draft := way(task))), None) or self._from_passages(task)

    def refuses(self, task: Task) -> bool:
        """Whether a question is declined for another year or agency, or because the plan is silent."""
        if task.received.route is not Route.ANSWER:
            return False
        reason = refuse(task, self._boundaries)
        return reason in _ELSEWHERE or (reason is None and is_silent(task))

    def _fixed(self, task: Task) -> Draft | None:
        match task.received.route:
            case Route.DISTRESS:
                return comfort(self._contacts, english=task.received.english)
            case Route.SMALLTALK:
                return smalltalk(task.received.smalltalk, self._suggestions)
            case Route.UNSAFE | Route.UNCLEAR as route:
                return self._decline(Reason(route), task)
        return None

    def _from_link(self, task: Task) -> Draft | None:
        if task.link.missing:
            return correct_ordinals(task.link.missing, self._plan)
        query = task.link.to_query()
        return answer_query(query, self._plan) if query else None

    def _of_each(self, task: Task) -> Draft | None:
        """Tell what the plan's structure has for each of several questions in one message, if it has all of them."""
        readings = [part.reading for part in task.parts]
        if not readings or any(reading.claims for reading in (task.reading, *readings)):
            return None
        return answer_each(readings, [self._from_structure(part) for part in task.parts])

    def _refused(self, task: Task) -> Draft | None:
        if is_vague(task) and not self._boundaries.names_a_topic(task.question):
            return self._decline(Reason.UNCLEAR, task)
        if is_remnant(task):
            return self._decline(Reason.UNSAFE, task)
        reason = refuse(task, self._boundaries)
        if reason in _ELSEWHERE and (draft := self._misplaced(task, reason)):
            return draft
        return self._decline(reason, task) if reason else None

    def _misplaced(self, task: Task, reason: Reason) -> Draft | None:
        """Put right a year or agency that the plan gives otherwise, or what else a message surely has wrong of the matter."""
        nodes, fit = task.selection.nodes[:1], task.selection.fit
        if not nodes or fit < _NEARLY_OWN_MATTER:
            return None
        named = fit >= _OWN_MATTER and self._boundaries.names_one(reason, nodes[0])
        false = self._is_false(task.question, nodes, _MISPLACED if named else _SURELY_MISPLACED)
        return correct(task.selection, self._plan) if false else None

    def _put_right(self, task: Task) -> Draft | None:
        """Say where a thing stands that a message puts below another heading, or in another charge."""
        placed, query = task.reading.placed, task.reading.query
        if not placed or not task.selection.nodes or task.selection.fit < _OWN_MATTER:
            return None
        listed = query and not query.is_narrowed and set(query.under) & set(_ids(placed))
        first = task.selection.nodes[0]
        above = (first, *self._plan.ancestors(first))
        if (listed and task.reading.operation) or set(above) & set(placed):
            return None  # what stands there is asked for, or it does stand there
        return answer_query(Query(Operation.WHERE, nodes=(first.passage_id,), is_false=True), self._plan)

    def _from_structure(self, task: Task) -> Draft | None:
        reading = task.reading
        if reading.missing:
            return correct_ordinals(reading.missing, self._plan)
        if reading.query is None or is_part(reading.query, task, self._plan):
            return None
        return answer_query(reading.query, self._plan)

    def _whole(self, task: Task) -> Draft | None:
        """List what lies below an inner node, where a list is asked for and that node fits better than any passage."""
        reading = task.reading
        if task.scores is None or reading.operation is not Operation.LIST or reading.selected:
            return None
        if not lists(task.question):
            return None
        leaf, found = self._finder.passages(task.scores, 1), self._finder.inner(task.scores, 1)
        if task.selection.several or not leaf or not found:
            return None
        node = found[0].node
        whole = cues("structure")["whole"].search(normalise(task.question))
        share = _AROUND if whole and leaf[0].node.parent == node.passage_id else 1.0
        if found[0].score < share * leaf[0].score:
            return None
        return answer_query(Query(Operation.LIST, (node.passage_id,)), self._plan)

    def _misnamed(self, task: Task) -> Draft | None:
        """Put right what a turn says that the thing told is (「它是一家…，對吧」), where nothing told has any word of it."""
        told = task.link.turn.about[:1] if task.link.turn else ()
        if not told or not names_otherwise(task.question, [*told, *self._plan.ancestors(told[0])]):
            return None
        return correct(replace(task.selection, nodes=told), self._plan)

    def _selected(self, task: Task) -> Draft | None:
        """List what the question's words select, where it asks for nodes of a kind."""
        selected = task.reading.selected
        if selected is None or is_part(selected, task, self._plan):
            return None
        return answer_query(selected, self._plan)

    def _silent(self, task: Task) -> Draft | None:
        return self._decline(Reason.NOT_IN_PLAN, task) if is_silent(task) else None

    def _rightly_denied(self, task: Task) -> Draft | None:
        return self._decline(Reason.NOT_IN_PLAN, task) if is_right(task, self._finder) else None

    def _contradicted(self, task: Task) -> Draft | None:
        """Put right what a question that sounds like it takes for granted, or a text brought along as the plan's."""
        form = cues("premise")
        if form["taking_for_granted"].search(form["requesting"].sub(" ", normalise(task.question))):
            return self._correct(task, _FALSE_BESIDE if task.missing and is_silent(task) else EASILY)
        return self._correct(task, _FALSE_IN_FORM) if task.reading.operation else None

    def _corrected(self, task: Task) -> Draft | None:
        """Put right what any other question surely takes for granted; one for a full text takes nothing so."""
        operation, nodes = task.reading.operation, task.selection.nodes
        if operation is Operation.QUOTE:
            return None
        sure = operation is not Operation.WHERE or (
            nodes and self._is_false.misstates(task.question, nodes[0])
        )
        return self._correct(task, _SURELY_FALSE if sure else _FALSE_PLACE)

    def _disowned(self, task: Task) -> Draft | None:
        """Hold the plan's own words against a text that is brought along as the plan's, where it has any on the matter."""
        found = self._disown(task)
        if found is None:
            return None
        if found.node is None:
            return self._decline(Reason.NOT_IN_PLAN, task)
        return correct(replace(task.selection, nodes=(found.node,)), self._plan)

    def _correct(self, task: Task, needed: float) -> Draft | None:
        nodes = task.selection.nodes
        if task.linked and nodes and not self._is_false.misstates(task.question, nodes[0]):
            needed = max(needed, _LINKED_FALSE)
        if not nodes or self._boundaries.glossing(task.question, nodes[:1]):
            return None
        needed = max(needed, _FALSE_ALL_THE_SAME) if _is_innocent(task) else needed
        false = self._is_false(matter(task, nodes[0]), nodes, needed)
        return correct(task.selection, self._plan) if false else None

    def _from_passages(self, task: Task) -> Draft:
        if task.reading.operation is Operation.WHERE:
            query = Query(Operation.WHERE, nodes=_ids(task.selection.nodes))
            if draft := answer_query(query, self._plan):
                return draft
        draft = compose_passages(task.selection, self._plan, missing=task.missing, contacts=self._contacts)
        # With a detail missing the answer is the rest of what is asked, whether or not the passages have all.
        return draft if task.missing else replace(draft, confidence=draft.confidence * task.answerable)

    def _decline(self, reason: Reason, task: Task) -> Draft:
        pointed = reason not in {Reason.UNSAFE, Reason.UNCLEAR}
        return decline(
            reason,
            self._contacts,
            year=self._plan.year_label,
            related=_ids([one.node for one in task.selection.candidates[:_RELATED]]) if pointed else (),
            suggestions=self._suggestions if reason is Reason.UNCLEAR else (),
            english=task.received.english,
            confidence=1 - task.answerable if reason is Reason.NOT_IN_PLAN else 0.9,
        )


def _is_innocent(task: Task) -> bool:
    """Whether a question of such a form is hardly a claim: for the place of the plan's words, or for several things."""
    if task.selection.several:
        return True
    if task.reading.operation is Operation.WHERE:
        node = task.selection.nodes[0]
        return quotes(task.question, node) or repeats(task.question, node)
    several = cues("several")["surely_several"].search(normalise(task.question))
    return bool(several) and len(task.selection.nodes) > 1


def worded_by_model(draft: Draft) -> bool:
    """Whether a language model may word this answer: only answers out of passages, never lists, counts or refusals."""
    return draft.outcome is Outcome.ANSWERED and draft.composer == "extractive"


def _ids(nodes: tuple[Node, ...] | list[Node]) -> tuple[str, ...]:
    return tuple(node.passage_id for node in nodes)
