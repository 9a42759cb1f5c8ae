"""Sentences judged by what they cite, as the contract shows it, for HTTP, the command line and evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from api.errors import InvalidRequestError
from api.messages import check_text
from api.plans import plan_source
from api.settings import Settings

if TYPE_CHECKING:
    from bot.verification import Verdict, Verifier
    from index import PlanIndex


class ClaimLike(Protocol):
    """A sentence with the nodes it cites."""

    @property
    def sentence(self) -> str:
        """What is said."""

    @property
    def cites(self) -> Sequence[str]:
        """Ids of nodes."""


def open_verifier(settings: Settings, opened: PlanIndex | None = None) -> Verifier:
    """Open the verifier of the chosen plan, with the entailment model that the settings name.

    Args:
        settings: which plan and model.
        opened: the search of the chosen plan, if it is open already; it lends its plan, and its vectors if they are
            the shipped ones.

    Raises:
        PlanbotError: plan, lexicon or entailment model cannot be read.
    """
    # Late: jieba and the vectors take a quarter of a second, which --help does without.
    from bot.verification import CrossEncoderEntailment, Verifier
    from corpus import load_plan
    from corpus.lexicon import read_lexicon
    from index import load_encoder

    folder = plan_source(settings.plan)
    entailment = CrossEncoderEntailment(settings.entailment) if settings.entailment else None
    # The shipped vectors, whatever the index is built with: the verifier has learned from them.
    encoder = opened.index.encoder if opened and settings.encoder is None else load_encoder()
    plan = opened.plan if opened else load_plan(folder)
    return Verifier(plan, encoder, read_lexicon(folder), entailment=entailment)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as programs read it."""
    return asdict(verdict)


def check_claims(claims: Sequence[ClaimLike], settings: Settings) -> None:
    """Check claims against the limits; whether they can be judged is the verifier's matter.

    Raises:
        InvalidRequestError: naming the first claim that breaks them.
    """
    if not claims:
        raise InvalidRequestError("claims", "沒有要查核的句子。請至少送出一句。")
    if len(claims) > settings.max_claims:
        text = f"有 {len(claims):,} 句，上限是 {settings.max_claims:,} 句。請分幾次送出。"
        raise InvalidRequestError("claims", text)
    for number, claim in enumerate(claims):
        check_text(f"claims.{number}.sentence", claim.sentence, settings.max_user_chars)
        for place, passage_id in enumerate(claim.cites):
            check_text(f"claims.{number}.cites.{place}", passage_id, settings.max_user_chars)
