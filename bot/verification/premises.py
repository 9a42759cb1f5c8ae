"""Whether a question takes for granted what a passage does not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.cues import cues
from bot.verification.alignment import Aligner
from bot.verification.evidence import gather
from bot.verification.features import View, Viewer
from bot.verification.guards import Guard, fold_claim
from bot.verification.model import MODELS, PREMISE, Model
from corpus import Node, Plan
from corpus.lexicon import Entry
from index.encoder import Encoder

_KEPT = 1024
# What a false premise breaks; the others are words that questions have of themselves.
_TELLING = frozenset(Guard) - {
    Guard.SOFT_COUNT,
    Guard.LAW,
    Guard.ADDITION,
    Guard.GROUP,
    Guard.CAUSE,
    Guard.UP,
}
# What no true premise breaks: its finding makes a premise more likely false than not.
_DECISIVE = frozenset({Guard.FIGURE, Guard.ORDINAL, Guard.TITLE, Guard.NAME, Guard.DOWN, Guard.FREQUENCY})
_EVEN = 0.5


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

    @property
    def threshold(self) -> float:
        """The probability from which on a premise counts as false."""
        return 1 - self._model.threshold

    def presupposes_falsely(self, question: str, node: Node) -> float:
        """Probability in [0, 1] that the question takes for granted what the node does not say."""
        view = self._view(question, node.passage_id)
        probability = 1 - self._model.score(view)
        return round(_EVEN + _EVEN * probability if is_decided(view) else probability, 4)

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

    def view(self, question: str, passage_id: str) -> View:
        """The question without its asking words, beside the node."""
        return self._viewer.view(stated(question), gather(self._plan, [passage_id]))


def is_decided(view: View) -> bool:
    """Whether a finding alone makes a premise more likely false than not."""
    return any(finding.guard in _DECISIVE for finding in view.findings)


def stated(question: str) -> str:
    """A question, folded, with the words that only ask blanked out."""
    text = fold_claim(question)
    return cues("claims")["asking"].sub(lambda match: " " * len(match[0]), text)
