"""What a measure sees: a question, the reply to it, and what its citations can be checked against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.answer import Outcome
from evals.cases import CITED_OUTCOMES, Case
from evals.passages import Passages
from evals.reply import Cited, Reply
from evals.text import Sentence, bare, sentences, without_marks


@dataclass(frozen=True)
class Judged:
    """One question with its reply.

    Attributes:
        verified: per sentence of `claims`, what the verifier says; None if no verifier was present.
    """

    case: Case
    reply: Reply
    passages: Passages
    verified: tuple[bool, ...] | None = None

    @cached_property
    def bare_answer(self) -> str:
        """The answer as phrases are looked for in it: no marks, NFKC, no blanks."""
        return bare(without_marks(self.reply.answer))

    @cached_property
    def claims(self) -> tuple[Sentence, ...]:
        """The sentences to support: all of an answer or correction but lead-ins (…：) and questions."""
        if self.reply.outcome not in CITED_OUTCOMES:
            return ()
        return tuple(s for s in sentences(self.reply.answer) if s.marks or s.text[-1] not in "：:？?")

    @property
    def declined(self) -> bool:
        """Whether the reply declines."""
        return self.reply.outcome is Outcome.DECLINED

    def cited_by(self, sentence: Sentence) -> tuple[Cited, ...]:
        """The citations whose marks the sentence bears."""
        return tuple(citation for citation in self.reply.citations if citation.n in sentence.marks)

    def evidence(self, citation: Cited) -> str:
        """The text behind a citation; its own quote if the passage is not at hand."""
        return self.passages.evidence(citation.passage_id) or citation.quote
