"""From the parser's drafts, in reading order, to linked nodes with labels and headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corpus.form import Form
from corpus.numerals import han_numeral
from corpus.plan import Level, Node, Span

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A node as the parser meets it: its path of numbers, and what stands there."""

    path: Path
    level: Level
    text: str
    span: tuple[Span, ...]
    mark: str | None = None
    category: str | None = None


def grow(plan_id: str, drafts: Iterable[Draft], form: Form) -> dict[str, Node]:
    """Return the nodes by passage id, in the drafts' order (parents stand before children)."""
    by_id = {f"{plan_id}/{'.'.join(map(str, draft.path))}": draft for draft in drafts}
    links = _Links(by_id)
    nodes: dict[str, Node] = {}
    for passage_id, draft in by_id.items():
        above = nodes.get(_parent(passage_id))
        nodes[passage_id] = Node(
            passage_id=passage_id,
            plan=plan_id,
            level=draft.level,
            label=_label(draft, above, form),
            headings=(*above.headings, above.heading) if above else (),
            category=draft.category or (above.category if above else None),
            mark=draft.mark,
            text=draft.text,
            span=draft.span,
            parent=above.passage_id if above else None,
            previous=links.before.get(passage_id),
            next=links.after.get(passage_id),
            children=tuple(links.below.get(passage_id, ())),
        )
    return nodes


class _Links:
    """What stands below each node, and before and behind it among those of its level."""

    def __init__(self, drafts: Mapping[str, Draft]) -> None:
        """Link the drafts, given by passage id in reading order."""
        self.below: dict[str, list[str]] = defaultdict(list)
        peers: dict[Level, list[str]] = defaultdict(list)
        for passage_id, draft in drafts.items():
            self.below[_parent(passage_id)].append(passage_id)
            peers[draft.level].append(passage_id)
        self.after = {one: behind for group in peers.values() for one, behind in pairwise(group)}
        self.before = {behind: one for one, behind in self.after.items()}


def _parent(passage_id: str) -> str:
    """The id that a node's parent would have; no node's id for a part or the preface."""
    return passage_id.rpartition(".")[0]


def _label(draft: Draft, above: Node | None, form: Form) -> str:
    """The place in the plan's own words; a single unnumbered content is called by its item."""
    match draft.level:
        case Level.PREFACE:
            return form.preface
        case Level.PARAGRAPH:
            return f"{form.preface}、{form.paragraph.format(han_numeral(draft.path[-1]))}"
        case Level.PART:
            return (draft.mark or "").rstrip("、")
    outer = above.label if above else ""
    own = draft.mark.rstrip("、") if draft.mark else draft.text
    match draft.level:
        case Level.GOAL | Level.STRATEGY | Level.WORK_PLAN:
            return f"{outer}、{own}"
        case Level.CONTENT if draft.mark is None:
            return outer
    return f"{outer}／{own}"
