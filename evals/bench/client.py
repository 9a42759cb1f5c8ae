"""A lean HTTP client on any number of connections, so that what is timed is the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

_OK = b"HTTP/1.1 200"
_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a number of requests.

    Attributes:
        latencies_ms: of each request that was answered with 200.
        errors: requests that were not.
        wall_s: from the first request to the last answer.
    """

    latencies_ms: tuple[float, ...]
    errors: int
    wall_s: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.wall_s


def get(path: str, query: Mapping[str, str | int]) -> bytes:
    """A GET request on the wire."""
    return f"GET {path}?{urlencode(query)} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def post(path: str, body: object) -> bytes:
    """A POST request with a JSON body on the wire."""
    content = json.dumps(body, ensure_ascii=False).encode()
    kind = "Content-Type: application/json"
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\n{kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def ask_all(port: int, requests: Sequence[bytes], *, connections: int) -> Load:
    """Send every request once, each connection taking the next as soon as it has its answer."""
    return asyncio.run(_ask_all(port, requests, connections))


async def _ask_all(port: int, requests: Sequence[bytes], connections: int) -> Load:
    pending = iter(requests)
    begun = perf_counter()
    held = await asyncio.gather(*(_connection(port, pending) for _ in range(connections)))
    wall = perf_counter() - begun
    latencies = [latency for one in held for latency in one if latency is not None]
    return Load(tuple(latencies), len(requests) - len(latencies), wall)


async def _connection(port: int, pending: Iterator[bytes]) -> list[float | None]:
    """Send requests until none is left; None for each that failed."""
    latencies: list[float | None] = []
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for request in pending:
        streams = streams or await asyncio.open_connection("127.0.0.1", port)
        begun = perf_counter()
        try:
            good = await asyncio.wait_for(_exchange(*streams, request), _LIMIT_S)
        except (OSError, EOFError, TimeoutError):
            good, streams = False, None
        latencies.append((perf_counter() - begun) * 1000 if good else None)
    if streams:
        streams[1].close()
    return latencies


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bool:
    """Whether the request was answered with 200 and a whole body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.split(b":")[1]))
    return head.startswith(_OK)
