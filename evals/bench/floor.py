"""A bare FastAPI POST with a pydantic body: the most requests that such a service can answer here."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

PATH = "/v1/chat"
READY = "/docs"


class Turn(BaseModel):
    """One message, as our own service takes it."""

    role: str
    content: str


class Asked(BaseModel):
    """A conversation."""

    messages: list[Turn]


class Said(BaseModel):
    """The shortest reply."""

    answer: str


app = FastAPI()


@app.post(PATH)
async def echo(asked: Asked) -> Said:
    """Answer with the last message."""
    return Said(answer=asked.messages[-1].content)


def main() -> None:
    """Serve on a free port, its address on the first line."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # noqa: T201 - the other process reads it
    server = uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning", server_header=False))
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
