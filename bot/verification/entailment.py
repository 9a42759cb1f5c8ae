"""A second judge beside the learned one: a model of natural language inference that reads evidence and claim together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.verification.contrast import terms
from bot.verification.evidence import walk
from corpus import Node, Plan
from index.cross_encoder import CrossEncoderModel
from index.documents import plan_documents
from index.errors import CrossEncoderError

SETTING = "PLANBOT_ENTAILMENT"
LABEL = "entailment"
WEIGHT = 0.5
"""What the model's log odds count in the mean with the learned ones. Chosen, not measured."""
BOUND = 4.0  # log odds beyond which the model is not surer, so that it never outvotes all else
READ = 8  # texts that the model is given for a claim, however many are cited
_LEAST = 1e-6  # nearest that a probability comes to 0 or 1 on its way to log odds


class Entailment(Protocol):
    """Judges whether texts entail a sentence. Must bear being called from several threads at once."""

    def log_odds(self, sentence: str, texts: Sequence[str]) -> float:
        """Return the log odds that the sentence follows from one of the texts, of which there is at least one."""


class CrossEncoderEntailment:
    """Any `CrossEncoder` with one output, or with several of which one is called `entailment`."""

    def __init__(self, name: str) -> None:
        """Load by name or folder; raises `CrossEncoderError` if that fails or no output means entailment."""
        self._model = CrossEncoderModel(name, setting=SETTING)
        self._column = _column(name, self._model)

    def log_odds(self, sentence: str, texts: Sequence[str]) -> float:
        """Return the best text's log odds: the only output, or entailment against all others together."""
        logits = self._model.logits([(text, sentence) for text in texts]).astype(np.float64)
        return float(_log_odds(logits, self._column).max())


class SecondOpinion:
    """Asks an entailment model about claims on one plan, and adds what it says to the learned score."""

    def __init__(self, plan: Plan, entailment: Entailment) -> None:
        """Prepare the texts of all nodes, each under its headings."""
        self._plan = plan
        self._entailment = entailment
        self._texts = {one.document_id: one.searched for one in plan_documents(plan)}
        self._terms = {passage_id: frozenset(terms(text)) for passage_id, text in self._texts.items()}

    def mix(self, score: float, sentence: str, nodes: Sequence[Node], *, threshold: float) -> float:
        """Return the score in [0, 1] that both judges give a claim together.

        The mean of log odds, the model's moved so that its even odds stand at the threshold: one that can
        not tell changes no verdict.

        Args:
            score: the learned one.
            sentence: the claim, without marks.
            nodes: what it cites; all below them count.
            threshold: the score from which on a claim is supported.
        """
        said = self._entailment.log_odds(sentence, list(self._read(sentence, nodes)))
        moved = min(max(said, -BOUND), BOUND) + _logit(threshold)
        return 1 / (1 + math.exp(-((1 - WEIGHT) * _logit(score) + WEIGHT * moved)))

    def _read(self, sentence: str, nodes: Sequence[Node]) -> Iterator[str]:
        """The cited texts that share the most terms with the sentence, and where there are several all in one."""
        said = frozenset(terms(sentence))
        cited = dict.fromkeys(below.passage_id for node in nodes for below in walk(self._plan, node))
        best = set(sorted(cited, key=lambda one: -len(said & self._terms[one]))[:READ])
        texts = [self._texts[one] for one in cited if one in best]
        yield from texts
        if len(texts) > 1:
            yield "\n".join(texts)


def _column(name: str, model: CrossEncoderModel) -> int | None:
    """Which output means entailment; None if there is only one."""
    if model.outputs == 1:
        return None
    labels = [label.casefold() for label in model.labels]
    if LABEL in labels:
        return labels.index(LABEL)
    outputs = (
        f"{SETTING} 的模型「{name}」有 {model.outputs} 個輸出（{'、'.join(model.labels)}），其中沒有 {LABEL}"
    )
    msg = f"{outputs}。請換成自然語言推論（NLI）模型或只給一個分數的 CrossEncoder，或在模型的 config.json 的 id2label 標明 {LABEL}。"
    raise CrossEncoderError(msg)


def _log_odds(logits: NDArray[np.float64], column: int | None) -> NDArray[np.float64]:
    """By text, from logits `(n_texts, outputs)`."""
    if column is None:
        return logits[:, 0]
    others: NDArray[np.float64] = np.logaddexp.reduce(np.delete(logits, column, axis=1), axis=1)
    return logits[:, column] - others


def _logit(probability: float) -> float:
    inside = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))
