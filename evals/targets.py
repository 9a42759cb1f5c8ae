"""From a command line's choices to what is asked: in process, over HTTP, or a file of answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.cases import load_set
from evals.errors import TargetError
from evals.evaluate import Evaluation
from evals.measures.support import CommandVerifier, Verifier
from evals.passages import Passages, file_passages, our_passages
from evals.responders.base import Asker, ConversationAsker, Responder


@dataclass(frozen=True)
class InProcess:
    """Our pipeline as the command line wires it, with its verifier if there is one."""

    responder: Responder
    verifier: Verifier | None = None


MakeInProcess = Callable[[], InProcess]


@dataclass(frozen=True)
class Choices:
    """What was asked for on the command line; at most one of `url`, `openai` and `answers`.

    Attributes:
        key: for `openai`; never shown.
        send: passages sent to `openai` with a question.
        depth: passages ranked for each question.
        timeout_s: for a whole reply over HTTP, in seconds.
        jobs: questions at once; None for 1 in process and 4 over HTTP.
        stream: whether `url` is asked for streamed replies.
    """

    questions: Path
    url: str | None = None
    openai: str | None = None
    model: str | None = None
    key: str = field(default="", repr=False)
    send: int = 10
    answers: Path | None = None
    passages: Path | None = None
    verifier: str | None = None
    depth: int = 10
    timeout_s: float = 60.0
    jobs: int | None = None
    stream: bool = False

    @property
    def target_name(self) -> str:
        """A short name for the run's folder."""
        if self.url:
            return "url"
        if self.openai:
            return "openai-" + "".join(c if c.isalnum() else "-" for c in self.model or "")
        return self.answers.stem if self.answers else "planbot"

    @property
    def default_out(self) -> Path:
        """Where the run lies unless told."""
        return Path("var") / "evals" / f"{self.questions.stem}-{self.target_name}"


def make_evaluation(choices: Choices, in_process: MakeInProcess) -> Evaluation:
    """Load the set and set the target up.

    Raises:
        TargetError: the choices exclude one another, or the target cannot be set up.
        SetError: the set is malformed.
    """
    if sum(choice is not None for choice in (choices.url, choices.openai, choices.answers)) > 1:
        msg = "--url、--openai、--answers 只能選一個。"
        raise TargetError(msg)
    if choices.stream and not choices.url:
        msg = "--stream 要與 --url 一起用。"
        raise TargetError(msg)
    questions = load_set(choices.questions)
    passages = file_passages(choices.passages) if choices.passages else our_passages()
    verifier: Verifier | None = CommandVerifier(choices.verifier) if choices.verifier else None
    if choices.url or choices.openai or choices.answers:
        asker, default_jobs = _elsewhere(choices, passages), 4
    else:
        ours = in_process()
        asker, default_jobs = ConversationAsker(ours.responder, depth=choices.depth), 1
        verifier = verifier or ours.verifier
    settings: dict[str, Any] = {"depth": choices.depth, "timeout_s": choices.timeout_s}
    return Evaluation(questions, asker, passages, settings, verifier, choices.jobs or default_jobs)


def _elsewhere(choices: Choices, passages: Passages) -> Asker:
    # Late, each: what the choice does not need is not loaded.
    if choices.answers:
        from evals.responders.answers_file import AnswersFileAsker

        return AnswersFileAsker(choices.answers)
    if choices.url:
        from evals.responders.service import ServiceResponder

        responder: Responder = ServiceResponder(
            choices.url, timeout_s=choices.timeout_s, stream=choices.stream
        )
        return ConversationAsker(responder, depth=choices.depth)
    return ConversationAsker(_model(choices, passages), depth=choices.depth)


def _model(choices: Choices, passages: Passages) -> Responder:
    from evals.responders.openai import Model, OpenAIResponder
    from evals.responders.plain_search import PlainSearch

    if not choices.openai or not choices.model:
        msg = "--openai 需要同時以 --model 指定模型名稱。"
        raise TargetError(msg)
    model = Model(choices.openai, choices.model, key=choices.key, passages_k=choices.send)
    return OpenAIResponder(model, PlainSearch(passages), passages, timeout_s=choices.timeout_s)


def not_wired() -> InProcess:
    """Stands where no pipeline was given."""
    msg = "這個指令沒有接上本機流程。請改用 planbot eval，或以 --url 指定服務位址。"
    raise TargetError(msg)
