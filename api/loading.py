"""Opens the service in a thread of its own, so that the server answers from the first moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from api.errors import NotReadyError
from api.settings import Settings
from api.terminal import progress_bar
from corpus.errors import PlanbotError

if TYPE_CHECKING:
    from api.service import Service

Opener = Callable[[Settings], "Service"]
OnFailure = Callable[[Exception], None]


def open_default(settings: Settings) -> Service:
    """Open the real service."""
    # Late: this takes most of the start, and is for the thread alone.
    from api.opening import open_service

    with progress_bar("建立索引") as progress:
        return open_service(settings, progress)


class Loading:
    """A service that is there, is being opened, or could not be."""

    def __init__(self, settings: Settings, opener: Opener, on_failure: OnFailure | None = None) -> None:
        """Begin closed; `start` opens."""
        self._settings = settings
        self._opener = opener
        self._on_failure = on_failure
        self._service: Service | None = None
        self._failed = False

    def start(self) -> None:
        """Begin opening; returns at once."""
        threading.Thread(target=self._open, name="planbot-loading", daemon=True).start()

    @property
    def service(self) -> Service:
        """The open service; raises `NotReadyError` until then, for good if opening failed."""
        if self._service is None:
            failed = "索引無法載入，原因在伺服器的紀錄裡。請告知管理者。"
            raise NotReadyError(failed if self._failed else "索引還在準備，請過幾秒再試。")
        return self._service

    def _open(self) -> None:
        try:
            self._service = opened = self._opener(self._settings)
            _ = (
                opened.verifier
            )  # questions are answered by now; whoever asks for a verdict need not wait either
        except Exception as error:
            # Whatever it is, nothing will ever be ready, and whoever runs the server must know.
            self._failed = True
            if self._on_failure:
                self._on_failure(error)
            if not isinstance(error, PlanbotError):
                raise
