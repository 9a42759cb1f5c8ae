"""From a plan's text as published to a proven tree of citable passages."""

from corpus.errors import CorpusError, PlanbotError
from corpus.library import PLANS, find_plans, load_plan, node_json, tree_json
from corpus.plan import Level, Node, Plan

__all__ = [
    "PLANS",
    "CorpusError",
    "Level",
    "Node",
    "Plan",
    "PlanbotError",
    "find_plans",
    "load_plan",
    "node_json",
    "tree_json",
]
