"""Whether a question takes for granted what a passage does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.cues import cues
from bot.verification.alignment import Aligner
from bot.verification.evidence import Evidence, gather
from bot.verification.features import View, Viewer
from bot.verification.figures import fold_rates
from bot.verification.guards import Guard, fold_claim
from bot.verification.model import MODELS, PREMISE, Model
from corpus import Node, Plan
from corpus.lexicon import Entry
from corpus.text import compact
from index.encoder import Encoder

_KEPT = 1024  # questions beside a node that are kept compared
_GATHERED = 256  # nodes whose evidence is kept
# What a false premise breaks; the others are words that questions have of themselves.
_TELLING = frozenset(Guard) - {
    Guard.SOFT_COUNT,
    Guard.LAW,
    Guard.ADDITION,
    Guard.GROUP,
    Guard.CAUSE,
    Guard.UP,
}
_HARD = frozenset({Guard.FIGURE, Guard.FREQUENCY})
_CLAUSE = re.compile(r"[^,;。:!?]+[,;。:!?]*")
_RATE = re.compile(r"每[年月週周季日天]")
_SHARED = 2  # characters in a row that a clause on the matter has in common with the node


class Premises:
    """Judges what questions about one plan take for granted."""

    def __init__(
        self, plan: Plan, encoder: Encoder, lexicon: Sequence[Entry], *, model: Path = MODELS / PREMISE
    ) -> None:
        """Prepare, as for `Verifier`.

        Raises:
            OSError, ValueError: the model file cannot be read.
        """
        self._viewer = PremiseViewer(plan, encoder, lexicon)
        self._model = Model.read(model)
        self._view = lru_cache(maxsize=_KEPT)(self._viewer.view)

    def presupposes_falsely(self, question: str, node: Node) -> float:
        """Probability in [0, 1] that the question takes for granted what the node does not say."""
        return round(1 - self._model.score(self._view(question, node.passage_id)), 4)

    def misstates(self, question: str, node: Node) -> bool:
        """Whether the question gives a figure or a rate that the node does not."""
        view = self._view(question, node.passage_id)
        return any(finding.guard in _HARD for finding in view.findings)

    def confirms(self, question: str, node: Node) -> bool:
        """Whether the question gives a rate, and none that the node does not give."""
        claim, told = self._viewer.claim(question, node.passage_id)
        rates = set(_RATE.findall(claim))
        return bool(rates) and all(rate in told for rate in rates) and not self.misstates(question, node)

    def contradictions(self, question: str, node: Node) -> tuple[str, ...]:
        """Which guards the question breaks against the node, each in a sentence."""
        view = self._view(question, node.passage_id)
        return tuple(dict.fromkeys(finding.reason for finding in view.findings if finding.guard in _TELLING))


class PremiseViewer:
    """Compares questions with a node as if they stated what they ask."""

    def __init__(self, plan: Plan, encoder: Encoder, lexicon: Sequence[Entry]) -> None:
        """Prepare, as for `Verifier`."""
        self._plan = plan
        self._viewer = Viewer(plan, encoder, Aligner(lexicon, [plan.publisher]))
        self._evidence = lru_cache(maxsize=_GATHERED)(self._gathered)

    def view(self, question: str, passage_id: str) -> View:
        """What the question says on the matter, without its asking words, beside the node."""
        return self._viewer.view(self.claim(question, passage_id)[0], self._evidence(passage_id))

    def claim(self, question: str, passage_id: str) -> tuple[str, str]:
        """What the question says on the matter, its rates put as the node puts them; and what the node tells."""
        evidence = self._evidence(passage_id)
        return fold_rates(on_the_matter(stated(question), evidence), evidence.solid), evidence.solid

    def _gathered(self, passage_id: str) -> Evidence:
        return gather(self._plan, [passage_id])


def on_the_matter(text: str, evidence: Evidence) -> str:
    """The clauses that share words with the evidence; all of them if none does.

    People tell their story before they ask; what it says is no claim about the plan.
    """
    kept = [clause for clause in _CLAUSE.findall(text) if _shares(compact(clause), evidence.solid)]
    return "".join(kept) or text


def _shares(clause: str, text: str) -> bool:
    return any(clause[at : at + _SHARED] in text for at in range(len(clause) - _SHARED + 1))


def stated(question: str) -> str:
    """A question, folded, with the words that only ask blanked out."""
    text = fold_claim(question)
    return cues("claims")["asking"].sub(lambda match: " " * len(match[0]), text)
