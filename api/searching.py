"""A search over the plan as the contract shows it, for HTTP and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from api.errors import InvalidRequestError
from api.home import ensure_index
from api.messages import check_text
from api.settings import Settings
from corpus import node_json
from index import Hit, InputError, PlanIndex
from index.build import Progress
from index.reranking import CrossEncoderReranker

_FILTERS = ("part", "work_plan", "category")


class Filters(TypedDict, total=False):
    """What narrows a search, as `PlanIndex.search` takes it; None as if absent."""

    part: int | None
    work_plan: str | None
    category: str | None


def open_search(settings: Settings, progress: Progress | None = None) -> PlanIndex:
    """Return the chosen plan's index, built if needed, with the reranker that the settings name.

    Raises:
        PlanbotError: the plan, the encoder, the reranker or the home folder cannot be used.
    """
    plan_index = ensure_index(settings, progress)
    if settings.reranker is None:
        return plan_index
    reranker = CrossEncoderReranker(settings.reranker)
    return PlanIndex(plan_index.plan, plan_index.index.with_reranker(reranker), plan_index.expansion)


def search_plan(
    plan_index: PlanIndex, settings: Settings, query: str, k: int, **filters: Unpack[Filters]
) -> dict[str, Any]:
    """Return the best `k` passages, each a leaf with its score.

    Raises:
        InvalidRequestError: the query holds nothing to search for, or a value is unknown or over a limit.
    """
    check_text("q", query, settings.max_user_chars)
    if k > settings.max_k:
        raise InvalidRequestError("k", f"k 是 {k:,}，應為 1 至 {settings.max_k:,} 的整數。")
    nodes = plan_index.plan.nodes
    hits = _hits(plan_index, query, k, filters)
    found = [{**node_json(nodes[hit.document.document_id]), "score": hit.score} for hit in hits]
    return {"hits": found, "index_version": plan_index.version}


def _hits(plan_index: PlanIndex, query: str, k: int, filters: Filters) -> Sequence[Hit]:
    try:
        return plan_index.search(query, k, **filters)
    except InputError as error:
        # The index words a refused filter 「category 是…」; any other refusal is about the query.
        field = next((name for name in _FILTERS if str(error).startswith(name)), "q")
        raise InvalidRequestError(field, str(error)) from error
