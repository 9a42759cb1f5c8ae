"""What citations are checked against: the texts behind passage ids, of our plans or any passages file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import PLANS, Plan, find_plans, load_plan


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable place.

    Attributes:
        text: what a quote of it must stand in, with the mark.
        context: what stands above it (headings, title).
        leaves: ids below it, itself for a leaf.
        children: how many places are directly below it.
    """

    passage_id: str
    text: str
    context: str
    leaves: tuple[str, ...]
    children: int = 0


class Passages:
    """Passages by id; unknown ids have no text, so that nothing citing them is supported."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Keep the passages by id."""
        self._by_id: Mapping[str, Passage] = {passage.passage_id: passage for passage in passages}

    def __contains__(self, passage_id: object) -> bool:
        """Whether there is such a place."""
        return passage_id in self._by_id

    def __iter__(self) -> Iterator[Passage]:
        """All places in reading order."""
        return iter(self._by_id.values())

    def text(self, passage_id: str) -> str:
        """The place's own text (an inner node's heading); empty for an unknown id."""
        found = self._by_id.get(passage_id)
        return found.text if found else ""

    def evidence(self, passage_id: str) -> str:
        """All that citing the place brings: headings above, its text, an inner node's leaves' texts."""
        found = self._by_id.get(passage_id)
        if found is None:
            return ""
        below = (self._by_id[leaf].text for leaf in found.leaves if leaf != passage_id)
        return "\n".join((found.context, found.text, *below))

    def counts(self, passage_id: str) -> frozenset[int]:
        """The numbers that citing the place vouches for unwritten: of children and of leaves."""
        found = self._by_id.get(passage_id)
        return frozenset((found.children, len(found.leaves))) if found and found.children else frozenset()

    def leaves(self, passage_id: str) -> tuple[str, ...]:
        """The leaves at or below; an unknown id is its own leaf."""
        found = self._by_id.get(passage_id)
        return found.leaves if found else (passage_id,)


def plan_passages(plans: Iterable[Plan]) -> Passages:
    """The nodes of plans."""
    return Passages(
        Passage(
            node.passage_id,
            node.heading,
            "\n".join(node.headings),
            tuple(leaf.passage_id for leaf in plan.leaves(node)),
            len(node.children),
        )
        for plan in plans
        for node in plan.nodes.values()
    )


def our_passages(folder: Path = PLANS) -> Passages:
    """The passages of the plans that the project carries."""
    return plan_passages(load_plan(found) for found in find_plans(folder))


def file_passages(path: Path) -> Passages:
    """The passages of a JSON Lines file with `id` (or `_id`), `text`, `title`.

    Raises:
        InputError: naming the line that is malformed.
    """
    # Late: the index package's reader is needed for other people's passages only.
    from index.documents import read_documents

    return Passages(Passage(d.document_id, d.text, d.title, (d.document_id,)) for d in read_documents(path))
