"""The pipeline as a LangChain Runnable."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda

from bot.answer import Answer, Message
from bot.pipeline import Pipeline

ASKED = [Message("user", "巡守隊員有保險嗎？")]


class Watcher(BaseCallbackHandler):
    """Keeps the names of runs as they begin."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def on_chain_start(self, *_: object, **told: Any) -> None:  # noqa: ANN401 - as LangChain has it
        """Keep the name."""
        self.seen.append(told["name"])


def test_chain_gives_the_same_answer(coast: Pipeline) -> None:
    assert coast.chain.invoke(ASKED) == coast.run(ASKED)


def test_callbacks_see_each_step(coast: Pipeline) -> None:
    watcher = Watcher()
    coast.chain.invoke(ASKED, {"callbacks": [watcher]})
    assert watcher.seen[1:] == ["understand", "retrieve", "compose", "verify", "answer"]


def test_chain_joins_with_other_runnables(coast: Pipeline) -> None:
    def outcome(answer: Answer) -> str:
        return answer.outcome.value

    assert (coast.chain | RunnableLambda(outcome)).invoke(ASKED) == coast.run(ASKED).outcome.value


def test_opening_the_bot_does_not_load_langchain() -> None:
    told = "import sys, api.opening; print('langchain_core' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, check=True).stdout == b"False\n"
