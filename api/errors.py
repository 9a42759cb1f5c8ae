"""Errors of this stage; `api/problems.py` turns them, like those of all stages, into HTTP answers.

PlanbotError
└── ServiceError
    ├── SettingsError         a setting is unknown or has a bad value
    ├── HomeError             the folder of our files cannot be used
    ├── CommandError          a command was given a file, port or plan that it cannot use
    │   └── UsageError        options were given that do not go together
    ├── InvalidRequestError   a request breaks the contract or a limit; names the field
    ├── UnknownIdError        no plan or passage has this id
    └── NotReadyError         the index is still being built or loaded
"""

from __future__ import annotations

from corpus.errors import PlanbotError


class ServiceError(PlanbotError):
    """Something is wrong with how the service is set up or asked."""


class SettingsError(ServiceError):
    """A setting is unknown or has a bad value."""


class HomeError(ServiceError):
    """The folder that holds our files cannot be used."""


class CommandError(ServiceError):
    """A command was given something that it cannot use."""


class UsageError(CommandError):
    """Options were given that do not go together."""


class InvalidRequestError(ServiceError):
    """A request breaks the contract or a limit; `field` is the place in the request, `messages.0.content`."""

    def __init__(self, field: str, detail: str) -> None:
        """Say of `field` what is wrong and what to do."""
        self.field = field
        super().__init__(detail)


class UnknownIdError(ServiceError):
    """No plan or passage has the id that was asked for."""


class NotReadyError(ServiceError):
    """Questions cannot be answered yet."""
