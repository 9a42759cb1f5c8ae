"""A step of the pipeline as a LangChain Runnable, a run of its own for whoever watches by callbacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig

Given = TypeVar("Given")
Found = TypeVar("Found")


class Step(Runnable[Given, Found]):
    """Calls a function of one argument; the run has its name, which `RunnableLambda` would make up."""

    def __init__(self, work: Callable[[Given], Found]) -> None:
        """Keep the function."""
        self.name = work.__name__.strip("_")
        self._work = work

    def invoke(
        self,
        input: Given,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - as LangChain has it
    ) -> Found:
        """Call the function."""
        return self._call_with_config(self._work, input, config, **kwargs)
