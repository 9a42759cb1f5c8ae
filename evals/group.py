"""What the commands of `planbot eval` have in common: how they end, and that a set's name alone runs it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from corpus.errors import PlanbotError


class ExitCode(IntEnum):
    """How a command ends."""

    DONE = 0
    GATE = 1
    USAGE = 2
    INCOMPLETE = 3


class DefaultGroup(TyperGroup):
    """A group where what names no command goes to `run`, and our errors end as their text with code 2."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer tells no public type
        """Put `run` before anything but a command or a request for help."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> object:  # noqa: ANN401 - as above
        """Turn an error that a person can mend into its text."""
        try:
            return super().invoke(ctx)
        except PlanbotError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(ExitCode.USAGE) from error
