"""`planbot verify`: whether each sentence of a file is entailed by the passages it cites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from api.commands.options import AsJson
from api.errors import CommandError
from api.schemas import Claim
from api.settings import read_settings
from api.verifying import open_verifier, verdict_json

if TYPE_CHECKING:
    from bot.verification import Verdict, Verifier

HELP = "查核一批句子是否有引用的段落支持；每一行都判斷過，結束碼就是 0，不論支持與否。"


def verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="檔案",
            help='JSON Lines，每行 {"sentence": "…", "cites": ["mol-111/2.3.1.1"]}；輸出一行對一行。',
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Judge a file of sentences."""
    try:
        lines = file.read_bytes().removesuffix(b"\n").split(b"\n")
    except OSError as error:
        msg = f"無法讀取 {file}：{error.strerror}。請指定一個 JSON Lines 檔案。"
        raise CommandError(msg) from error
    verifier = open_verifier(read_settings())
    for number, verdict in enumerate(_judged(lines if lines != [b""] else [], verifier), 1):
        typer.echo(
            json.dumps(verdict_json(verdict), ensure_ascii=False) if as_json else _told(number, verdict)
        )


def _judged(lines: list[bytes], verifier: Verifier) -> Iterator[Verdict]:
    # Late, as in `open_verifier`.
    from bot.verification import Verdict

    for line in lines:
        try:
            claim = Claim.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors()[0]
            place = "、".join(str(part) for part in fault["loc"]) or "整行"
            reason = f'這一行不是 {{"sentence": "…", "cites": […]}}（{place}）。請更正後重試。'
            yield Verdict(supported=False, score=0.0, reasons=(reason,))
        else:
            yield verifier.verify(claim.sentence, claim.cites)


def _told(number: int, verdict: Verdict) -> str:
    """One verdict as people read it."""
    judged = "有依據" if verdict.supported else "無依據"
    return f"{number}  {judged}  {verdict.score:.3f}" + "".join(
        f"\n   ・{reason}" for reason in verdict.reasons
    )
