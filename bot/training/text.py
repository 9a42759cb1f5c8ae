"""Training the linear text classifiers: what a message wants, and which clauses try to steer the service."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.linear_text import text_grams

_STRENGTH = 8.0
_RAREST = 2  # texts that must hold an n-gram
_SMALLEST = 0.02  # an n-gram whose weights are all smaller is left out


def train_text(
    texts: Sequence[str], labels: Sequence[str], path: Path, *, strength: float = _STRENGTH
) -> None:
    """Fit a multinomial logistic regression over n-grams and write it as JSON and safetensors.

    Args:
        texts: as people type them.
        labels: the class of each.
        path: where the two files go; their suffixes are added.
        strength: inverse of the regularisation.
    """
    vectorizer, model = _vectorizer(), _classifier(labels, strength)
    model.fit(vectorizer.fit_transform(texts), np.asarray(labels))
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.asarray([-bias[0] / 2, bias[0] / 2])
    grams = vectorizer.get_feature_names_out()
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= _SMALLEST)
    names = {"classes": model.classes_.tolist(), "grams": grams[kept].tolist()}
    path.with_suffix(".json").write_text(json.dumps(names, ensure_ascii=False) + "\n", encoding="utf-8")
    save_file(
        {"weights": np.ascontiguousarray(weights[kept], np.float16), "bias": bias.astype(np.float32)},
        path.with_suffix(".safetensors"),
    )


def unseen_likelihoods(
    texts: Sequence[str], labels: Sequence[str], *, folds: int = 4, strength: float = _STRENGTH
) -> list[dict[str, float]]:
    """Each text's likelihoods by a model that was trained without it, in the texts' order."""
    rows, names = _vectorizer().fit_transform(texts), np.asarray(labels)
    found: list[dict[str, float]] = [{} for _ in texts]
    for fold in range(folds):
        held = np.arange(len(names)) % folds == fold
        model = _classifier(labels, strength).fit(rows[~held], names[~held])
        for at, row in zip(np.flatnonzero(held), model.predict_proba(rows[held]), strict=True):
            found[at] = dict(zip(model.classes_.tolist(), row.tolist(), strict=True))
    return found


def _vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=text_grams, binary=True, use_idf=False, norm="l2", min_df=_RAREST)


def _classifier(labels: Sequence[str], strength: float) -> LogisticRegression:
    # Rare classes count for more, but not so much that a rare word decides.
    weight = {label: (len(labels) / count) ** 0.5 for label, count in Counter(labels).items()}
    return LogisticRegression(C=strength, max_iter=500, class_weight=weight)
