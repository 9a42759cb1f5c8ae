"""Opening the pipeline over a plan's index, with everything that it is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer import Contacts
from bot.boundaries import Boundaries
from bot.drafting import Drafter
from bot.falsity import Falsity
from bot.language_model import ModelComposer
from bot.pipeline import Pipeline
from bot.precedents import Precedents
from bot.search import Finder
from bot.verification import Premises, Verifier
from corpus.claims import read_premises
from corpus.lexicon import read_lexicon
from index import PlanIndex

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TRAINING = "training"  # the folder of a plan's questions that the models were trained on


def open_pipeline(
    plan_index: PlanIndex,
    *,
    folder: Path,
    contacts: Contacts,
    suggestions: tuple[str, ...] = (),
    verifier: Verifier | None = None,
    chat_model: BaseChatModel | None = None,
    chat_model_name: str = "",
) -> Pipeline:
    """Return a pipeline that answers questions about one plan.

    Args:
        plan_index: the plan and its index.
        folder: the plan's folder, for its lexicon and what is known of claims about it.
        contacts: where people are sent when the plan does not help.
        suggestions: questions to begin with, offered after a greeting or an unclear message.
        verifier: checks what a language model says; if None, one of the index's vectors.
        chat_model: words answers in place of the built-in composer.
        chat_model_name: `provider:model`, told in replies.
    """
    plan, lexicon, encoder = plan_index.plan, read_lexicon(folder), plan_index.index.encoder
    finder = Finder(plan_index)
    boundaries = Boundaries(plan, (entry.term for entry in lexicon))
    knows = (folder / TRAINING).is_dir()
    is_false = Falsity(
        boundaries,
        Premises(plan, encoder, lexicon),
        Precedents(read_premises(folder, plan)),
        knows_plan=knows,
    )
    drafter = Drafter(finder, boundaries, is_false, contacts, suggestions, knows_plan=knows)
    composer = None
    if chat_model:
        composer = ModelComposer(chat_model, chat_model_name, verifier or Verifier(plan, encoder, lexicon))
    return Pipeline(finder, drafter, boundaries, composer, lexicon)
