"""`planbot serve`: the HTTP service and its pages."""

from __future__ import annotations

import errno
import socket
from typing import Annotated, Any

import typer

from api.errors import CommandError
from api.settings import Settings, read_settings
from corpus.errors import PlanbotError

BACKLOG = 2048
GRACE_S = 5  # for answers on their way when the service is told to stop


HELP = "啟動網頁與 HTTP 服務；索引不存在或過期時會先建立。按 Ctrl+C 停止。"


def serve(
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="埠號；0 表示任一可用的埠。")
    ] = None,
    host: Annotated[str | None, typer.Option("--host", help="監聽的位址；0.0.0.0 表示所有網路介面。")] = None,
) -> None:
    """Run the service until it is told to stop."""
    settings = read_settings(port=port, host=host)
    # Listening begins before the slow imports: who asks early waits a moment and is not refused.
    listener = listen(settings.host, settings.port)
    typer.echo(f"服務網址：{_address(listener)}（按 Ctrl+C 停止）")
    _run(settings, listener)


def _run(settings: Settings, listener: socket.socket) -> None:
    """Answer until told to stop; raises `PlanbotError` when the service cannot be opened."""
    # Late: nobody waits for these before the address is told.
    import uvicorn

    from api.app import create_app

    failures: list[Exception] = []

    def give_up(error: Exception) -> None:
        failures.append(error)
        server.should_exit = True

    app = create_app(settings, on_failure=give_up)
    quiet: dict[str, Any] = {"access_log": False, "log_level": "warning", "server_header": False}
    server = uvicorn.Server(uvicorn.Config(app, timeout_graceful_shutdown=GRACE_S, **quiet))
    server.run(sockets=[listener])
    if failures and isinstance(failures[0], PlanbotError):
        raise failures[0]
    if failures:
        msg = f"服務無法啟動：{failures[0]}。詳情在上面的紀錄。"
        raise CommandError(msg) from failures[0]


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        CommandError: the port is taken or not allowed, or the address is not of this machine; in one line.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # `localhost` is both; browsers and containers without IPv6 reach the other.
        family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except socket.gaierror as error:
        msg = f"找不到位址 {host}。請以 --host 或 PLANBOT_HOST 指定本機的位址，例如 127.0.0.1。"
        raise CommandError(msg) from error
    except PermissionError as error:
        msg = f"沒有權限使用埠號 {port}。請以 --port 指定 1024 以上的埠號。"
        raise CommandError(msg) from error
    except OSError as error:
        msg = f"無法在 {host} 監聽埠號 {port}：{error.strerror}。請檢查 --host 與 --port。"
        if error.errno == errno.EADDRINUSE:
            msg = f"埠號 {port} 已被占用。請停止使用它的程式，或以 --port 指定別的埠號。"
        raise CommandError(msg) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
