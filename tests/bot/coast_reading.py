"""What questions about the invented plan are read as, and select."""

from __future__ import annotations

from bot.query import Query, run_query
from bot.reading import Reader
from corpus import load_plan
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)


def query(reader: Reader, question: str) -> Query:
    """The query of a question that must have one."""
    found = reader.read(question).query
    assert found is not None
    return found


def selected(reader: Reader, question: str) -> list[str]:
    """Numbers of what a question selects."""
    return [node.number for node in run_query(query(reader, question), COAST)]
