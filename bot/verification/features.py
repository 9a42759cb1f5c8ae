"""What the learned model sees of a claim: measures by name, and its unexplained words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.verification.alignment import Aligned, Aligner, Mark
from bot.verification.contrast import Contrasts
from bot.verification.evidence import Evidence, walk
from bot.verification.guards import Finding, Guard, Guards, without_known_figures
from corpus import Node, Plan
from index.encoder import Encoder, Matrix
from index.segmentation import Segmenter

_CLAUSE = re.compile(r"[^,;。:!?]+")
_FAR = 0.35  # a word whose nearest word in the evidence has a smaller cosine is far from all of them
_KEPT = 4096  # vectors of words that are kept for the next claim
_GATHERED = 128  # sets of nodes whose words are kept; over a megabyte each where they are the whole plan
_MOST = 3  # findings of one guard that count


@dataclass(frozen=True, slots=True)
class View:
    """A claim beside its evidence.

    Attributes:
        measures: by name.
        strange: words and pairs of characters that the evidence does not explain, for the learned weights.
        aligned: how each character is explained.
        findings: the guards'.
    """

    measures: dict[str, float]
    strange: frozenset[str]
    aligned: Aligned
    findings: tuple[Finding, ...]


class Viewer:
    """Compares claims with evidence in all ways that the model uses."""

    def __init__(self, plan: Plan, encoder: Encoder, aligner: Aligner) -> None:
        """Prepare the guards, the other passages and the words of every node."""
        self._aligner = aligner
        self._guards = Guards(plan, aligner)
        self._contrasts = Contrasts(plan, encoder)
        self._encoder = encoder
        self._segmenter = Segmenter()
        self._plan = plan
        self._node_words = {
            node.passage_id: frozenset(self._words(node.text)) for node in plan.nodes.values()
        }
        self._vector = lru_cache(maxsize=_KEPT)(self._encoded)
        self._evidence_words = lru_cache(maxsize=_GATHERED)(self._words_of)

    def view(self, claim: str, evidence: Evidence) -> View:
        """Compare a claim, folded, with its evidence."""
        findings = self._guards.find(claim, evidence)
        claim = without_known_figures(claim, findings)
        clauses = [self._aligner.align(clause, evidence) for clause in _CLAUSE.findall(claim)]
        aligned = Aligned.joined(clauses)
        novel = list(self._novel_words(aligned))
        measures = {
            **_alignment_measures(aligned),
            **_clause_measures(clauses),
            **_order_measures(aligned, evidence),
            **_guard_measures(findings),
            **self._contrast_measures(claim, evidence),
            **self._nearness([word for word in novel if len(word) > 1], evidence),
            "cited": float(len(evidence.nodes)),
            "evidence": float(np.log1p(len(evidence.body))),
        }
        return View(measures, _strange(aligned, novel, findings), aligned, findings)

    def _novel_words(self, aligned: Aligned) -> Iterator[str]:
        """The words of which half the characters or more are not explained."""
        for run, marks in zip(aligned.runs, aligned.marks, strict=True):
            at = 0
            for part in self._segmenter.cut(run):
                for word in part:
                    at = run.find(word, at) if run.find(word, at) >= 0 else at
                    row = marks[at : at + len(word)]
                    at += len(word)
                    if row and sum(mark <= Mark.CHARACTER for mark in row) * 2 >= len(row):
                        yield word

    def _contrast_measures(self, claim: str, evidence: Evidence) -> dict[str, float]:
        found = self._contrasts.compare(claim, [node.passage_id for node in evidence.nodes])
        return {
            "lexical": found.lexical,
            "rival_lead": found.rival - found.lexical,
            "rival_gain": found.gain,
            "cosine": found.cosine,
            "rival_cosine_lead": found.rival_cosine - found.cosine,
            "elsewhere": found.elsewhere,
            "nowhere": found.nowhere,
        }

    def _nearness(self, novel: Sequence[str], evidence: Evidence) -> dict[str, float]:
        """How near the unexplained words come to words of the evidence in the vector space."""
        if not novel:
            return {"nearest_worst": 1.0, "nearest_mean": 1.0, "far_words": 0.0}
        nearest = (self._word_vectors(novel) @ self._evidence_words(evidence.nodes).T).max(axis=1)
        return {
            "nearest_worst": float(nearest.min()),
            "nearest_mean": float(nearest.mean()),
            "far_words": float((nearest < _FAR).sum()),
        }

    def _words_of(self, nodes: tuple[Node, ...]) -> Matrix:
        """Vectors of the words of the nodes, of those below and of those above them."""
        family = {
            one.passage_id for node in nodes for one in (*self._plan.ancestors(node), *walk(self._plan, node))
        }
        held = frozenset[str]().union(*(self._node_words[passage_id] for passage_id in family))
        return self._word_vectors(sorted(held) or [""])

    def _word_vectors(self, words: Sequence[str]) -> Matrix:
        return np.stack([self._vector(word) for word in words])

    def _encoded(self, word: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode_query([word])[0]
        return vector

    def _words(self, text: str) -> Iterator[str]:
        return (word for part in self._segmenter.cut(text) for word in part if len(word) > 1)


def _alignment_measures(aligned: Aligned) -> dict[str, float]:
    marks = [mark for row in aligned.marks for mark in row]
    stretches = list(aligned.stretches(Mark.CHARACTER))
    return {
        "same": aligned.share(Mark.SAME),
        "synonym": aligned.share(Mark.SYNONYM),
        "loose": aligned.share(Mark.LOOSE),
        "character": aligned.share(Mark.CHARACTER),
        "frame": sum(mark is Mark.FRAME for mark in marks) / max(len(marks), 1),
        "novel": float(sum(map(len, stretches))),
        "strange": float(sum(mark is Mark.NOVEL for mark in marks)),
        "stretches": float(len(stretches)),
        "longest_stretch": float(max(map(len, stretches), default=0)),
        "loosely": float(sum(mark is Mark.LOOSE for mark in marks)),
        "length": float(len(marks)),
    }


def _clause_measures(clauses: Sequence[Aligned]) -> dict[str, float]:
    """How the worst explained clause fares."""
    novel = (sum(map(len, clause.stretches(Mark.CHARACTER))) for clause in clauses)
    worst = min((clause.share(Mark.LOOSE) for clause in clauses), default=1.0)
    return {"worst_clause": worst, "worst_clause_novel": float(max(novel, default=0))}


def _order_measures(aligned: Aligned, evidence: Evidence) -> dict[str, float]:
    """Into how many pieces of the evidence the claim falls, how long they are, and how they are joined."""
    found = [(run, piece) for run in aligned.runs for piece in _pieces(run, evidence.solid)]
    pieces = [run[start:end] for run, (start, end) in found]
    places = [evidence.solid.find(piece) for piece in pieces]
    body = evidence.body.replace("|", "")
    joints = [one[1][1] == two[1][0] and one[0] is two[0] for one, two in itertools.pairwise(found)]
    length = max(sum(map(len, aligned.runs)), 1)
    return {
        "longest_piece": max(map(len, pieces), default=0) / length,
        "piece": float(np.mean([len(piece) for piece in pieces])) if pieces else 0.0,
        "pieces": float(len(pieces)),
        "joints": float(sum(joints)),
        "turns": float(sum(two < one for one, two in itertools.pairwise(places))),
        "heading_only": sum(len(piece) for piece in pieces if piece not in body) / length,
    }


def _pieces(run: str, text: str) -> Iterator[tuple[int, int]]:
    """The longest stretches of a run that stand in a text, from the left, without overlap."""
    at = 0
    while at < len(run) - 1:
        end = at + 2
        if run[at:end] not in text:
            at += 1
            continue
        while end < len(run) and run[at : end + 1] in text:
            end += 1
        yield at, end
        at = end


def _guard_measures(findings: Sequence[Finding]) -> dict[str, float]:
    found = [finding.guard for finding in findings]
    return {f"guard_{guard.value}": float(min(found.count(guard), _MOST)) for guard in Guard}


def _strange(aligned: Aligned, novel: Sequence[str], findings: Sequence[Finding]) -> frozenset[str]:
    stretches = [part for part in aligned.stretches(Mark.CHARACTER) if not part.isascii()]
    pairs = {
        stretch[at : at + size]
        for stretch in stretches
        for size in (1, 2)
        for at in range(len(stretch) - size + 1)
    }
    cued = {f"{finding.guard.value}:{finding.words}" for finding in findings}
    return frozenset({*novel, *pairs, *cued})
