"""A plan's text with its errata applied, each character still knowing its place in the text as published."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import ErratumError, SourceError
from corpus.plan import Span

Shape = TypeVar("Shape")


class Erratum(BaseModel):
    """A stretch that the extraction wove together, and its pieces in the order they were meant.

    `says` stands in the source exactly once; each of `means` stands in `says` exactly once, and
    together they hold each of its non-blank characters exactly once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str
    means: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Source:
    """Text to parse; piece i begins at `_starts[i]` in `text` and at `_origins[i]` in `published`."""

    text: str
    published: str
    _starts: tuple[int, ...] = (0,)
    _origins: tuple[int, ...] = (0,)

    def place(self, start: int, end: int) -> list[Span]:
        """Return where `text[start:end]` stands in the published text, one range per piece it crosses."""
        spans, index = [], bisect_right(self._starts, start) - 1
        while start < end:
            stop = self._starts[index + 1] if index + 1 < len(self._starts) else end
            shift = self._origins[index] - self._starts[index]
            spans.append((start + shift, min(stop, end) + shift))
            start, index = stop, index + 1
        return spans


def read_source(path: Path, *, sha256: str | None = None) -> str:
    """Return the file's text exactly as published (line ends and blanks kept).

    Raises:
        SourceError: the file is missing, empty, not UTF-8 text, or its checksum is not `sha256`.
    """
    if not path.is_file():
        msg = f"找不到原始文字檔 {path}。請把計畫全文放在這個位置。"
        raise SourceError(msg)
    raw = path.read_bytes()
    if sha256 is not None and (digest := hashlib.sha256(raw).hexdigest()) != sha256:
        difference = f"{path} 的 SHA-256 是 {digest}，清單（manifest.json）寫的是 {sha256}"
        msg = f"{difference}。請還原檔案，或核對後更新清單。"
        raise SourceError(msg)
    return decode_source(raw, str(path))


def decode_source(raw: bytes, name: str) -> str:
    """Return `raw` as text; raises `SourceError` when it is empty or not text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"{name} 不是 UTF-8 文字（第 {error.start} 個位元組起無法解讀）。請提供純文字檔。"
        raise SourceError(msg) from error
    if "\0" in text:
        msg = f"{name} 含有空字元，看來是二進位檔。請提供純文字檔。"
        raise SourceError(msg)
    if not text.strip():
        msg = f"{name} 是空的。請提供計畫全文。"
        raise SourceError(msg)
    return text


def read_errata(path: Path) -> tuple[Erratum, ...]:
    """Return the errata beside a source, none without the file; raises `SourceError` when it is malformed."""
    return read_json(path, TypeAdapter(tuple[Erratum, ...])) if path.exists() else ()


def read_json(path: Path, shape: TypeAdapter[Shape]) -> Shape:
    """Return what a JSON file holds.

    Raises:
        SourceError: it cannot be read, is not JSON in UTF-8, or has another shape; the error names the file.
    """
    try:
        return shape.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        msg = f"{path} 有誤：{error}。請更正這個檔案（UTF-8 編碼的 JSON）。"
        raise SourceError(msg) from error


def mend(published: str, errata: tuple[Erratum, ...] = ()) -> Source:
    """Apply the errata; the result maps every character back to the published text.

    Raises:
        ErratumError: one does not match the text exactly once, or is not a reordering of it.
    """
    pieces: list[tuple[str, int]] = []
    done = 0
    for erratum in sorted(errata, key=lambda e: published.find(e.says)):
        at = _only_place(published, erratum.says, "原文")
        if at < done:
            msg = f"勘誤「{_shown(erratum.says)}」與前一則重疊。請合併成一則。"
            raise ErratumError(msg)
        pieces.append((published[done:at], done))
        for piece in erratum.means:
            pieces.append((piece, at + _only_place(erratum.says, piece, "勘誤的 says")))
        _check_reordering(erratum)
        done = at + len(erratum.says)
    pieces.append((published[done:], done))
    *starts, _ = accumulate((len(piece) for piece, _ in pieces), initial=0)
    text = "".join(piece for piece, _ in pieces)
    return Source(text, published, tuple(starts), tuple(origin for _, origin in pieces))


def _only_place(text: str, part: str, where: str) -> int:
    if (count := text.count(part)) != 1:
        msg = f"{where}裡「{_shown(part)}」出現 {count} 次，應該恰好一次。請核對 errata.json。"
        raise ErratumError(msg)
    return text.index(part)


def _check_reordering(erratum: Erratum) -> None:
    if sorted("".join("".join(erratum.means).split())) != sorted("".join(erratum.says.split())):
        msg = f"勘誤「{_shown(erratum.says)}」的 means 增減了字。勘誤只能調整順序。"
        raise ErratumError(msg)


def _shown(text: str) -> str:
    return " ".join(text.split())[:24] + "…"
