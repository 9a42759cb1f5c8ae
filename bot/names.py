"""Inner nodes that a question names by (part of) their heading, or by its usual short form."""

from __future__ import annotations

import re
from functools import cached_property

from corpus import Level, Node, Plan
from corpus.text import compact
from index.script import normalise

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST = 4  # characters of a heading's part that may stand for the whole
_BRACKET = re.compile(r"[(（][^)）]*[)）]")


class Names:
    """Knows a plan's headings, whole and in parts."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def find(self, question: str) -> list[Node]:
        """The inner nodes whose heading, or a part of it between commas, stands in the question; longest first."""
        text = compact(normalise(question))
        found = [(len(part), node) for part, node in self._parts if part in text]
        found.sort(key=lambda row: -row[0])
        nodes = list(dict.fromkeys(node for _, node in found))
        # A heading inside a longer one that was found too is not named by itself.
        return [node for node in nodes if not any(node is not other and compact(node.text) in compact(other.text) for other in nodes)]

    def short_form(self, question: str) -> Node | None:
        """The work plan meant by a short form before the common end of their names (職安業務, 研究業務)."""
        if not self._common_end:
            return None
        text = compact(normalise(question))
        for match in re.finditer(rf"([\u3400-\u9fff]{{2,10}}?)(?:那個|這個|那一?塊|的|那)?{self._common_end}", text):
            for start in range(len(match[1]) - 1):
                short = match[1][start:]
                if fitting := [node for node in self._work_plans if _is_subsequence(short, compact(node.text))]:
                    return min(fitting, key=lambda node: len(node.text))
        return None

    @cached_property
    def _work_plans(self) -> tuple[Node, ...]:
        return self._plan.of_level(Level.WORK_PLAN)

    @cached_property
    def _common_end(self) -> str:
        """The characters that all work plans' names end with, such as 業務."""
        names = [compact(node.text) for node in self._work_plans]
        end = ""
        while names and len(end) < min(map(len, names)) - 2 and len({name[-len(end) - 1 :] for name in names}) == 1:
            end = names[0][-len(end) - 1 :]
        return end

    @cached_property
    def _parts(self) -> list[tuple[str, Node]]:
        rows: list[tuple[str, Node]] = []
        for node in self._plan.nodes.values():
            if node.is_leaf or node.level in {Level.PREFACE, Level.PART}:
                continue
            whole = compact(node.text)
            short = _BRACKET.sub("", whole)
            parts = {whole, short, *short.split(",")}
            if node.level is Level.WORK_PLAN and self._common_end:
                parts.add(whole.removesuffix(self._common_end))
            rows.extend((part, node) for part in parts if len(part) >= _SHORTEST)
        return rows


def _is_subsequence(short: str, name: str) -> bool:
    """Whether `short` is made of the name's characters in order, from its beginning's word on (職安 in 職業安全衛生)."""
    rest = iter(name)
    return all(char in rest for char in short)
