"""Errors of sets, runs, gates and targets.

PlanbotError
└── EvalsError
    ├── SetError      a question set, or a file it is imported from, is malformed; names file and line
    ├── RunError      a run folder is missing, damaged, in use or of other settings
    ├── GateError     a requirement cannot be read
    ├── TargetError   what is to be asked cannot be set up
    ├── ReviewError   a review sheet or a judge's reply does not fit its run
    └── AskError      one question got no usable reply; the run goes on and counts it as not right
"""

from __future__ import annotations

from enum import StrEnum

from corpus.errors import PlanbotError


class EvalsError(PlanbotError):
    """Something is wrong with an evaluation."""


class SetError(EvalsError):
    """A file of questions is malformed; the text names file and line."""


class RunError(EvalsError):
    """A run folder cannot be used; the text tells which option helps."""


class GateError(EvalsError):
    """A requirement is not of the form `measure>=number`, or names an unknown measure."""


class TargetError(EvalsError):
    """The pipeline, address or file of answers cannot be asked."""


class ReviewError(EvalsError):
    """A review sheet does not belong to the run, or a verdict is not one of those allowed."""


class Failing(StrEnum):
    """Why a question got no usable reply."""

    CONNECTION = "connection"
    """Nothing listens there, or the connection broke."""
    TIMEOUT = "timeout"
    """No whole reply within the time limit, however steadily it dripped."""
    STATUS = "status"
    """An HTTP status other than 200."""
    NOT_JSON = "not_json"
    """The body is no JSON object: HTML, garbage, cut off."""
    TOO_LARGE = "too_large"
    """The body is longer than any sensible reply."""
    INVALID = "invalid"
    """JSON, but not of the contract's form."""
    CRASHED = "crashed"
    """The pipeline raised an error."""
    MISSING = "missing"
    """The file of answers has none for this question."""


class AskError(EvalsError):
    """One question got no usable reply.

    Attributes:
        failing: the kind of failure.
        detail: for people, at most 300 characters; equal failures have equal texts, so that runs can be
            compared.
    """

    def __init__(self, failing: Failing, detail: str) -> None:
        """Keep kind and detail."""
        self.failing = failing
        self.detail = detail if len(detail) <= 300 else detail[:299] + "…"
        super().__init__(f"{failing}：{self.detail}")
