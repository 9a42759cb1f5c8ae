"""An answer before its marks are numbered: statements, each piece with the nodes it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Citation, Outcome, Pointer, Reason, Sentence, node_url
from corpus import Node, Plan


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence and the ids of the nodes that its words rest on; none for words that claim nothing."""

    text: str
    cites: tuple[str, ...] = ()


Statement = tuple[Piece, ...]  # one sentence, its pieces in order


@dataclass(frozen=True, slots=True)
class Draft:
    """What is going to be said.

    Attributes:
        statements: sentences in order.
        focus: ids of the nodes it tells of, for follow-ups.
        related: ids of nodes worth reading when nothing is told.
        confidence: in [0, 1], that this is the right reply.
        composer: which composer wrote it.
    """

    statements: tuple[Statement, ...]
    outcome: Outcome
    reason: Reason | None = None
    focus: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 1.0
    composer: str = "extractive"
    usage: dict[str, int] | None = None


def joined(drafts: Sequence[Draft]) -> Draft:
    """One draft after the other, as one reply; what is said twice only once."""
    corrected = any(draft.outcome is Outcome.CORRECTED for draft in drafts)
    return replace(
        drafts[0],
        statements=tuple(dict.fromkeys(one for draft in drafts for one in draft.statements)),
        outcome=Outcome.CORRECTED if corrected else Outcome.ANSWERED,
        focus=tuple(dict.fromkeys(one for draft in drafts for one in draft.focus)),
        confidence=min(draft.confidence for draft in drafts),
    )


class Marks:
    """Numbers the marks of an answer in order of first appearance, one sentence at a time."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._numbers: dict[str, int] = {}

    def sentence(self, statement: Statement) -> Sentence:
        """Return the statement as text with its marks, and the citations that are new with it."""
        text, fresh = "", []
        for piece in statement:
            text += piece.text
            for passage_id in piece.cites:
                if passage_id not in self._numbers:
                    self._numbers[passage_id] = len(self._numbers) + 1
                    fresh.append(cite(self._plan.nodes[passage_id], self._numbers[passage_id]))
                text += f"[{self._numbers[passage_id]}]"
        return Sentence(text, tuple(fresh))


def render(statements: Sequence[Statement], plan: Plan) -> tuple[Sentence, ...]:
    """Return the sentences of an answer, their marks numbered."""
    marks = Marks(plan)
    return tuple(marks.sentence(statement) for statement in statements)


def cite(node: Node, n: int) -> Citation:
    """Citation number `n`, of a node and its verbatim text."""
    return Citation(n, node.passage_id, node.label, node.text, node_url(node.number))


def point(node: Node) -> Pointer:
    """A pointer to a node."""
    return Pointer(node.passage_id, node.label, node_url(node.number))
