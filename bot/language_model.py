"""Composing with a language model: numbered passages in, marked sentences out, and each sentence checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.draft import Piece, Statement
from bot.errors import LanguageModelError
from bot.prompts import NO_ANSWER, PASSAGE, SYSTEM, USER
from bot.verification.figures import find_figures
from bot.verification.verifier import Verifier
from corpus import Node
from index.script import normalise, to_traditional

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？][ \t]*(?:\[\d+\][ \t]*)*(?=[^ \t\[])|\n)")
_MARK = re.compile(r"\[(\d+)\]")


def open_chat_model(
    name: str, base_url: str | None, api_key: SecretStr | None, timeout_s: float
) -> BaseChatModel:
    """Return the LangChain chat model `provider:model`.

    Args:
        name: such as `openai:gpt-4o-mini`.
        base_url: of an OpenAI-compatible server; the provider's own if None.
        api_key: a server without keys takes any.
        timeout_s: seconds to wait for it.

    Raises:
        LanguageModelError: the provider is unknown or its package is not installed.
    """
    # Late: it takes a second, and only those who chose a model need it.
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    options |= {
        "api_key": api_key or SecretStr("none"),
        "timeout": timeout_s,
        "max_retries": 1,
        "temperature": 0,
    }
    if name.startswith("openai:"):
        options["stream_usage"] = True  # left out by default where the base URL is another's
    try:
        model: BaseChatModel = init_chat_model(name, **options)
    except (ImportError, ValueError) as error:
        msg = f"無法使用語言模型「{name}」：{error}。請檢查 PLANBOT_LLM，並安裝該供應者的 LangChain 套件。"
        raise LanguageModelError(msg) from error
    return model


class ModelComposer:
    """Words answers with a chat model; what its passages do not bear is dropped."""

    def __init__(self, model: BaseChatModel, name: str, verifier: Verifier) -> None:
        self._model = model
        self.name = name
        self._verifier = verifier

    def word(self, question: str, nodes: Sequence[Node]) -> Wording:
        """Begin one answer from the passages; iterating over it asks the model."""
        return Wording(self._model, question, tuple(nodes))

    def bears(self, statement: Statement) -> bool:
        """Whether the passages that a sentence cites bear it."""
        cites = [passage_id for piece in statement for passage_id in piece.cites]
        return self._verifier.verify("".join(piece.text for piece in statement), cites).supported


class Wording:
    """One answer on its way out of the model: an iterator of sentences that the checks let pass.

    Attributes:
        usage: tokens by kind once the model has finished, if it tells.
    """

    def __init__(self, model: BaseChatModel, question: str, nodes: Sequence[Node]) -> None:
        self._model = model
        self._question = question
        self._nodes = nodes
        self.usage: dict[str, int] | None = None

    def __iter__(self) -> Iterator[Statement]:
        """Yield each sentence as soon as the model has finished it.

        Raises:
            LanguageModelError: the model failed; what came before stands.
        """
        waiting = ""
        for piece in self._pieces():
            *done, waiting = _split(waiting + piece)
            yield from self._checked(done)
        yield from self._checked([waiting])

    def _pieces(self) -> Iterator[str]:
        listed = [
            PASSAGE.format(number=n, label=node.label, text=node.text)
            for n, node in enumerate(self._nodes, 1)
        ]
        asked = USER.format(passages="\n".join(listed), question=self._question)
        try:
            for chunk in self._model.stream([("system", SYSTEM), ("human", asked)]):
                if counts := chunk.usage_metadata:
                    self.usage = {
                        "input_tokens": counts["input_tokens"],
                        "output_tokens": counts["output_tokens"],
                        "total_tokens": counts["total_tokens"],
                    }
                yield str(chunk.text)
        except Exception as error:
            # Every provider raises errors of its own; whichever it is, the built-in composer takes over.
            msg = f"語言模型沒有回應：{error}"
            raise LanguageModelError(msg) from error

    def _checked(self, sentences: Sequence[str]) -> Iterator[Statement]:
        for sentence in sentences:
            if statement := self._statement(sentence):
                yield statement

    def _statement(self, sentence: str) -> Statement | None:
        """The sentence with its citations; None without a valid mark, or with a figure its passages do not hold."""
        numbers = [int(number) for number in _MARK.findall(sentence)]
        text = to_traditional(_MARK.sub("", sentence)).strip().rstrip("。！？").strip()
        if (
            not text
            or NO_ANSWER in text
            or not numbers
            or any(not 1 <= n <= len(self._nodes) for n in numbers)
        ):
            return None
        cited = [self._nodes[number - 1] for number in dict.fromkeys(numbers)]
        held = [
            figure
            for node in cited
            for part in (node.text, node.label)
            for figure in find_figures(normalise(part))
        ]
        if not all(any(figure.same(other) for other in held) for figure in find_figures(normalise(text))):
            return None
        return (Piece(text, tuple(node.passage_id for node in cited)), Piece("。"))


def _split(text: str) -> list[str]:
    """Split into finished sentences and, last, what may still go on (marks can stand behind the full stop)."""
    found = list(_SENTENCE.finditer(text))
    return [*(match[0] for match in found), text[found[-1].end() if found else 0 :]]
