"""Rules about the bank as a whole: for every node questions enough, in many voices, of own words, off no template."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.bank import BANK, Question
from corpus.checking.faults import Fault, Rule
from corpus.checking.likeness import bigrams, plain
from corpus.checking.rows import Knowledge, Row
from corpus.plan import Level, Node, Plan
from corpus.text import fold

PASSAGE_LEAST, INNER_LEAST = (
    30,
    10,
)  # a sixth of a passage's questions held out still leaves five to measure by
VOICES_LEAST = 8
OWN_WORDS_LEAST = 8
FOREIGN = frozenset(
    {"english", "simplified"}
)  # voices that share no words with the plan for their script alone
TEMPLATE_LENGTH, TEMPLATE_USES = (
    6,
    4,
)  # characters (or Latin words), and how many questions begin or end with them
TEMPLATE_SHARE = 0.2
_INNER = frozenset({Level.GOAL, Level.WORK_PLAN, Level.ITEM})
_HAN = r"[\u3007\u3400-\u9fff]"
_UNIT = re.compile(rf"{_HAN}|[^\W_]+?(?={_HAN})|[^\W_]+")

Asked = tuple[Row, Question]


def check_balance(knowledge: Knowledge, folder: Path, plan: Plan) -> Iterator[Fault]:
    """Find nodes of which the bank has too few questions, or of too few kinds; a plan without a bank has no fault."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for row, question in knowledge.questions:
        groups[question.passage].append((row, question))
    if not groups:
        return
    from_template = _templates(knowledge, plan)
    for node in plan.nodes.values():
        asked = groups[node.passage_id]
        for rule, message in _wrong(node, asked, from_template):
            first = asked[0][0] if asked else None
            place, line = (first.path, first.line) if first else (folder / BANK, None)
            yield Fault(rule, place, line, node.passage_id, message)


def _wrong(
    node: Node, asked: Sequence[Asked], from_template: Mapping[Row, str]
) -> Iterator[tuple[Rule, str]]:
    least = PASSAGE_LEAST if node.is_leaf else INNER_LEAST if node.level in _INNER else 0
    if len(asked) < least:
        yield Rule.NUMBERS, f"只有 {len(asked)} 題，至少要 {least} 題。請補寫。"
    if not node.is_leaf:
        return
    own = _han_pairs(node.text)
    if (free := sum(_in_own_words(question, own) for _, question in asked)) < OWN_WORDS_LEAST:
        yield Rule.OWN_WORDS, f"只有 {free} 題不用這一段的字詞，至少要 {OWN_WORDS_LEAST} 題。請補寫。"
    if (voices := len({question.voice for _, question in asked})) < VOICES_LEAST:
        yield Rule.VOICES, f"只有 {voices} 種口吻，至少要 {VOICES_LEAST} 種。請補寫。"
    stamped = [from_template[row] for row, _ in asked if row in from_template]
    if len(stamped) > TEMPLATE_SHARE * len(asked):
        runs = "、".join(f"「{run}」" for run in sorted(set(stamped)))
        yield Rule.TEMPLATES, f"{len(asked)} 題裡有 {len(stamped)} 題出自句型 {runs}，最多五分之一。請改寫。"


def _in_own_words(question: Question, own: frozenset[str]) -> bool:
    """Whether a question shares no content word with the passage.

    No shared pair of Han characters means no shared word of two or more; it is stricter than cutting words,
    as it also counts pairs across words and function words.
    """
    return question.voice not in FOREIGN and not _han_pairs(question.text) & own


def _han_pairs(text: str) -> frozenset[str]:
    return frozenset(pair for pair in bigrams(plain(text)) if re.fullmatch(rf"{_HAN}{{2}}", pair))


def _templates(knowledge: Knowledge, plan: Plan) -> dict[Row, str]:
    """The rows that begin or end like many others of the same hand, with what they share.

    The plan's own words are no template: whoever asks for a thing by its name begins or ends so.
    """
    words = "\n".join("".join(_units(node.text)) for node in plan.nodes.values())
    runs = {row: list(_runs(question, words)) for row, question in knowledge.questions}
    uses = Counter(run for found in runs.values() for run in found)
    shared = {row: [run for run in found if uses[run] >= TEMPLATE_USES] for row, found in runs.items()}
    return {row: found[0][2] for row, found in shared.items() if found}


def _runs(question: Question, words: str) -> Iterator[tuple[str, str, str]]:
    """Hand, end and run of a question's first and last units, if it has more and they are not the plan's words."""
    units = _units(question.text)
    if len(units) <= TEMPLATE_LENGTH:
        return
    for end, run in (("first", units[:TEMPLATE_LENGTH]), ("last", units[-TEMPLATE_LENGTH:])):
        if "".join(run) not in words:
            yield question.hand, end, "".join(run)


def _units(text: str) -> list[str]:
    """The Han characters and Latin words of a text in order."""
    return _UNIT.findall(fold(text))
