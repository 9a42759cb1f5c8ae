"""Decides whether a sentence is entailed by the nodes it cites, and says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.verification.alignment import Aligner, Mark
from bot.verification.evidence import Evidence, gather
from bot.verification.features import View, Viewer
from bot.verification.figures import find_figures
from bot.verification.guards import FINAL, fold_claim
from bot.verification.model import MODELS, VERIFICATION, Model
from bot.verification.quotation import is_quotation
from corpus import Plan
from corpus.lexicon import Entry
from index.encoder import Encoder

_KEPT = 1024  # sets of cited nodes whose evidence is kept for the next sentence
_REASONS = 5
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is entailed.

    Attributes:
        supported: whether the score reaches the threshold.
        score: in [0, 1], higher is surer.
        reasons: why it is not supported; empty if it is.
    """

    supported: bool
    score: float
    reasons: tuple[str, ...] = ()


class Verifier:
    """Verifies sentences about one plan."""

    def __init__(
        self, plan: Plan, encoder: Encoder, lexicon: Sequence[Entry], *, model: Path = MODELS / VERIFICATION
    ) -> None:
        """Prepare.

        Args:
            plan: whose nodes are cited.
            encoder: gives the vectors of words and passages.
            lexicon: what people call the plan's words.
            model: the learned weights.

        Raises:
            OSError, ValueError: the model file cannot be read.
        """
        self._plan = plan
        self._viewer = Viewer(plan, encoder, Aligner(lexicon, [plan.publisher]))
        self._model = Model.read(model)
        self._gather = lru_cache(maxsize=_KEPT)(self._evidence)

    @property
    def threshold(self) -> float:
        """The score from which on a sentence is supported."""
        return self._model.threshold

    def verify(self, sentence: str, cites: Sequence[str]) -> Verdict:
        """Judge one sentence by the nodes it cites; an inner node stands for all below it."""
        if reason := self._unjudgeable(sentence, cites):
            return Verdict(supported=False, score=0.0, reasons=(reason,))
        claim, evidence = fold_claim(sentence), self._gather(tuple(cites))
        view = self._viewer.view(claim, evidence)
        score = self._score(claim, evidence, view)
        if score >= self.threshold:
            return Verdict(supported=True, score=score)
        return Verdict(supported=False, score=score, reasons=reasons(view))

    def _score(self, claim: str, evidence: Evidence, view: View) -> float:
        """The model's score; below the threshold after a final finding, above it for the plan's own words."""
        score = self._model.score(view)
        if any(finding.guard in FINAL for finding in view.findings) or not _says_anything(claim, view):
            return round(score * self.threshold * _HALF, 4)
        if is_quotation(claim, evidence, self._plan):
            return round(self.threshold + (1 - self.threshold) * (1 + score) * _HALF, 4)
        return round(score, 4)

    def _unjudgeable(self, sentence: str, cites: Sequence[str]) -> str | None:
        if not any(char.isalnum() for char in sentence):
            return "句子是空的。請給一句要查核的話。"
        if not cites:
            return "沒有引用任何段落。請附上段落編號。"
        if unknown := [passage_id for passage_id in cites if passage_id not in self._plan.nodes]:
            return f"計畫 {self._plan.plan_id} 裡沒有 {'、'.join(unknown)}。請更正編號。"
        return None

    def _evidence(self, cites: tuple[str, ...]) -> Evidence:
        return gather(self._plan, cites)


def _says_anything(claim: str, view: View) -> bool:
    """Whether any word or figure of a claim has to do with its evidence."""
    explained = any(mark >= Mark.LOOSE for row in view.aligned.marks for mark in row)
    return explained or any(True for _ in find_figures(claim))


def reasons(view: View) -> tuple[str, ...]:
    """Why a claim is not supported: the guards' findings, or the words that the evidence does not explain."""
    found = tuple(dict.fromkeys(finding.reason for finding in view.findings))[:_REASONS]
    if found:
        return found
    novel = sorted(
        {part for part in view.aligned.stretches(Mark.CHARACTER) if len(part) > 1}, key=len, reverse=True
    )
    if novel:
        return (f"引用的段落沒有說到「{'」「'.join(novel[:_REASONS])}」",)
    return ("引用的段落沒有這樣說",)
