"""Rules about single rows and pairs of them: told by somebody, said once, and not worded like a neighbour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from corpus.checking.faults import Fault, Rule
from corpus.checking.likeness import ALIKE, Likeness, bigrams, plain
from corpus.checking.rows import Knowledge, Row
from corpus.claims import Claim
from corpus.families import Family
from corpus.lexicon import Entry
from corpus.text import compact


def check_provenance(knowledge: Knowledge) -> Iterator[Fault]:
    """Find rows that say nothing, or do not say who wrote them."""
    for row in knowledge.rows:
        if not all(text.strip() for text in row.wording):
            yield row.fault(Rule.PROVENANCE, "沒有文字。請補上或刪去這一列。")
        if not str(getattr(row.content, "hand", "")).strip():
            yield row.fault(Rule.PROVENANCE, "沒有寫是誰寫的（hand）。請補上。")


def check_duplicates(knowledge: Knowledge) -> Iterator[Fault]:
    """Find rows that say the same as one before them in files of their kind."""
    first: dict[Hashable, Row] = {}
    for row in knowledge.rows:
        before = first.setdefault((row.kind, _identity(row)), row)
        if before is not row:
            yield row.fault(Rule.DUPLICATES, f"與 {before.path.name} 第 {before.line} 列相同。請刪去一列。")


def check_likeness(knowledge: Knowledge) -> Iterator[Fault]:
    """Find questions worded like one before them that leads to the same node."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row, question in knowledge.questions:
        groups[question.passage].append(row)
    for rows in groups.values():
        texts = [plain(row.shown) for row in rows]
        grams = [bigrams(text) for text in texts]
        like = Likeness(grams, ALIKE)
        for number, row in enumerate(rows):
            for other, likeness in like.find(grams[number]):
                if other < number and texts[other] != texts[number]:  # the same text is told by another rule
                    before = f"「{rows[other].shown}」（{rows[other].path.name} 第 {rows[other].line} 列）"
                    message = f"與同一段的{before}太像（{likeness:.2f}）。請改寫或刪去一列。"
                    yield row.fault(Rule.LIKENESS, message)


def _identity(row: Row) -> Hashable:
    """What makes a row the same as another, apart from blanks, case and width."""
    match row.content:
        case Family() as family:
            return family.relation, frozenset(family.members)
        case Claim() as claim:  # the same sentence may be right of one passage and wrong of another
            return plain(claim.sentence), claim.cites
        case Entry() as entry:  # spellings differ by punctuation alone: 哺(集)乳室, 哺/集乳室
            return compact(entry.term)
    return tuple(plain(text) or compact(text) for text in row.wording)  # some say nothing but punctuation
