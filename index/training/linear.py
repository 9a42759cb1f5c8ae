"""Writing a logistic regression over named features as JSON, the form in which all of ours are shipped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def write_linear(
    path: Path, names: Sequence[str], model: LogisticRegression, scaler: StandardScaler | None = None
) -> None:
    """Write weights by name and bias; with a scaler also the mean and scale that features are standardised by."""
    values = {"mean": scaler.mean_, "scale": scaler.scale_} if scaler else {}
    held: dict[str, object] = {
        part: {name: round(float(value), 6) for name, value in zip(names, row, strict=True)}
        for part, row in {**values, "weights": model.coef_[0]}.items()
    }
    held["bias"] = round(float(model.intercept_[0]), 6)
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
