"""Measures of an answer's words: phrases, numbers, forbidden patterns; and `right`, the strict verdict."""

from __future__ import annotations

import re
import unicodedata

from bot.answer import Outcome
from evals.cases import ALL_GOLD_KINDS, Case
from evals.measures.judged import Judged
from evals.text import bare

_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def missing_phrases(judged: Judged) -> tuple[tuple[str, ...], ...]:
    """The must phrases without any alternative in the answer (NFKC, no blanks, no marks, case kept)."""
    return tuple(
        alternatives
        for alternatives in judged.case.must
        if not any(bare(phrase) in judged.bare_answer for phrase in alternatives)
    )


def must_coverage(judged: Judged) -> float:
    """Share of must phrases that the answer holds, any alternative counting; in [0, 1].

    Applies to questions with at least one. Source: nugget recall (Voorhees, TREC QA 2003), with string
    matching in the place of assessors.
    """
    return 1 - len(missing_phrases(judged)) / len(judged.case.must)


def holds_number(judged: Judged) -> bool:
    """Whether the asked number stands in the answer as a whole number.

    In Arabic digits, full-width or with thousands separators too; not as a part of a longer number (12 in
    112), of a decimal (3 in 3.5), of a mark (`[3]`) or of a word in Latin letters (B1). Chinese numerals do
    not count: 一 and 三 stand in too many words and ordinals.
    """
    number = judged.case.number
    text = _GROUPED.sub("", judged.bare_answer)
    return number is not None and bool(
        re.search(rf"(?<![\dA-Za-z])(?<!\d\.){number}(?![\dA-Za-z])(?!\.\d)", text)
    )


def count_right(judged: Judged) -> float:
    """1 if the answer holds the asked number as a whole number, else 0. Applies where one is asked."""
    return float(holds_number(judged))


def forbidden_matches(judged: Judged) -> tuple[str, ...]:
    """The forbidden patterns that match the answer, as written (NFKC) or with blanks and marks removed."""
    written = unicodedata.normalize("NFKC", judged.reply.answer)
    texts = (written, judged.bare_answer)
    return tuple(p for p in judged.case.forbidden if any(re.search(p, text) for text in texts))


def forbidden_absent(judged: Judged) -> float:
    """1 if no forbidden pattern matches, else 0. Applies to questions with at least one."""
    return float(not forbidden_matches(judged))


def outcome_right(judged: Judged) -> float:
    """1 if the outcome (answered, corrected, …) is the expected one, else 0. Applies to all."""
    return float(judged.reply.outcome is judged.case.outcome)


def reason_right(judged: Judged) -> float | None:
    """1 if the reason is the expected one, else 0.

    Applies to questions that expect a reason, and there to replies with the expected outcome: a wrong outcome
    is counted elsewhere. No part of `right`.
    """
    if judged.reply.outcome is not judged.case.outcome:
        return None
    return float(judged.reply.reason is judged.case.reason)


def premise_handled(judged: Judged) -> float:
    """1 if a false premise is corrected, else 0. Applies where `corrected` is expected."""
    return float(judged.reply.outcome is Outcome.CORRECTED)


def citations_suffice(case: Case, cited: tuple[str, ...]) -> bool:
    """Whether the cited passages make an answer right.

    At least half of the (distinct) cited ones are gold or acceptable, and one of them is; for the kinds in
    `ALL_GOLD_KINDS` every gold passage is cited.
    """
    fitting = sum(passage in case.relevant for passage in cited)
    if 2 * fitting < len(cited) or not fitting:
        return False
    return case.kind not in ALL_GOLD_KINDS or set(case.gold) <= set(cited)


def why_wrong(judged: Judged) -> tuple[str, ...]:
    """What keeps a reply from being right, for people; empty for a right one."""
    case, reply = judged.case, judged.reply
    reasons = []
    if reply.outcome is not case.outcome:
        reasons.append(f"預期 {case.outcome}，得到 {reply.outcome}")
    reasons += [f"缺少「{'／'.join(phrases)}」" for phrases in missing_phrases(judged)]
    if case.number is not None and not holds_number(judged):
        reasons.append(f"沒有數字 {case.number}")
    if case.wants_citation and not citations_suffice(case, reply.cited):
        reasons.append(_citation_fault(case, reply.cited))
    reasons += [f"出現禁止的「{pattern}」" for pattern in forbidden_matches(judged)]
    return tuple(reasons)


def _citation_fault(case: Case, cited: tuple[str, ...]) -> str:
    if not cited:
        return "沒有引用"
    if not case.relevant.intersection(cited):
        return "引用的都不是應引用的段落"
    absent = [passage for passage in case.gold if passage not in cited]
    if case.kind in ALL_GOLD_KINDS and absent:
        return f"未引用 {'、'.join(absent)}"
    return "一半以上的引用不是應引用的段落"


def right(judged: Judged) -> float:
    """1 if the reply is right, else 0: the one strict verdict. Applies to all.

    Right: the expected outcome; every must phrase (any alternative; NFKC, blanks removed); the number as a
    whole number if one is asked; if the question is to be answered, a cited passage among gold or acceptable
    (for lists and multi-passage questions: every gold one) with at least half of the cited ones among them;
    and no forbidden pattern. A question to be declined or small talk needs no citation.
    """
    return float(not why_wrong(judged))
