"""Searching one plan: places named by id, label or heading first, then what the channels find."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from corpus import Level, Node, Plan
from corpus.text import compact
from index.errors import InputError
from index.expansion import Expansion
from index.script import normalise
from index.search import Hit, Index
from index.segmentation import runs

_LOOSE = re.compile(r"[^\w]|[第點項條款之的]|業務")  # what is left out of labels, or put in
_ASKED = re.compile(r"(?:是哪|是什麼|寫什麼|在哪|內容|全文|原文).{0,3}$")
_SHORTEST = 3  # characters of a label typed loosely, as of 壹二七


def loosened(label: str) -> str:
    """A label without what people leave out or put in when they type one (「壹 二 七」, 「第五點」), and what they ask of it."""
    return _LOOSE.sub("", _ASKED.sub("", normalise(label)))


class PlanIndex:
    """A plan with the index that was built from it."""

    def __init__(self, plan: Plan, index: Index, expansion: Expansion | None = None) -> None:
        """Join a plan with its index, and with what is added to queries."""
        self.plan = plan
        self.index = index
        self.expansion = expansion or Expansion()

    @property
    def version(self) -> str:
        """Names this very index; equal for equal contents."""
        return self.index.version

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        part: int | None = None,
        work_plan: str | None = None,
        category: str | None = None,
    ) -> list[Hit]:
        """Return the best `k` passages by falling score, ties by id.

        Args:
            query: an id, a label or a heading (its passages come first, with score 1), or any question.
            k: how many at most.
            part: 0 preface, 1 goals, 2 work plans.
            work_plan: id or name.
            category: 社會發展 or 科技發展, as the plan has them.

        Raises:
            InputError: the query holds nothing to search for, or a filter has an unknown value.
        """
        among = self._filtered(part, work_plan, category)
        named = [
            self.index.numbers[node.passage_id] for node in self.named(query) if node.passage_id in among
        ]
        hits = [Hit(self.index.documents[number], 1.0, {}) for number in named[:k]]
        if len(hits) < k and runs(query):
            rest = {self.index.numbers[passage_id] for passage_id in among} - set(named)
            hits += self.index.search(self.expansion.expand(query), k - len(hits), among=rest)
        elif not hits:
            hits = self.index.search(query, k)  # refuses the query in the index's own words
        return hits

    def named(self, query: str) -> list[Node]:
        """The passages of the node that the query names by id, number, label or heading, if it names one."""
        nodes = self._names.get(compact(query).strip("。？?！!")) or self._places.get(loosened(query), [])
        found = {leaf.passage_id: leaf for node in nodes for leaf in self.plan.leaves(node)}
        return list(found.values())

    @cached_property
    def _names(self) -> dict[str, list[Node]]:
        names: dict[str, list[Node]] = defaultdict(list)
        for node in self.plan.nodes.values():
            for name in {node.passage_id, node.number, node.label, node.text, node.heading}:
                names[compact(name)].append(node)
        return names

    @cached_property
    def _places(self) -> dict[str, list[Node]]:
        """Nodes by their labels as people type them."""
        places: dict[str, list[Node]] = defaultdict(list)
        for node in self.plan.nodes.values():
            places[loosened(node.label)].append(node)
        return {place: nodes for place, nodes in places.items() if len(place) >= _SHORTEST}

    def _filtered(self, part: int | None, work_plan: str | None, category: str | None) -> set[str]:
        """Ids of the passages that pass all filters."""
        passages = {node.passage_id: node for node in self.plan.passages}
        if part is not None:
            root = self._require(f"{self.plan.plan_id}/{part}", "part", str(part), "0、1 或 2")
            passages = {
                leaf.passage_id: leaf for leaf in self.plan.leaves(root) if leaf.passage_id in passages
            }
        if work_plan is not None:
            root = self._work_plan(work_plan)
            passages = {
                leaf.passage_id: leaf for leaf in self.plan.leaves(root) if leaf.passage_id in passages
            }
        if category is not None:
            known = sorted({node.category for node in self.plan.nodes.values() if node.category})
            if category not in known:
                msg = f"category 是「{category}」，可用的值：{'、'.join(known)}。"
                raise InputError(msg)
            passages = {key: node for key, node in passages.items() if node.category == category}
        return set(passages)

    def _work_plan(self, name: str) -> Node:
        wanted = compact(name)
        for node in self.plan.of_level(Level.WORK_PLAN):
            if wanted in {compact(node.text), compact(node.passage_id), node.number}:
                return node
        names = "、".join(node.text for node in self.plan.of_level(Level.WORK_PLAN))
        msg = f"work_plan 是「{name}」，可用的值：{names}，或其編號。"
        raise InputError(msg)

    def _require(self, passage_id: str, field: str, given: str, allowed: str) -> Node:
        if node := self.plan.nodes.get(passage_id):
            return node
        msg = f"{field} 是「{given}」，可用的值：{allowed}。"
        raise InputError(msg)
