"""Errors of answering.

PlanbotError
└── BotError
└── LanguageModelError   a language model cannot be opened, or failed
"""

from __future__ import annotations

from corpus.errors import PlanbotError


class BotError(PlanbotError):
    """Something is wrong with answering."""


class LanguageModelError(BotError):
    """A language model cannot be opened, or did not answer."""
