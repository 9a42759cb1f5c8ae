"""The question bank as examples to rank by: each question, its passage, and passages our index takes for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Node, Plan
from corpus.bank import Question
from index.build import Progress
from index.errors import InputError
from index.plan_index import PlanIndex
from index.segmentation import runs


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the text that answers it, and texts that are easily taken for it, hardest first.

    Texts are headings with text, as the index reads them.
    """

    query: str
    positive: str
    negatives: tuple[str, ...]


def bank_examples(
    plan_index: PlanIndex, questions: Sequence[Question], *, count: int, progress: Progress | None = None
) -> list[Example]:
    """Return an example of each question that has anything to search for and any negative.

    The negatives are the passages that the index ranks highest, less those that may answer the question too:
    what the bank says of the same wording, and what stands above or below that.

    Args:
        plan_index: the plan with its index.
        questions: of the plan's bank.
        count: negatives of each question, at most.
        progress: told after each question.

    Raises:
        InputError: nothing is left to learn from.
    """
    answers: dict[str, set[str]] = defaultdict(set)
    for question in questions:
        answers[question.text] |= _kin(plan_index.plan, plan_index.plan.nodes[question.passage])
    examples: list[Example] = []
    for done, question in enumerate(questions, 1):
        negatives = _negatives(plan_index, question.text, answers[question.text], count)
        if negatives:
            positive = plan_index.index.documents[plan_index.index.numbers[question.passage]]
            examples.append(Example(question.text, positive.searched, negatives))
        if progress:
            progress(done, len(questions))
    if not examples:
        msg = f"計畫 {plan_index.plan.plan_id} 沒有可用的題庫。請在計畫資料夾的 bank/ 放入問題（格式見 docs/data.md）。"
        raise InputError(msg)
    return examples


def _negatives(plan_index: PlanIndex, text: str, answering: set[str], count: int) -> tuple[str, ...]:
    if not runs(text):
        return ()
    hits = plan_index.index.search(text, count + len(answering))
    found = [hit.document.searched for hit in hits if hit.document.document_id not in answering]
    return tuple(found[:count])


def _kin(plan: Plan, node: Node) -> set[str]:
    """The ids of a node and of all above and below it."""
    below = (other for other in plan.nodes.values() if node in plan.ancestors(other))
    return {one.passage_id for one in (node, *plan.ancestors(node), *below)}
