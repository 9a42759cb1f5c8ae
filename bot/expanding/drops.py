"""Why a proposal is not kept, as the summary of a run counts it."""

from __future__ import annotations

from enum import StrEnum


class Dropped(StrEnum):
    """One reason; the first that applies is counted."""

    FORM = "form"
    """It is not an object with the fields and values of its file."""

    EMPTY = "empty"
    """It says nothing, or only what the plan says."""

    UNKNOWN = "unknown"
    """It names a node that is not in the plan or was not asked about, or no words of the plan."""

    SCRIPT = "script"
    """It should be Traditional Chinese and is not."""

    DUPLICATE = "duplicate"
    """It is known already."""

    ALIKE = "alike"
    """It is worded like another question of the same node."""

    LEAK = "leak"
    """It is worded like a question of an evaluation set."""
