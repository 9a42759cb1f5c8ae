"""How a reply came about, for those who ask: understanding, query, candidates, choice and checks."""

from __future__ import annotations

from typing import Any

from bot.task import Task

_SHOWN = 5


def explain(task: Task) -> dict[str, Any]:
    """Return what each step found, as JSON can hold it."""
    likely = sorted(task.received.likelihoods.items(), key=lambda row: -row[1])[:3]
    reading, link = task.reading, task.link
    return {
        "question": task.question,
        "route": task.received.route.value,
        "likelihoods": {route.value: round(likelihood, 4) for route, likelihood in likely},
        "forged": task.received.forged,
        "follow_up": link.link.value,
        "follows": link.turn.text if link.turn else None,
        "operation": reading.operation.value if reading.operation else None,
        "query": str(reading.query) if reading.query else None,
        "candidates": [
            {
                "passage_id": one.node.passage_id,
                "score": round(one.score, 4),
                "likelihood": round(one.likelihood, 4),
            }
            for one in task.selection.candidates[:_SHOWN]
        ],
        "chosen": [node.passage_id for node in task.selection.nodes],
        "missing_details": [aspect.name for aspect in task.missing],
        "answerable": round(task.answerable, 4),
    }
