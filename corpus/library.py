"""The plans that the project carries or a folder holds: read, parsed, proven, and as they were reviewed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpus.conservation import check_conservation
from corpus.errors import SourceError, TreeError
from corpus.form import load_form
from corpus.parser import parse
from corpus.plan import Level, Node, Plan
from corpus.source import mend, read_errata, read_json, read_source

PLANS = Path(__file__).parent / "plans"
MANIFEST, SOURCE, ERRATA, TREE = "manifest.json", "source.txt", "errata.json", "tree.json"


class Counts(BaseModel):
    """How many nodes of each kind a plan is known to have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paragraphs: int
    goals: int
    strategies: int
    work_plans: int
    items: int
    contents: int
    passages: int
    categories: dict[str, int]


class Manifest(BaseModel):
    """What a plan's source is, where it comes from and what it must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_id: str
    title: str
    publisher: str
    year_roc: int
    year: int
    source: str
    licence: str
    sha256: str
    counts: Counts


def read_manifest(folder: Path) -> Manifest:
    """Read a plan folder's manifest; raises `SourceError` naming what is wrong with it."""
    path = folder / MANIFEST
    if not path.is_file():
        msg = f"{folder} 裡沒有 {MANIFEST}。請指定一個計畫資料夾（例如 {PLANS / 'mol-111'}）。"
        raise SourceError(msg)
    return read_json(path, TypeAdapter(Manifest))


def load_plan(folder: Path) -> Plan:
    """Return the plan of a folder, parsed from its source and proven.

    Raises:
        CorpusError: the source differs from its manifest, an erratum or the form does not match, the tree
            lost a character or differs from the reviewed tree beside it.
    """
    manifest = read_manifest(folder)
    published = read_source(folder / SOURCE, sha256=manifest.sha256)
    form = load_form()
    parsed = parse(mend(published, read_errata(folder / ERRATA)), manifest.plan_id, form)
    check_conservation(parsed, published, form)
    _check_manifest(parsed.plan, manifest)
    _check_reviewed(parsed.plan, folder / TREE)
    return parsed.plan


def find_plans(folder: Path = PLANS) -> tuple[Path, ...]:
    """The plan folders in `folder`, by name."""
    return tuple(sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")))


def count_nodes(plan: Plan) -> Counts:
    """Count a plan's nodes as its manifest does."""
    levels = Counter(node.level for node in plan.nodes.values())
    categories = Counter(item.category or "" for item in plan.of_level(Level.ITEM))
    return Counts(
        paragraphs=levels[Level.PARAGRAPH],
        goals=levels[Level.GOAL],
        strategies=levels[Level.STRATEGY],
        work_plans=levels[Level.WORK_PLAN],
        items=levels[Level.ITEM],
        contents=levels[Level.CONTENT],
        passages=len(plan.passages),
        categories=dict(sorted(categories.items())),
    )


def node_json(node: Node) -> dict[str, Any]:
    """A node as JSON holds it, in files and over HTTP."""
    return {name: getattr(node, name) for name in Node.__slots__}


def tree_json(plan: Plan) -> str:
    """The reviewed tree file's text: one node a line, so that a review shows a change where it is."""
    rows = [json.dumps(node_json(node), ensure_ascii=False) for node in plan.nodes.values()]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _check_manifest(plan: Plan, manifest: Manifest) -> None:
    stated = (manifest.title, manifest.publisher, manifest.year_roc, manifest.year, manifest.counts)
    found = (plan.title, plan.publisher, plan.year_roc, plan.year, count_nodes(plan))
    for expected, actual in zip(stated, found, strict=True):
        if expected != actual:
            difference = f"清單寫的是「{expected}」，剖析得到「{actual}」"
            msg = f"{plan.plan_id}：{difference}。請核對 {MANIFEST} 與原文。"
            raise TreeError(msg)


def _check_reviewed(plan: Plan, path: Path) -> None:
    # Bytes that are not UTF-8 become U+FFFD, which no tree holds, and so a difference that names its line.
    reviewed = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if reviewed == tree_json(plan):
        return
    lines = zip(reviewed.splitlines(), tree_json(plan).splitlines(), strict=False)
    differing = next((number for number, (old, new) in enumerate(lines, 1) if old != new), 1)
    msg = (
        f"{path} 與剖析結果不同（第 {differing} 行起）。若剖析才是對的，請以 "
        f"planbot plan --tree {plan.plan_id} > {path.name} 重寫並審閱差異。"
    )
    raise TreeError(msg)
