"""Every measure, defined once; `evals.measures.registry` names them all."""

from evals.measures.judged import Judged
from evals.measures.registry import MEASURES, Measure

__all__ = ["MEASURES", "Judged", "Measure"]
