"""From the parser's drafts, in reading order, to linked nodes with labels and headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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
    by_path = {draft.path: draft for draft in drafts}
    children: dict[Path, list[Path]] = defaultdict(list)
    peers: dict[Level, list[Path]] = defaultdict(list)
    for path, draft in by_path.items():
        children[path[:-1]].append(path)
        peers[draft.level].append(path)
    before, after = _neighbours(peers.values())

    def name(path: Path | None) -> str | None:
        return f"{plan_id}/{'.'.join(map(str, path))}" if path else None

    nodes: dict[str, Node] = {}
    for path, draft in by_path.items():
        parent = by_path.get(path[:-1])
        above = nodes[name(path[:-1]) or ""] if parent else None
        node = Node(
            passage_id=name(path) or "",
            plan=plan_id,
            level=draft.level,
            label=_label(draft, above, form),
            headings=(*above.headings, above.heading) if above else (),
            category=draft.category or (above.category if above else None),
            mark=draft.mark,
            text=draft.text,
            span=draft.span,
            parent=above.passage_id if above else None,
            previous=name(before.get(path)),
            next=name(after.get(path)),
            children=tuple(name(child) or "" for child in children[path]),
        )
        nodes[node.passage_id] = node
    return nodes


def _neighbours(groups: Iterable[list[Path]]) -> tuple[dict[Path, Path], dict[Path, Path]]:
    """Each path's neighbour before and behind it among those of its level."""
    after = {path: behind for group in groups for path, behind in zip(group, group[1:], strict=False)}
    return {behind: path for path, behind in after.items()}, after


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
