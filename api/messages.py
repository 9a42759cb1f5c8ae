"""What a conversation may hold: number, order and length of its messages, over HTTP and at the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from api.errors import InvalidRequestError
from api.settings import Settings


class TurnLike(Protocol):
    """A message with its role and text."""

    @property
    def role(self) -> str:
        """Who speaks: `user` or `assistant`."""

    @property
    def content(self) -> str:
        """What was said."""


def check_messages(messages: Sequence[TurnLike], settings: Settings) -> None:
    """Check a conversation against the contract and the limits.

    Raises:
        InvalidRequestError: naming the first message that breaks them.
    """
    if not messages:
        raise InvalidRequestError("messages", "沒有訊息。請至少送出一則使用者的訊息。")
    if len(messages) > settings.max_messages:
        text = f"有 {len(messages):,} 則訊息，上限是 {settings.max_messages:,} 則。請略去較早的訊息。"
        raise InvalidRequestError("messages", text)
    for number, message in enumerate(messages):
        _check_content(f"messages.{number}.content", message, settings)
    if messages[-1].role != "user":
        raise InvalidRequestError(
            f"messages.{len(messages) - 1}.role", "最後一則訊息必須是使用者（user）的問題。"
        )


def _check_content(field: str, message: TurnLike, settings: Settings) -> None:
    is_user = message.role == "user"
    if is_user and not message.content.strip():
        raise InvalidRequestError(field, "使用者的訊息是空白的。請輸入想問的內容。")
    check_text(field, message.content, settings.max_user_chars if is_user else settings.max_assistant_chars)


def check_text(field: str, text: str, limit: int) -> None:
    """Check a text's length in code points and that it is text; raises `InvalidRequestError`."""
    if len(text) > limit:
        raise InvalidRequestError(field, f"有 {len(text):,} 字，上限是 {limit:,} 字。請縮短。")
    if "\0" in text:
        raise InvalidRequestError(field, "含有空字元（U+0000）。請移除。")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidRequestError(field, "含有無法表示的字元（不成對的代理字元）。請移除。")
