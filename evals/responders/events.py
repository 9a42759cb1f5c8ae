"""A streamed reply as the contract has it: `sentence` events, then `done` with the whole reply, or `error`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from evals.errors import AskError, Failing


def whole_reply(raw: bytes) -> dict[str, Any]:
    """Return the reply of a finished stream.

    Raises:
        AskError: the bytes are no such stream, it tells an error, it ends without `done`, or its sentences joined
            are not the answer.
    """
    told: list[str] = []
    for name, body in _events(raw):
        if name == "error":
            raise AskError(Failing.STATUS, f"串流回報錯誤：{body.get('title', '')}")
        if name == "sentence":
            told.append(str(body.get("text", "")))
        if name == "done":
            if "".join(told) != body.get("answer"):
                raise AskError(Failing.INVALID, "串流各句相接後與 done 的 answer 不同")
            return dict(body)
    raise AskError(Failing.INVALID, "串流沒有以 done 結束")


def _events(raw: bytes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and body of each whole event; bytes are decoded only here, so that no chunk can split a character."""
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
        for block in text.split("\n\n")[:-1]:
            fields = dict(line.partition(":")[::2] for line in block.split("\n") if not line.startswith(":"))
            if "event" in fields:
                body = json.loads(fields.get("data", ""))
                yield fields["event"].strip(), body if isinstance(body, dict) else {}
    except (ValueError, RecursionError) as error:
        raise AskError(Failing.NOT_JSON, "串流不是 UTF-8 的 JSON 事件") from error
