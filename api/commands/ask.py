"""`planbot ask`: one question, one cited answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from api.commands.options import AsJson
from api.messages import check_messages
from api.settings import read_settings
from api.terminal import progress_bar


@dataclass(frozen=True)
class Question:
    """The one message of a conversation that the command line holds."""

    content: str
    role: str = "user"


HELP = "回答一個問題，附上原文出處；計畫沒有寫的，會說沒有寫（結束碼仍是 0）。"


def ask(
    question: Annotated[str, typer.Argument(metavar="問題", help="想問的事，用平常的話說就可以。")],
    as_json: AsJson = False,
    explain: Annotated[bool, typer.Option("--explain", help="另附理解、候選段落與檢查的說明。")] = False,
) -> None:
    """Answer one question."""
    settings, turns = read_settings(), [Question(question)]
    check_messages(turns, settings)
    # Late: the service takes most of a second to import, which --help and refusals do without.
    from api.opening import open_service

    with progress_bar("建立索引") as progress:
        service = open_service(settings, progress)
    reply = service.reply(turns, explain=explain)
    typer.echo(json.dumps(reply, ensure_ascii=False, indent=2) if as_json else _page(reply))


def _page(reply: Mapping[str, Any]) -> str:
    """The reply as people read it: answer, sources, places worth reading."""
    parts = [reply["answer"]]
    if reply["citations"]:
        parts.append("出處")
        parts += [
            f"[{one['n']}] {one['label']}（{one['passage_id']}）\n    {one['quote']}"
            for one in reply["citations"]
        ]
    if reply["related"]:
        parts.append("相關段落")
        parts += [f"・{one['label']}（{one['passage_id']}）" for one in reply["related"]]
    parts.append(f"依 {reply['plan_year']} 年度的計畫，作答方式 {reply['composer']}。")
    if "explanation" in reply:
        parts.append(json.dumps(reply["explanation"], ensure_ascii=False, indent=2))
    return "\n\n".join(parts)
