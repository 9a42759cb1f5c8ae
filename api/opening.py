"""Opens the service: plan, index, language model and conversation, in this order, and the verifier when it is needed.

Importing this loads FAISS, so whoever opens a service imports it late.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from api.plans import plan_source
from api.searching import open_search
from api.service import Service, starting_questions
from api.settings import Settings
from api.verifying import open_verifier
from bot import Contacts, open_pipeline
from index.build import Progress

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def open_service(settings: Settings, progress: Progress | None = None) -> Service:
    """Open the chosen plan's service, building the index if needed.

    Raises:
        PlanbotError: the plan, a model that the settings name, or the home folder cannot be used.
    """
    plan_index = open_search(settings, progress)
    contacts = Contacts(settings.contact_line, settings.contact_site, settings.crisis_lines)
    folder, chat_model = plan_source(settings.plan), _chat_model(settings)
    verify = cache(partial(open_verifier, settings, plan_index))
    pipeline = open_pipeline(
        plan_index,
        folder=folder,
        contacts=contacts,
        suggestions=starting_questions(settings, plan_index.plan),
        # With an entailment model set it is opened here, so that one which cannot be loaded is refused at the start.
        verifier=verify() if chat_model or settings.entailment else None,
        chat_model=chat_model,
        chat_model_name=settings.llm or "",
    )
    return Service(settings, plan_index, pipeline, verify)


def _chat_model(settings: Settings) -> BaseChatModel | None:
    if settings.llm is None:
        return None
    # Late: a provider's package takes a second, which the built-in composers do without.
    from bot.language_model import open_chat_model

    return open_chat_model(settings.llm, settings.llm_base_url, settings.llm_api_key, settings.llm_timeout_s)
