"""A file that lines are appended to by one process at a time, so that what is finished outlives a kill."""

from __future__ import annotations

import fcntl
from pathlib import Path
from types import TracebackType
from typing import Self


class AppendedFile:
    """Appends whole lines; each goes to the operating system at once."""

    def __init__(self, path: Path) -> None:
        """Open and lock the file, and cut off a last line that a kill has torn.

        Raises:
            BlockingIOError: another process holds the lock.
        """
        self._file = path.open("ab")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise
        self._file.truncate(path.read_bytes().rfind(b"\n") + 1)

    def append_line(self, line: bytes) -> None:
        """Add a line, given without its end."""
        self._file.write(line + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file, which ends the lock."""
        self._file.close()

    def __enter__(self) -> Self:
        """The file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()
