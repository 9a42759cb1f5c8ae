"""Errors of answering.

PlanbotError
└── BotError
    ├── LanguageModelError   a language model cannot be opened, or failed
    └── ProposalsError       a folder of proposals is a plan's, is in use, or was changed by hand
"""

from __future__ import annotations

from corpus.errors import PlanbotError


class BotError(PlanbotError):
    """Something is wrong with answering."""


class LanguageModelError(BotError):
    """A language model cannot be opened, or did not answer."""


class ProposalsError(BotError):
    """A folder of proposals cannot be used."""
