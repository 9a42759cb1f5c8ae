"""Measures of what an answer cites: against the set's passages, the passages' words, and its own marks."""

from __future__ import annotations

from evals.cases import ALL_GOLD_KINDS
from evals.measures.judged import Judged
from evals.text import bare, marks


def citation_precision(judged: Judged) -> float:
    """Share of the cited passages (each once) that are gold or acceptable; in [0, 1].

    Applies to questions to be answered; 0 for a reply that cites nothing. Source: precision of Cleverdon
    (1967), over passages judged by the set's author and not over statements as ALCE's (see
    `evals.measures.support`).
    """
    cited = judged.reply.cited
    return sum(passage in judged.case.relevant for passage in cited) / len(cited) if cited else 0.0


def citation_recall(judged: Judged) -> float:
    """Share of what had to be cited that is; in [0, 1]. Applies to questions to be answered.

    For lists, filters and multi-passage questions: the share of gold passages cited. For the others gold and
    acceptable passages stand for one another: 1 if any is cited, else 0.
    """
    cited = set(judged.reply.cited)
    if judged.case.kind not in ALL_GOLD_KINDS:
        return float(bool(cited & judged.case.relevant))
    gold = set(judged.case.gold)
    return len(cited & gold) / len(gold) if gold else float(bool(cited & judged.case.relevant))


def list_precision(judged: Judged) -> float:
    """Share of the cited passages that are gold, those merely acceptable left out; in [0, 1].

    Applies to lists and filters; 0 if nothing is left.
    """
    gold = set(judged.case.gold)
    counted = [p for p in judged.reply.cited if p in gold or p not in judged.case.relevant]
    return sum(passage in gold for passage in counted) / len(counted) if counted else 0.0


def list_recall(judged: Judged) -> float:
    """Share of gold passages cited; in [0, 1]. Applies to lists and filters."""
    gold = set(judged.case.gold)
    return len(gold & set(judged.reply.cited)) / len(gold)


def list_exact(judged: Judged) -> float:
    """1 if all gold is cited and nothing that is neither gold nor acceptable, else 0. Lists, filters."""
    return float(list_precision(judged) == list_recall(judged) == 1)


def marks_consistent(judged: Judged) -> float | None:
    """1 if marks are [1], [2], … by first appearance, one citation each and none unmarked, else 0.

    Applies to replies with a mark or a citation. Source: the contract.
    """
    found, numbers = marks(judged.reply.answer), [citation.n for citation in judged.reply.citations]
    if not found and not numbers:
        return None
    return float(list(found) == numbers == list(range(1, len(numbers) + 1)))


def quotes_verbatim(judged: Judged) -> float | None:
    """Share of citations whose quote stands in the cited passage, NFKC and blanks removed; in [0, 1].

    Applies to replies with citations. An empty quote and an unknown passage count as not verbatim.
    """
    citations = judged.reply.citations
    if not citations:
        return None
    texts = ((bare(c.quote), bare(judged.passages.text(c.passage_id))) for c in citations)
    return sum(bool(quote) and quote in text for quote, text in texts) / len(citations)
