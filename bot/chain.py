"""A step of the pipeline as a LangChain Runnable that costs next to nothing while nobody watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from langchain_core.callbacks import BaseCallbackManager
from langchain_core.runnables import Runnable, RunnableConfig

Given = TypeVar("Given")
Found = TypeVar("Found")


class Step(Runnable[Given, Found]):
    """Calls a function of one argument; a run of its own for callbacks, if there are any.

    `RunnableLambda` looks at the function's signature and sets up a run each time, which takes a tenth of a
    millisecond a step.
    """

    def __init__(self, work: Callable[[Given], Found]) -> None:
        """Keep the function; the step has its name."""
        self.name = work.__name__.strip("_")
        self._work = work

    def invoke(
        self,
        input: Given,
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - as LangChain has it
    ) -> Found:
        """Call the function."""
        watchers = config.get("callbacks") if config else None
        if isinstance(watchers, BaseCallbackManager) and not watchers.handlers:
            return self._work(input)
        return self._call_with_config(self._work, input, config, **kwargs)
