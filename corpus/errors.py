"""The root of every error this project raises on purpose, and those of this stage.

    PlanbotError
    └── CorpusError
        ├── SourceError    a source file differs from its manifest, or cannot be read as text
        ├── ErratumError   an erratum no longer matches its source
        ├── ParseError     the text does not have the form of an annual plan
        └── TreeError      the parsed tree differs from the reviewed one, or from itself

Messages are read by people and are written in Traditional Chinese: what was given, what was expected, what to
do.
"""

from __future__ import annotations

END = "（檔案結尾）"  # what was found where the text ends too early


class PlanbotError(Exception):
    """Base of all errors that a person can mend; its text says how."""


class CorpusError(PlanbotError):
    """Something is wrong with a plan's files."""


class SourceError(CorpusError):
    """The source is missing, is not text, or is not the text its manifest describes."""


class ErratumError(CorpusError):
    """An erratum does not match the source, or would add or lose a character."""


class ParseError(CorpusError):
    """The text breaks the form; `line` is the 1-based line where the parser stopped."""

    def __init__(self, line: int, found: str, expected: str) -> None:
        """Tell the line, what stands there (its first 40 characters) and what should."""
        self.line = line
        shown = found if len(found) <= 40 else found[:40] + "…"
        super().__init__(
            f"第 {line} 行：讀到「{shown}」，預期{expected}。請檢查原始文字是否完整、行尾空白是否保留。"
        )


class TreeError(CorpusError):
    """The tree lost or doubled a character, has other counts than declared, or is not the reviewed one."""
