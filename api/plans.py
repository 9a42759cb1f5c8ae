"""The plan that the settings choose: where its folder is, and its tree with or without the reviewed file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.errors import HomeError
from corpus import PLANS, Plan, find_plans, node_json
from corpus.form import load_form
from corpus.library import ERRATA, MANIFEST, SOURCE, count_nodes, read_manifest
from corpus.parser import parse
from corpus.source import mend, read_errata, read_source


def plan_source(name: str) -> Path:
    """The folder of a plan: one that the project carries, by its id, or any folder.

    Raises:
        HomeError: there is neither.
    """
    for folder in (PLANS / name, Path(name).expanduser()):
        if (folder / MANIFEST).is_file():
            return folder
    known = "、".join(folder.name for folder in find_plans())
    msg = f"找不到計畫「{name}」。請改用隨附計畫的編號（{known}），或含有 {MANIFEST} 的資料夾。"
    raise HomeError(msg)


def parse_plan(folder: Path) -> Plan:
    """Parse a plan without comparing it with its reviewed tree, which may be what is to be written anew.

    Raises:
        CorpusError: manifest, source or errata are wrong, or the text breaks the form.
    """
    manifest = read_manifest(folder)
    source = mend(read_source(folder / SOURCE, sha256=manifest.sha256), read_errata(folder / ERRATA))
    return parse(source, manifest.plan_id, load_form()).plan


def plan_head(plan: Plan) -> dict[str, Any]:
    """What a plan is, and how many nodes it has of each kind."""
    names = ("plan_id", "title", "publisher", "year_roc", "year", "year_label")
    return {name: getattr(plan, name) for name in names} | {"counts": count_nodes(plan).model_dump()}


def plan_tree(plan: Plan) -> dict[str, Any]:
    """A plan with all its nodes in reading order."""
    return {**plan_head(plan), "nodes": [node_json(node) for node in plan.nodes.values()]}
