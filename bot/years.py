"""The years of plans that span several, which their headings give."""

from __future__ import annotations

from bot.cues import cues
from bot.draft import Draft
from bot.periods import years_of
from bot.query import Operation, Query
from bot.search import Finder
from bot.structure import answer_query
from bot.task import Task
from corpus import Level, Node
from index.script import normalise

_ON_THE_MATTER = 0.3  # an item's score from which on it is what is asked about


def tell_years(task: Task, finder: Finder) -> Draft | None:
    """Give the heading with its years, where those of a plan that spans several are asked for."""
    query = task.reading.query
    if not cues("structure")["period"].search(normalise(task.question)) or (query and query.years):
        return None
    item = _item_of(task, finder)
    if item is None or years_of(item, finder.plan) is None:
        return None
    return answer_query(Query(Operation.NAME, nodes=(item.passage_id,)), finder.plan)


def _item_of(task: Task, finder: Finder) -> Node | None:
    """The item that a message is about: of what was told, of what it names, or the one that fits best."""
    query, plan = task.reading.query, finder.plan
    named = [plan.nodes[passage_id] for passage_id in (query.nodes or query.under if query else ())]
    told = task.link.turn.about if task.link.turn else ()
    way = (above for node in (*told, *named)[:1] for above in (node, *plan.ancestors(node)))
    if item := next((node for node in way if node.level is Level.ITEM), None):
        return item
    inner = finder.inner(task.scores, finder.size) if task.scores is not None else ()
    items = (one for one in inner if one.node.level is Level.ITEM and one.score >= _ON_THE_MATTER)
    return next((one.node for one in items), None)
