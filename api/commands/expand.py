"""`planbot expand`: a language model proposes what is to be known of a plan; people decide what of it is taken over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.check import set_questions
from api.commands.expand_summary import page, summary
from api.commands.options import AsJson
from api.errors import SettingsError, UsageError
from api.plans import plan_source
from api.settings import Settings, read_settings
from api.terminal import progress_bar
from corpus import Node, Plan, load_plan

if TYPE_CHECKING:
    from bot.expanding import Kind, Proposer

HELP = (
    "請 PLANBOT_LLM 的語言模型為計畫擬題庫、詞庫與相近問題；全部標為未審閱，寫進提案資料夾，不動計畫本身。"
    "中斷後再執行一次，只問還沒完成的。審閱與採用的步驟見 docs/knowledge.md。"
)
EXIT_CODES = (
    "結束碼：0 要問的都問完了；1 失敗，原因寫在標準錯誤輸出；2 用法不對；"
    "3 有些沒有可用的回覆，再執行一次只問這些。"
)
INCOMPLETE = 3


def expand(
    plan: Annotated[
        str | None,
        typer.Argument(metavar="計畫", help="隨附計畫的編號或計畫資料夾；未指定時是 PLANBOT_PLAN 的計畫。"),
    ] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="資料夾", help="提案寫在這裡；未指定時是 PLANBOT_HOME 的 proposals/計畫編號。"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="種類", help="只擬這一種，可重複：questions、lexicon、near-misses。"),
    ] = None,
    passage: Annotated[
        list[str] | None,
        typer.Option(metavar="編號", help="只擬這一處與它以下的，可重複，例如 2.1 或完整的段落編號。"),
    ] = None,
    per_passage: Annotated[
        int, typer.Option(min=1, max=200, help="每一段請模型擬幾題；標題、詞庫與相近問題各擬三分之一。")
    ] = 36,
    limit: Annotated[int | None, typer.Option(min=1, help="這一次最多問模型幾次。")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="同時問幾次；不影響結果的順序。")] = 4,
    as_json: AsJson = False,
) -> None:
    """Propose knowledge of a plan."""
    # Late: the language model's packages take a second, which help does without.
    from bot.expanding import Expander, tasks_of

    settings = read_settings()
    source = plan_source(plan or settings.plan)
    read = load_plan(source)
    tasks = tasks_of(read, _kinds(only or ()), [_node(read, name) for name in passage or ()])
    proposer = _proposer(settings, read, per_passage)
    folder = out or settings.home / "proposals" / read.plan_id
    expander = Expander(source, read, folder, set_questions(None))
    with progress_bar("擬題") as progress:
        run = expander.run(proposer, tasks, limit=limit, jobs=jobs, progress=progress)
    report = summary(run, folder, proposer.hand)
    typer.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else "\n".join(page(report)))
    raise typer.Exit(INCOMPLETE if run.failed else 0)


def _kinds(names: Sequence[str]) -> list[Kind]:
    from bot.expanding import Kind  # late, as above

    if unknown := sorted(set(names) - set(Kind)):
        msg = f"沒有種類「{unknown[0]}」；--only 可用的值：{'、'.join(Kind)}。"
        raise UsageError(msg)
    return [kind for kind in Kind if not names or kind in names]


def _node(plan: Plan, name: str) -> Node:
    node = plan.nodes.get(name) or plan.nodes.get(f"{plan.plan_id}/{name}")
    if node is None:
        msg = f"計畫 {plan.plan_id} 裡沒有「{name}」。編號可由 planbot plan 查得。"
        raise UsageError(msg)
    return node


def _proposer(settings: Settings, plan: Plan, per_passage: int) -> Proposer:
    if settings.llm is None:
        msg = (
            "沒有可以擬題的語言模型。請設定 PLANBOT_LLM（例如 openai:gpt-4o-mini）；"
            "自己的服務另設 PLANBOT_LLM_BASE_URL，需要金鑰時設 PLANBOT_LLM_API_KEY。說明在 docs/settings.md。"
        )
        raise SettingsError(msg)
    # Late, as above.
    from bot.expanding import Proposer
    from bot.language_model import open_chat_model

    model = open_chat_model(settings.llm, settings.llm_base_url, settings.llm_api_key, settings.llm_timeout_s)
    return Proposer(model, settings.llm, plan, per_passage)
