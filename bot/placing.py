"""Where something stands: the nodes that hold what a question asks the place of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.asking import BLANK, Asked, levels_in
from bot.cues import cues
from bot.mentioned import QUOTED
from bot.names import Names
from bot.query import Operation, Query, holds, squeezed
from bot.scopes import Scopes
from corpus import Level, Node, Plan

_BETWEEN = re.compile(r"和|跟|與|及|、")
_SEVERAL = re.compile(r"哪[幾些兩三]?個?(?:處|地方)|[幾兩三]處")
_MARKS = re.compile(r"^[\s「」『』\"“”'?,。在是]+|[\s「」『』\"“”'?,。在是]+$")
_LINK = re.compile(r"在|是|於")
_MOST = 10  # places told at once
_NEAR = 5  # characters behind a cue in which the kind of place can stand
_SHORTEST = 2  # characters of what is looked for
_INNER = (Level.ITEM, Level.GOAL, Level.WORK_PLAN)
_KINDS: dict[Level | None, tuple[Level, ...]] = {  # what is looked for by the kind of place asked for
    Level.GOAL: (Level.GOAL,),
    Level.WORK_PLAN: (Level.ITEM, Level.WORK_PLAN),
    Level.ITEM: (Level.ITEM,),
}
_PART_OF = {Level.GOAL: Level.GOAL, Level.WORK_PLAN: Level.WORK_PLAN, Level.ITEM: Level.WORK_PLAN}


class Placing:
    """Answers where-questions about one plan as far as its own words settle them."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes

    def read(self, asked: Asked) -> Query | None:
        """Return the query for the places asked for; None if no node holds the words, so that searching must say."""
        if (cue := cues("structure")["where"].search(asked.shape)) is None:
            return None
        place = asked.shape[cue.start() : cue.end() + _NEAR]
        level = next((kind for _, kind in levels_in(place)), None) or _unit_level(place)
        topic, scope = self._split(asked, cue)
        if quoted := self._quoted(asked, level):
            return Query(Operation.WHERE, nodes=tuple(node.passage_id for node in quoted))
        nodes: dict[Node, None] = {}
        for mention in asked.mentions:
            if mention.node is not scope and mention.end <= cue.start() and mention.node.level in _INNER:
                nodes[mention.node] = None
        if nodes and len(self._names.rest(topic)) >= _SHORTEST:
            return None  # more is said than the names
        for part in () if nodes else _BETWEEN.split(topic):
            phrase = _apart(self._phrase(part)) if _SEVERAL.search(place) else self._phrase(part)
            looks = [self._holding(phrase, level, scope), self._short(part, level, scope)]
            found = next(filter(None, reversed(looks) if levels_in(part) else looks), None)
            if not found:
                return None
            nodes |= dict.fromkeys(found)
        ids = tuple(node.passage_id for node in nodes)
        return Query(Operation.WHERE, nodes=ids) if 0 < len(ids) <= _MOST else None

    def _quoted(self, asked: Asked, level: Level | None) -> list[Node]:
        """The nodes that hold a quotation of which a heading is only a part, or all that is quoted together."""
        for match in QUOTED.finditer(asked.text):
            if len(parts := _BETWEEN.split(match[1])) > 1 and min(map(len, parts)) >= _SHORTEST:
                return self._holding(" ".join(parts), level, None)
            rest = asked.shape[match.start(1) : match.end(1)]
            if BLANK in rest and rest.strip(BLANK):
                return self._holding(match[1], level, None)
        return []

    def _split(self, asked: Asked, cue: re.Match[str]) -> tuple[str, Node | None]:
        """What is looked for, and the node below which the question asks for its place, if it names one."""
        head = asked.shape[: cue.start()]
        numbers = [number for step in asked.steps if step.level is Level.PART for number in step.numbers]
        parts = self._plan.of_level(Level.PART)
        scope = parts[numbers[0] - 1] if numbers and 1 <= numbers[0] <= len(parts) else None
        for link in reversed(list(_LINK.finditer(head))):
            behind = [mention.node for mention in asked.mentions if link.end() <= mention.start < cue.start()]
            if named := (behind[0] if behind else self._scopes.short(head[link.end() :])):
                return head[: link.start()], named
        return (head if head.strip() else asked.shape[cue.end() :]), scope

    def _phrase(self, text: str) -> str:
        """The words looked for, without those that any question has at its edges."""
        edges = cues("structure")["edges"]
        while (shorter := edges.sub("", _MARKS.sub("", text))) != text:
            text = shorter
        return text.replace(BLANK, "")

    def _holding(self, phrase: str, level: Level | None, scope: Node | None) -> list[Node]:
        """The nodes that hold the phrase as it stands: headings if an item or goal is asked for, else passages."""
        if len(phrase) < _SHORTEST:
            return []
        holding = [node for node in self._inside(scope, level) if holds(squeezed(node.text), phrase)]
        leaves = [node for node in holding if node.is_leaf]
        inner = [node for node in holding if node.level in _INNER]
        if level in _KINDS:
            kinds = _KINDS[level]
            headings = [node for kind in kinds for node in inner if node.level is kind]
            return headings[:1] if headings else self._with_parent(leaves, level)
        covering = [node for node in inner if all(node in self._plan.ancestors(leaf) for leaf in leaves)]
        if covering and len(leaves) != 1 and level is None:
            return covering[-1:]
        return leaves or inner

    def _with_parent(self, leaves: Sequence[Node], level: Level | None) -> list[Node]:
        """Passages; if all stand below one item that was asked for, the item and the first of them."""
        parents = {leaf.parent for leaf in leaves}
        if level is Level.ITEM and len(leaves) > 1 and len(parents) == 1 and (parent := leaves[0].parent):
            return [self._plan.nodes[parent], leaves[0]]
        return list(leaves)

    def _short(self, text: str, level: Level | None, scope: Node | None) -> list[Node]:
        """The inner node whose heading the words are a short form of, if the question asks for such a node's place."""
        if level is None and len(self._names.rest(text)) < _SHORTEST:
            return []
        kinds = _KINDS.get(level, _INNER if level is None else ())
        found = self._scopes.short(text, among=kinds, under=[scope] if scope else []) if kinds else None
        return [found] if found else []

    def _inside(self, scope: Node | None, level: Level | None) -> list[Node]:
        """All nodes below the scope; without one those of the part in which the kind asked for stands."""
        if scope is None and level in _PART_OF:
            first = self._plan.of_level(_PART_OF[level])
            scope = self._plan.nodes[first[0].parent] if first and first[0].parent else None
        nodes = list(self._plan.nodes.values())
        return [node for node in nodes if scope in self._plan.ancestors(node)] if scope else nodes


def _apart(phrase: str) -> str:
    """The words of a phrase, each of two characters as most are; where several places are asked for, their order is free."""
    if len(phrase) < 2 * _SHORTEST or len(phrase) % 2:
        return phrase
    return " ".join(phrase[at : at + 2] for at in range(0, len(phrase), 2))


def _unit_level(cue: str) -> Level | None:
    """The kind of place that a cue's unit means: 項 an item, 點 and 條 a passage."""
    if re.search(r"[哪幾]一?個?項|第幾個?$|排第幾", cue):
        return Level.ITEM
    return Level.PARAGRAPH if re.search(r"[哪幾]一?個?(?:點|條|段)", cue) else None
