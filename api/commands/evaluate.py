"""`planbot eval`: the evaluations, with our pipeline and verifier in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.settings import read_settings

if TYPE_CHECKING:
    from evals.targets import InProcess


def in_process() -> InProcess:
    """Open our pipeline and verifier for an evaluation; raises `PlanbotError` when they cannot be."""
    # Late: only evaluations that ask our own pipeline need all this.
    from api.opening import open_service
    from evals.responders.pipeline import SearchingPipelineResponder
    from evals.targets import InProcess
    from evals.verifier import OwnVerifier

    settings = read_settings()
    service = open_service(settings)
    about = {
        "plan": service.plan.plan_id,
        "index_version": service.index_version,
        "encoder": settings.encoder or "planbot",
        "reranker": settings.reranker or "",
        "entailment": settings.entailment or "",
        "llm": settings.llm or "",
    }
    search = service.plan_index.search
    responder = SearchingPipelineResponder(service.conversation, search, about=about)
    return InProcess(responder, OwnVerifier(service.verifier, entailment=settings.entailment))
