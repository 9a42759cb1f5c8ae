"""Whether what is said of a plan stands in the passages it cites."""

from bot.verification.entailment import CrossEncoderEntailment
from bot.verification.premises import Premises
from bot.verification.verifier import Verdict, Verifier

__all__ = ["CrossEncoderEntailment", "Premises", "Verdict", "Verifier"]
