"""Our own verifier as a judge of sentence support, asked in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from bot.verification import Verifier
from bot.verification.model import MODELS, VERIFICATION


class OwnVerifier:
    """Asks a verifier sentence by sentence, 1 to 3 ms each; an `evals.measures.support.Verifier`."""

    def __init__(
        self, verifier: Verifier, *, model: Path = MODELS / VERIFICATION, entailment: str | None = None
    ) -> None:
        """Keep the verifier, the path of the model file that it has read, and its entailment model's name."""
        self._verifier, self._model, self._entailment = verifier, model, entailment

    @cached_property
    def version(self) -> str:
        """「planbot:」, the first 12 hexadecimal digits of the model file's SHA-256, and 「+」 the entailment model's name."""
        digest = hashlib.sha256(self._model.read_bytes()).hexdigest()[:12]
        return f"planbot:{digest}" + (f"+{self._entailment}" if self._entailment else "")

    def supported(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> Sequence[bool]:
        """One verdict for each (sentence, cited passage ids), in order."""
        return [self._verifier.verify(sentence, cites).supported for sentence, cites in pairs]
