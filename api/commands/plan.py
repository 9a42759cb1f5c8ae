"""`planbot plan`: the plan as a tree, for people, for programs, or as the reviewed file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from api.commands.options import AsJson
from api.plans import parse_plan, plan_source, plan_tree
from api.settings import read_settings
from corpus import Plan, load_plan, tree_json

HELP = "印出計畫的樹狀結構，每一段前面是它的編號。"


def plan(
    tree: Annotated[
        str | None,
        typer.Option(
            "--tree", metavar="計畫", help="重新剖析這個計畫並印出 tree.json 的內容，不與審閱過的檔案比對。"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print the plan."""
    if tree is not None:
        typer.echo(tree_json(parse_plan(plan_source(tree))), nl=False)
        return
    shown = load_plan(plan_source(read_settings().plan))
    if as_json:
        typer.echo(json.dumps(plan_tree(shown), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(shown)))


def _lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.title}（西元 {plan.year} 年，{plan.plan_id}，{len(plan.passages)} 段）"
    for node in plan.nodes.values():
        depth = len(plan.ancestors(node))
        category = f"〔{node.category}〕" if node.category and not node.is_leaf else ""
        yield f"{'  ' * depth}{node.number}  {node.heading}{category}"
