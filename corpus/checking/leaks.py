"""Questions of evaluation sets that have found their way among what is indexed or learned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.checking.faults import Fault, Rule
from corpus.checking.likeness import ALIKE, Grams, Likeness, bigrams, plain
from corpus.checking.rows import Knowledge, Row
from corpus.claims import Claim
from corpus.errors import SourceError
from corpus.families import Family
from corpus.lexicon import Entry
from corpus.plan import Plan

# A text of fewer different pairs (under eight characters, or one that repeats itself) is a greeting, a label or a
# bare name; whoever means the thing writes the same, and one pair more or less moves its Jaccard by a sixth.
FEWEST_PAIRS = 7


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question of an evaluation set that is asked without turns before it."""

    path: Path
    line: int
    text: str


def read_set(path: Path) -> tuple[SetQuestion, ...]:
    """Return the single-turn questions of an evaluation set, a JSON Lines file whose rows have `turns`.

    Raises:
        SourceError: it cannot be read, or names the line that has no turns.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        turns = [json.loads(line)["turns"] for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"無法讀取題集 {path}（{error}）。請指定每行都有 turns 的 JSON Lines 檔。"
        raise SourceError(msg) from error
    return tuple(
        SetQuestion(path, number, _said(asked[-1]))
        for number, asked in enumerate(turns, 1)
        if len(asked) == 1
    )


def _said(turn: str | Mapping[str, str]) -> str:
    return turn if isinstance(turn, str) else turn["content"]


class Guard:
    """Tells which question of the evaluation sets a text is worded like."""

    def __init__(self, plan: Plan, questions: Iterable[SetQuestion]) -> None:
        """Guard these questions; those that are too short or the plan's own are left out (see `like`)."""
        self._places = "\n".join(
            plain(part) for node in plan.nodes.values() for part in (node.label, node.text)
        )
        self._questions: list[SetQuestion] = []
        grams: list[Grams] = []
        for question in questions:
            if pairs := self._telling(question.text):
                self._questions.append(question)
                grams.append(pairs)
        self._like = Likeness(grams, ALIKE)

    def like(self, text: str) -> tuple[SetQuestion, float] | None:
        """Return the question that a text is most like and their Jaccard; None if it is like none.

        A text of few pairs, or made of the plan's own words alone (a heading, keywords out of it), leads to
        its place whoever writes it, and tells nothing of a set; it is like none, nor is any text like it.
        """
        found = self._like.find(self._telling(text))
        number, likeness = max(found, key=lambda one: one[1], default=(-1, 0.0))
        return (self._questions[number], likeness) if likeness else None

    def _telling(self, text: str) -> Grams:
        """The pairs of a text that has a wording of its own, else none."""
        pairs = bigrams(plain(text))
        quoted = all(plain(part) in self._places for part in text.split())
        return frozenset() if len(pairs) < FEWEST_PAIRS or quoted else pairs


def check_leaks(knowledge: Knowledge, plan: Plan, questions: Sequence[SetQuestion]) -> Iterator[Fault]:
    """Find questions worded like one of the evaluation sets; every turn of a dialogue is looked at."""
    guard = Guard(plan, questions)
    for row in knowledge.rows:
        if not _is_asked(row):
            continue
        for text in row.wording:
            if found := guard.like(text):
                asked, likeness = found
                before = f"「{asked.text}」（{asked.path.name} 第 {asked.line} 列）"
                yield row.fault(Rule.LEAKS, f"與題集的{before}太像（{likeness:.2f}）。請改寫或刪去這一列。")


def _is_asked(row: Row) -> bool:
    return not isinstance(row.content, Entry | Claim | Family)
