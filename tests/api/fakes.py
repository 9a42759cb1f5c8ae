"""A conversation that answers from one passage, for tests of what stands around the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.answer import Answer, Citation, Message, Outcome, Sentence

BROKEN = "請壞掉"  # asked this, the fake fails halfway, as a fault in a composer would
PASSAGE_ID = "ccf-113/2.2.1.2"


@dataclass
class FakeConversation:
    """Answers everything with two sentences; keeps what it was asked."""

    index_version: str
    asked: list[Sequence[Message]] = field(default_factory=list)

    def run(self, messages: Sequence[Message], *, explain: bool = False) -> Answer:
        """Return the answer."""
        self.asked.append(messages)
        if messages[-1].content == BROKEN:
            raise ZeroDivisionError(BROKEN)
        sentences = ("巡守隊員有保險[1]。", f"問的是：{messages[-1].content}")
        return Answer(
            sentences=sentences,
            outcome=Outcome.ANSWERED,
            confidence=0.5,
            composer="extractive",
            plan_year="113（2024）",
            index_version=self.index_version,
            citations=(CITATION,),
            explanation={"asked": len(messages)} if explain else None,
        )

    def stream(self, messages: Sequence[Message], *, explain: bool = False) -> Iterator[Sentence | Answer]:
        """Yield the sentences, then the answer."""
        broken = messages[-1].content == BROKEN
        yield Sentence("巡守隊員有保險[1]。", (CITATION,))
        answer = self.run(messages, explain=explain)
        if not broken:
            yield Sentence(answer.sentences[1], ())
            yield answer


CITATION = Citation(
    1, PASSAGE_ID, "貳、海岸巡護／二", "為隊員投保意外險，並發給雨衣、頭燈及無線電。", "/plan#2.2.1.2"
)
