"""Decides whether a sentence is entailed by the nodes it cites, and says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.verification.alignment import Aligner, Mark
from bot.verification.entailment import Entailment, SecondOpinion
from bot.verification.evidence import Evidence, gather
from bot.verification.features import View, Viewer
from bot.verification.figures import find_figures
from bot.verification.guards import FINAL, fold_claim, without_marks
from bot.verification.model import MODELS, VERIFICATION, Model
from bot.verification.quotation import is_quotation
from corpus import Plan
from corpus.lexicon import Entry
from index.encoder import Encoder

_KEPT = 128  # sets of cited nodes whose evidence is kept; a third of a megabyte where it is the whole plan
_REASONS = 5
_LONGEST_ID = 80  # characters of an unknown id that are told back
_HALF = 0.5
_DOUBTED = "蘊涵模型認為引用的段落沒有這樣說"  # where the second judge alone tipped the scales


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
        self,
        plan: Plan,
        encoder: Encoder,
        lexicon: Sequence[Entry],
        *,
        model: Path = MODELS / VERIFICATION,
        entailment: Entailment | None = None,
    ) -> None:
        """Prepare.

        Args:
            plan: whose nodes are cited.
            encoder: gives the vectors of words and passages.
            lexicon: what people call the plan's words.
            model: the learned weights.
            entailment: a second judge.

        Raises:
            OSError, ValueError: the model file cannot be read.
        """
        self._plan = plan
        self._viewer = Viewer(plan, encoder, Aligner(lexicon, [plan.publisher]))
        self._model = Model.read(model)
        self._second = SecondOpinion(plan, entailment) if entailment else None
        self._gather = lru_cache(maxsize=_KEPT)(self._evidence)

    @property
    def threshold(self) -> float:
        """The score from which on a sentence is supported."""
        return self._model.threshold

    def verify(self, sentence: str, cites: Sequence[str]) -> Verdict:
        """Judge one sentence by the nodes it cites; an inner node stands for all below it."""
        if reason := self._unjudgeable(sentence, cites):
            return Verdict(supported=False, score=0.0, reasons=(reason,))
        evidence = self._gather(tuple(dict.fromkeys(cites)))
        view = self._viewer.view(fold_claim(sentence), evidence)
        score = self._score(sentence, evidence, view)
        if score >= self.threshold:
            return Verdict(supported=True, score=score)
        return Verdict(supported=False, score=score, reasons=self._reasons(sentence, view))

    def _score(self, sentence: str, evidence: Evidence, view: View) -> float:
        """The judges' score; below the threshold after a final finding, above it for the plan's own words."""
        claim, score = fold_claim(sentence), self._model.score(view)
        if any(finding.guard in FINAL for finding in view.findings) or not _says_anything(claim, view):
            return round(score * self.threshold * _HALF, 4)
        if is_quotation(claim, evidence, self._plan):
            return round(self.threshold + (1 - self.threshold) * (1 + score) * _HALF, 4)
        return round(self._weighed(score, sentence, evidence, view), 4)

    def _weighed(self, score: float, sentence: str, evidence: Evidence, view: View) -> float:
        """The learned score, with the second judge's where there is one; against a guard that one may only doubt."""
        if self._second is None:
            return score
        mixed = self._second.mix(score, without_marks(sentence), evidence.nodes, threshold=self.threshold)
        return min(score, mixed) if view.findings else mixed

    def _reasons(self, sentence: str, view: View) -> tuple[str, ...]:
        passed = self._model.score(view) >= self.threshold and _says_anything(fold_claim(sentence), view)
        return (_DOUBTED,) if self._second and passed and not view.findings else reasons(view)

    def _unjudgeable(self, sentence: str, cites: Sequence[str]) -> str | None:
        if not any(char.isalnum() for char in sentence):
            return "句子是空的。請給一句要查核的話。"
        if not cites:
            return "沒有引用任何段落。請附上段落編號。"
        if unknown := [one for one in dict.fromkeys(cites) if one not in self._plan.nodes]:
            told = "、".join(passage_id[:_LONGEST_ID] for passage_id in unknown[:_REASONS])
            more = f" 等 {len(unknown):,} 個編號" if len(unknown) > _REASONS else ""
            return f"計畫 {self._plan.plan_id} 裡沒有 {told}{more}。請更正編號。"
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
