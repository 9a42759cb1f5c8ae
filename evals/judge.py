"""A language model as a judge, optional: its verdicts are never mixed into the strict measures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evals.agreement import cohen
from evals.compare.runs import Run
from evals.passages import Passages
from evals.prompts import JUDGE_SYSTEM, JUDGE_USER, JUDGE_VERSION

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge says of one reply.

    Attributes:
        correct, supported: None where the judge's own reply could not be read.
        why: its reason, or what could not be read.
    """

    case_id: str
    correct: bool | None
    supported: bool | None
    why: str


def judge_run(run: Run, model: BaseChatModel, passages: Passages, *, name: str) -> dict[str, Any]:
    """Let a LangChain chat model judge every reply of a run.

    Returns:
        The judge's name and prompt version, every opinion, and agreement: of `correct` with `right`, and of
        `supported` with full lexical support. Replies that the judge gave no readable opinion on are counted
        under `unread`.
    """
    opinions = [_opinion(case_id, row, model, passages) for case_id, row in run.rows.items() if row["reply"]]
    read = [one for one in opinions if one.correct is not None]
    rows = run.rows
    correct = [(one.correct, bool(rows[one.case_id]["right"])) for one in read]
    supported = [
        (one.supported, rows[one.case_id]["scores"]["support_lexical"] == 1)
        for one in read
        if "support_lexical" in rows[one.case_id]["scores"]
    ]
    return {
        "judge": name,
        "prompt": JUDGE_VERSION,
        "unread": len(opinions) - len(read),
        "correct_with_right": asdict(cohen(correct)),
        "supported_with_lexical": asdict(cohen(supported)),
        "opinions": [asdict(one) for one in opinions],
    }


def _opinion(case_id: str, row: Mapping[str, Any], model: BaseChatModel, passages: Passages) -> Opinion:
    try:
        text = str(model.invoke([("system", JUDGE_SYSTEM), ("user", _prompt(row, passages))]).text)
    except (
        Exception
    ) as error:  # every provider's package has errors of its own; one lost opinion must not lose the rest
        return Opinion(case_id, None, None, f"{type(error).__name__}: {error}"[:300])
    return read_opinion(case_id, text)


def read_opinion(case_id: str, text: str) -> Opinion:
    """Read a judge's reply: the JSON object in it, whatever stands around."""
    found = _OBJECT.search(text)
    try:
        body = json.loads(found.group()) if found else None
    except ValueError:
        body = None
    if not isinstance(body, dict) or not all(
        isinstance(body.get(key), bool) for key in ("correct", "supported")
    ):
        return Opinion(case_id, None, None, f"讀不懂評審的回覆：{text[:200]}")
    return Opinion(case_id, body["correct"], body["supported"], str(body.get("why", ""))[:300])


def _prompt(row: Mapping[str, Any], passages: Passages) -> str:
    turns = [turn["content"] if isinstance(turn, dict) else turn for turn in row["turns"]]
    reply = row["reply"]
    must = "；".join("／".join(alternatives) for alternatives in row["must"])
    number = f"；數量 {row['number']}" if row["number"] is not None else ""
    cited = (f"[{c['n']}] {passages.evidence(c['passage_id'])}" for c in reply.get("citations", ()))
    return JUDGE_USER.format(
        question="\n".join(turns),
        expected=f"{row['outcome']}；要點：{must or '無'}{number}",
        gold="\n".join(map(passages.evidence, row["gold"])) or "無",
        cited="\n".join(cited) or "無",
        answer=reply["answer"],
    )
