"""The way from a conversation to a cited answer: understand, retrieve, compose, verify, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableLambda
from numpy.typing import NDArray

from bot.answer import Answer, Contacts, Message, Reason, Sentence
from bot.boundaries import Aspect, answerable_clauses, outside_scope, unanswered
from bot.dialogue import FollowUp, Link, Turn, follow_up
from bot.draft import Draft, render
from bot.context import scores_in_context
from bot.composing import compose_passages
from bot.fixed import comfort, decline, smalltalk
from bot.query import Operation, Query
from bot.reading import Reader, Reading
from bot.reception import Received, receive
from bot.routing import REASONS, Route
from bot.search import Finder
from bot.selection import Selection, select
from bot.structure import answer_query, correct_ordinals
from corpus import Node
from index import PlanIndex

_SURE = 0.5  # likelihood from which the classifier declines
_VERY_SURE = 0.75  # the same where a passage fits well
_FITS = 0.4  # a passage's score from which on it fits well
_MEMORY = 6  # earlier user turns that are worked out again for a follow-up


@dataclass(frozen=True, slots=True)
class Task:
    """A conversation on its way through the pipeline; each step fills in what it finds."""

    text: str
    history: tuple[Turn, ...] = ()
    question: str = ""
    received: Received | None = None
    link: FollowUp = FollowUp()
    reading: Reading = Reading()
    scores: NDArray[np.float32] | None = None
    selection: Selection | None = None
    draft: Draft | None = None


class Pipeline:
    """Answers questions about one plan."""

    def __init__(
        self, plan_index: PlanIndex, *, contacts: Contacts, suggestions: tuple[str, ...] = (), chat_model: BaseChatModel | None = None
    ) -> None:
        self.plan_index = plan_index
        self._plan = plan_index.plan
        self._finder = Finder(plan_index)
        self._reader = Reader(self._plan)
        self._contacts = contacts
        self._suggestions = suggestions
        self._chat_model = chat_model
        self._steps: Runnable[Sequence[Message], Task] = (
            RunnableLambda(self._understand) | RunnableLambda(self._retrieve) | RunnableLambda(self._compose)
        )

    def run(self, messages: Sequence[Message], *, explain: bool = False) -> Answer:
        """Answer the last message, a user's, in the light of those before it."""
        return self._answer(self._steps.invoke(messages), explain=explain)

    def stream(self, messages: Sequence[Message], *, explain: bool = False) -> Iterator[Sentence | Answer]:
        """Yield the answer's sentences as they are ready, then the whole answer."""
        task = self._steps.invoke(messages)
        if task.draft:
            yield from render(task.draft.statements, self._plan)[0]
        yield self._answer(task, explain=explain)

    # -- understand

    def _understand(self, messages: Sequence[Message]) -> Task:
        """Work out what the last message asks, by itself and after the turns before it."""
        *earlier, last = [message.content for message in messages if message.role == "user"]
        history: tuple[Turn, ...] = ()
        for text in earlier[-_MEMORY:]:
            history = (*history, self._remember(self._compose(self._retrieve(self._read(text, history)))))
        return self._read(last, history)

    def _remember(self, task: Task) -> Turn:
        focus = task.draft.focus if task.draft else ()
        return Turn(task.text, task.question or task.text, tuple(self._plan.nodes[passage_id] for passage_id in focus))

    def _read(self, text: str, history: tuple[Turn, ...]) -> Task:
        got = receive(text)
        task = Task(text, history, got.question, received=got)
        match got.route:
            case Route.DISTRESS:
                return replace(task, draft=comfort(self._contacts, english=got.english))
            case Route.SMALLTALK:
                return replace(task, draft=smalltalk(got.smalltalk, self._suggestions))
            case Route.UNSAFE | Route.UNCLEAR:
                return replace(task, draft=self._decline(Reason(got.route), task))
        return replace(task, link=follow_up(got.question, history, self._plan))

    # -- retrieve

    def _retrieve(self, task: Task) -> Task:
        """Find what the plan's structure or a search has for the question."""
        if task.draft or task.link.nodes:
            return task
        scores = scores_in_context(task.question, task.link, self._finder)
        inner = self._finder.inner(scores, 1)
        reading = self._reader.read(task.question, inner[0].node if inner else None)
        selection = select(task.question, scores, self._finder)
        return replace(task, scores=scores, reading=reading, selection=selection)

    # -- compose

    def _compose(self, task: Task) -> Task:
        """Put into words what was found, or decline."""
        if task.draft:
            return task
        draft = (
            self._from_link(task) or self._outside(task) or self._from_structure(task) or self._from_passages(task)
        )
        return replace(task, draft=draft)

    def _outside(self, task: Task) -> Draft | None:
        """Decline what the plan cannot answer whatever it says: other years and agencies, single cases, opinions."""
        if task.reading.query and task.reading.query.nodes:
            return None
        reason = outside_scope(task.question, self._plan)
        if reason is None and task.received and task.reading.query is None and task.link.link is Link.NONE:
            found = task.received.likelihoods
            likely = max(REASONS, key=found.__getitem__)
            reason = REASONS[likely] if found[likely] >= self._needed(likely, task) else None
        return self._decline(reason, task) if reason else None

    def _needed(self, route: Route, task: Task) -> float:
        """How sure the classifier must be to decline: more, the better a passage fits."""
        fit = task.selection.candidates[0].score if task.selection and task.selection.candidates else 0.0
        if route is Route.UNCLEAR:
            return _SURE if fit < _FITS else 1.0
        return _SURE if fit < _FITS else _VERY_SURE

    def _from_link(self, task: Task) -> Draft | None:
        if not task.link.nodes:
            return None
        operation = {Link.WHERE: Operation.WHERE, Link.MORE: Operation.LIST}.get(task.link.link, Operation.QUOTE)
        return answer_query(Query(operation, nodes=tuple(node.passage_id for node in task.link.nodes)), self._plan)

    def _from_structure(self, task: Task) -> Draft | None:
        reading = task.reading
        if reading.missing:
            return correct_ordinals(reading.missing)
        if reading.query:
            return answer_query(reading.query, self._plan)
        if task.scores is None or reading.operation not in {Operation.LIST, Operation.QUOTE}:
            return None
        inner, leaf = self._finder.inner(task.scores, 1), self._finder.passages(task.scores, 1)
        if not inner or not leaf or not inner[0].node.children:
            return None
        better = reading.operation is Operation.LIST and inner[0].score >= leaf[0].score
        if reading.of_whole or better:
            return answer_query(Query(Operation.LIST, (inner[0].node.passage_id,)), self._plan)
        return None

    def _from_passages(self, task: Task) -> Draft:
        selection = task.selection
        if selection is None or not selection.nodes:
            return self._decline(Reason.NOT_IN_PLAN, task)
        if task.reading.operation is Operation.WHERE:
            query = Query(Operation.WHERE, nodes=tuple(node.passage_id for node in selection.nodes))
            return answer_query(query, self._plan) or self._decline(Reason.NOT_IN_PLAN, task)
        missing = unanswered(task.question, selection.nodes, self._plan)
        if self._silent(task, missing):
            return self._decline(Reason.NOT_IN_PLAN, task)
        return compose_passages(selection, self._plan, missing=missing, contacts=self._contacts)

    def _silent(self, task: Task, missing: Sequence[Aspect]) -> bool:
        """Whether the plan says nothing of what is asked, although it has passages on the subject."""
        if missing and not answerable_clauses(task.question, missing):
            return True
        if task.received is None or task.link.link is not Link.NONE or missing:
            return False
        return task.received.likelihoods[Route.NOT_IN_PLAN] >= _SURE

    def _decline(self, reason: Reason, task: Task) -> Draft:
        related: tuple[Node, ...] = ()
        if task.selection and reason not in {Reason.UNSAFE, Reason.UNCLEAR}:
            related = tuple(candidate.node for candidate in task.selection.candidates[:3])
        return decline(
            reason,
            self._contacts,
            year=self._plan.year_label,
            related=tuple(node.passage_id for node in related),
            suggestions=self._suggestions if reason is Reason.UNCLEAR else (),
            english=bool(task.received and task.received.english),
        )

    # -- answer

    def _answer(self, task: Task, *, explain: bool) -> Answer:
        draft = task.draft or self._decline(Reason.NOT_IN_PLAN, task)
        sentences, citations = render(draft.statements, self._plan)
        from bot.draft import point

        return Answer(
            sentences=tuple(sentence.text for sentence in sentences),
            outcome=draft.outcome,
            reason=draft.reason,
            confidence=round(draft.confidence, 4),
            citations=citations,
            related=tuple(point(self._plan.nodes[passage_id]) for passage_id in draft.related),
            suggestions=draft.suggestions,
            composer=draft.composer,
            usage=draft.usage,
            plan_year=self._plan.year_label,
            index_version=self.plan_index.version,
            explanation={} if explain else None,
        )
