"""POST /v1/chat: a conversation in, a cited answer out, whole or sentence by sentence."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, format_sse_event

from api.limits import require_json
from api.problems import problem_of
from api.routes.dependencies import Limiter, Ready, problems
from api.schemas import ChatReply, ChatRequest
from corpus.errors import PlanbotError

router = APIRouter(tags=["chat"])

Events = Iterator[tuple[str, dict[str, Any]]]

_NOT_KEPT = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_STREAM = {
    "description": "整份回覆；stream 為 true 時是 server-sent events：sentence（SentenceBody）逐句、"
    "done（整份回覆）結尾，出錯時是 error（ProblemBody）。",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}
_log = logging.getLogger(__name__)


@router.post(
    "/v1/chat",
    summary="提問",
    description="依計畫回答對話裡最後一個問題；每一句關於計畫的話都附標號 [n]，對應 citations。",
    response_model=ChatReply,
    dependencies=[Depends(require_json)],
    responses={200: _STREAM, **problems(413, 415, 422, 503)},
)
async def chat(asked: ChatRequest, service: Ready, limiter: Limiter) -> Response:
    """Answer the last message of a conversation."""
    if asked.stream:
        events = _framed(service.events(asked.messages, explain=asked.explain))
        return EventSourceResponse(events, headers=_NOT_KEPT)
    reply = partial(service.reply, asked.messages, explain=asked.explain)
    return JSONResponse(await to_thread.run_sync(reply, limiter=limiter), headers=_NOT_KEPT)


def _framed(events: Events) -> Iterator[bytes]:
    """Put events on the wire; what fails becomes an `error` event, as a status cannot be sent any more."""
    try:
        for name, body in events:
            yield _event(name, body)
    except PlanbotError as error:
        yield _event("error", problem_of(error).to_json())
    except Exception as error:  # the border of the stream, as the handler of 500 is that of a whole answer
        _log.exception("a streamed answer broke off")
        yield _event("error", problem_of(error).to_json())


def _event(name: str, body: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(body, ensure_ascii=False))
