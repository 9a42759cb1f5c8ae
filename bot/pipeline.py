"""The way from a conversation to a cited answer: understand, retrieve, compose, verify, answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from bot.answer import Answer, Message, Sentence
from bot.answerability import answerability, worded
from bot.boundaries import REST, Aspect, Boundaries, clauses_of, halves_of
from bot.context import Scores, scope, scores_in_context
from bot.cues import cues
from bot.dialogue import Link, Turn
from bot.draft import Draft, Marks, Statement, point, render
from bot.drafting import Drafter, worded_by_model
from bot.errors import LanguageModelError
from bot.explaining import explain as explained
from bot.following import context_question, follow_up, leaves_out
from bot.judging import asks_the_plan, is_remnant, is_vague
from bot.language_model import ModelComposer, Wording
from bot.places import among_before
from bot.query import Operation
from bot.reading import Reader, Reading
from bot.reception import receive, spare
from bot.routing import Route
from bot.search import Finder
from bot.selection import LIKELY, LIKELY_LINKED, Selection, select
from bot.task import Choice, Task
from corpus import Node
from corpus.lexicon import Entry
from index.script import normalise

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

_INNER = 12  # inner nodes among which a question about one of a kind finds its own
_HALF = 0.55  # likelihood from which on one half of a question is answered by itself
_HALF_ALONE = 0.8  # the same where the other half does not seem to ask
_MEMORY = 6  # earlier user turns that are worked out again for a follow-up
_FORGET = 3  # a longer conversation loses so many turns at a time, that the others stay remembered
_REMEMBERED = 512  # beginnings of conversations that are kept worked out
_HEARD = 128  # conversations of which it is kept what was found: who asks on asks soon, and many begin alike


class Pipeline:
    """Answers questions about one plan."""

    def __init__(
        self,
        finder: Finder,
        drafter: Drafter,
        boundaries: Boundaries,
        composer: ModelComposer | None,
        lexicon: Sequence[Entry] = (),
    ) -> None:
        self._plan = finder.plan
        self._finder = finder
        self._drafter = drafter
        self._boundaries = boundaries
        self._composer = composer
        self._reader = Reader(self._plan, lexicon, mask=boundaries.mask)
        self._worked_out = lru_cache(maxsize=_REMEMBERED)(self._work_out)
        self._heard = lru_cache(maxsize=_HEARD)(self._hear)

    def run(self, messages: Sequence[Message], *, explain: bool = False) -> Answer:
        """Answer the last message, a user's, in the light of those before it."""
        task = self._verify(self._compose(self._heard(_turns(messages))))
        return self._answer(task, explain=explain)

    @cached_property
    def chain(self) -> Runnable[Sequence[Message], Answer]:
        """The same as a LangChain Runnable, for joining it with others; callbacks see each step."""
        # Late: LangChain takes a quarter of a second to import, which answering does without.
        from bot.chain import Step

        found = Step(self._understand) | Step(self._retrieve) | Step(self._compose) | Step(self._verify)
        return found | Step(self._answer)

    def stream(self, messages: Sequence[Message], *, explain: bool = False) -> Iterator[Sentence | Answer]:
        """Yield the answer's sentences as they are ready, then the whole answer."""
        task = self._heard(_turns(messages))
        draft = self._drafter.draft(task)
        pieces: Iterable[Sentence | Draft] = (*render(draft.statements, self._plan), draft)
        if self._composer and worded_by_model(draft):
            pieces = self._stream_model(self._composer, task, draft)
        for piece in pieces:
            yield (
                piece
                if isinstance(piece, Sentence)
                else self._answer(replace(task, draft=piece), explain=explain)
            )

    def _understand(self, messages: Sequence[Message]) -> Task:
        """Work out what the last message asks, by itself and after the user turns before it."""
        *earlier, last = _turns(messages)
        return self._read(last, self.history(earlier))

    def history(self, texts: Sequence[str]) -> tuple[Turn, ...]:
        """What a conversation's user turns were about, the latest ones, each worked out after those before it."""
        return self._worked_out(_latest(texts))

    def _work_out(self, texts: tuple[str, ...]) -> tuple[Turn, ...]:
        return (*self._worked_out(texts[:-1]), self._remember(self._heard(texts))) if texts else ()

    def _hear(self, texts: tuple[str, ...]) -> Task:
        """The last of a conversation's user turns with all that is found for it."""
        return self._retrieve(self._read(texts[-1], self._worked_out(texts[:-1])))

    def _read(self, text: str, history: tuple[Turn, ...]) -> Task:
        received = receive(text)
        if received.route is Route.DISTRESS:
            return Task(text, received, history)
        said = received.question or text
        link = self._reader.told.read(said, history) or follow_up(said, history, self._finder)
        if link.settled or (received.route is Route.SMALLTALK and leaves_out(link)):
            # So few words do not tell the classifier what they want.
            received = replace(received, route=Route.ANSWER)
        return Task(text, received, history, link)

    def _remember(self, task: Task) -> Turn:
        """What later turns may refer to: what was told, or what the turn was about where it was declined."""
        told = self._drafter.draft(task).focus
        focus = tuple(self._plan.nodes[passage_id] for passage_id in told)
        about = focus or (() if is_vague(task) else task.selection.nodes[:1])
        query = task.link.query or task.reading.query or task.reading.selected
        beside = len({node.parent for node in focus}) == 1
        chosen = task.link.query is not None and query is not None and query.operation is Operation.QUOTE
        in_order = (query is not None and not chosen) or (task.link.link is Link.MORE and beside)
        alike = len({node.level for node in focus}) == 1 or all(node.is_leaf for node in focus)
        listed = in_order and len(focus) > 1 and (beside or alike)
        around = scope(about, task.scores, self._finder)
        meant, asked = context_question(task.question, task.link), query or task.link.to_query()
        before = among_before(task.link, self._plan)
        return Turn(task.text, meant, focus, about, around, listed, asked, before)

    def _retrieve(self, task: Task) -> Task:
        """Find what the plan's structure or a search has for the question, or for the half of it that it answers."""
        return self._parted(self._half(self._spared(self._find(task))))

    def _spared(self, task: Task) -> Task:
        """With the clauses taken out for steering, where nothing is left without them and they ask for what the plan has."""
        received = task.received
        left = received.route is Route.UNSAFE or is_remnant(task)
        if not received.spared or not left:
            return task
        again = self._find(replace(task, received=spare(received)))
        return again if asks_the_plan(again) else task

    def _find(self, task: Task) -> Task:
        if task.received.route is not Route.ANSWER or task.link.settled:
            return task
        scores = scores_in_context(task.question, task.link, self._finder)
        found = self._finder.found(scores, _INNER)
        reading = Reading() if task.link.part or task.link.told else self._reader.read(task.question, found)
        choose = cache(partial(self._choose, task, scores))
        return replace(task, reading=reading, scores=scores, choose=choose)

    def _choose(self, task: Task, scores: Scores) -> Choice:
        """The passages that fit best, and how far they answer."""
        bar = LIKELY_LINKED if task.linked else LIKELY
        selection = select(task.question, scores, self._finder, likely=bar)
        missing = self._missing(task.question, selection)
        if glossing := self._glossing(task, selection, missing):
            return Choice(glossing)
        return Choice(selection, missing, self._answerable(task, selection, missing))

    def _missing(self, question: str, selection: Selection) -> tuple[Aspect, ...]:
        """The kinds of detail asked for that the passages lack; passages on both sides tell a difference."""
        found = self._boundaries.unanswered(question, selection.nodes)
        if selection.several and cues("several")["difference"].search(normalise(question)):
            return tuple(aspect for aspect in found if aspect.name != "definition")
        return found

    def _glossing(self, task: Task, selection: Selection, missing: Sequence[Aspect]) -> Selection | None:
        """The passage that explains the term asked for, if nothing else is asked."""
        if any(aspect.name != "definition" for aspect in missing):
            return None
        nodes = self._boundaries.glossing(task.question, [one.node for one in selection.candidates])
        return replace(selection, nodes=nodes) if nodes else None

    def _half(self, task: Task) -> Task:
        """The part of a question that the plan answers, where it is silent on the whole of it; else the task as it is."""
        asking, every = halves_of(task.question), clauses_of(task.question)
        if task.linked or task.reading.is_settled or len(every) < 2 or not self._drafter.refuses(task):
            return task
        least = _HALF if len(asking) > 1 else _HALF_ALONE
        halves = [self._find(replace(task, received=receive(clause))) for clause in asking]
        kept = [half for half in halves if half.answerable >= least and not self._drafter.refuses(half)]
        if not kept:
            return task
        best = max(kept, key=lambda half: half.answerable)
        english = replace(best.received, english=task.received.english)
        part = replace(best.choose(), missing=best.missing or (REST,))
        return replace(best, received=english, choose=lambda: part)

    def _parted(self, task: Task) -> Task:
        """The task with the questions of structure in it worked out one by one, where it has several."""
        if task.linked or task.received.route is not Route.ANSWER:
            return task
        texts = self._reader.parts(task.question)
        return replace(task, parts=tuple(self._find(replace(task, received=receive(text))) for text in texts))

    def _answerable(self, task: Task, selection: Selection, missing: Sequence[Aspect]) -> float:
        """How likely the passages answer: a topic is answered by what there is; of an unknown plan only missing details tell."""
        if not (missing or task.linked) and self._boundaries.names_a_topic(task.question):
            return 1.0
        if not self._drafter.knows_plan:
            return 0.0 if missing else 1.0
        asked = worded(task.question, task.received.likelihoods, self._boundaries)
        return answerability(asked, selection, missing)

    def _compose(self, task: Task) -> Task:
        """Put into words what was found, or decline; with a language model where one was chosen."""
        built_in = self._drafter.draft(task)
        if not (self._composer and worded_by_model(built_in)):
            return replace(task, draft=built_in)
        wording = self._composer.word(task.question, _evidence(task))
        statements: list[Statement] = []
        with suppress(LanguageModelError):  # then what came before it stands, or else the built-in draft
            statements.extend(wording)
        return replace(task, draft=self._by_model(statements, wording, built_in))

    def _verify(self, task: Task) -> Task:
        """Drop what a language model wrote and its passages do not bear; with nothing left, the built-in draft stands."""
        draft = task.draft
        if draft is None or self._composer is None or draft.composer != self._composer.name:
            return task
        kept = tuple(filter(self._composer.bears, draft.statements))
        return replace(task, draft=replace(draft, statements=kept) if kept else self._drafter.draft(task))

    def _by_model(self, statements: Sequence[Statement], wording: Wording, built_in: Draft) -> Draft:
        if not statements or self._composer is None:
            return built_in
        focus = dict.fromkeys(
            passage_id for statement in statements for piece in statement for passage_id in piece.cites
        )
        return replace(
            built_in,
            statements=tuple(statements),
            focus=tuple(focus),
            usage=wording.usage,
            composer=self._composer.name,
        )

    def _stream_model(
        self, composer: ModelComposer, task: Task, built_in: Draft
    ) -> Iterator[Sentence | Draft]:
        """Yield each sentence of a language model that its passages bear, as it comes, then the draft they make."""
        marks, kept = Marks(self._plan), list[Statement]()
        wording = composer.word(task.question, _evidence(task))
        with suppress(LanguageModelError):
            for statement in filter(composer.bears, wording):
                kept.append(statement)
                yield marks.sentence(statement)
        draft = self._by_model(kept, wording, built_in)
        yield from () if kept else render(draft.statements, self._plan)
        yield draft

    def _answer(self, task: Task, *, explain: bool = False) -> Answer:
        draft = task.draft or self._drafter.draft(task)
        sentences = render(draft.statements, self._plan)
        return Answer(
            sentences=tuple(sentence.text for sentence in sentences),
            outcome=draft.outcome,
            reason=draft.reason,
            confidence=round(draft.confidence, 4),
            citations=tuple(citation for sentence in sentences for citation in sentence.citations),
            related=tuple(point(self._plan.nodes[passage_id]) for passage_id in draft.related),
            suggestions=draft.suggestions,
            composer=draft.composer,
            usage=draft.usage,
            plan_year=self._plan.year_label,
            index_version=self._finder.version,
            explanation=explained(task) if explain else None,
        )


def _turns(messages: Sequence[Message]) -> tuple[str, ...]:
    """The last user turn, behind those of the earlier ones that it is read after."""
    *earlier, last = [message.content for message in messages if message.role == "user"]
    return (*_latest(earlier), last)


def _latest(earlier: Sequence[str]) -> tuple[str, ...]:
    dropped = -(-max(0, len(earlier) - _MEMORY) // _FORGET) * _FORGET
    return tuple(earlier[dropped:])


def _evidence(task: Task) -> list[Node]:
    """The passages that a language model is given: all candidates, best first."""
    return [one.node for one in task.selection.candidates]
