"""An answer before its marks are numbered: statements, each piece with the nodes it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def render(statements: Sequence[Statement], plan: Plan) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the marks in order of first appearance; return the sentences and all citations."""
    numbers: dict[str, int] = {}
    sentences: list[Sentence] = []
    for statement in statements:
        text, fresh = "", []
        for piece in statement:
            text += piece.text
            for passage_id in piece.cites:
                if passage_id not in numbers:
                    numbers[passage_id] = len(numbers) + 1
                    fresh.append(cite(plan.nodes[passage_id], numbers[passage_id]))
                text += f"[{numbers[passage_id]}]"
        sentences.append(Sentence(text, tuple(fresh)))
    return tuple(sentences), tuple(citation for sentence in sentences for citation in sentence.citations)


def cite(node: Node, n: int) -> Citation:
    """Citation number `n`, of a node and its verbatim text."""
    return Citation(n, node.passage_id, node.label, node.text, node_url(node.number))


def point(node: Node) -> Pointer:
    """A pointer to a node."""
    return Pointer(node.passage_id, node.label, node_url(node.number))
