"""Places that a turn names relative to what was told before it: the next point, the second one, the last of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.asking import squeeze
from bot.cues import cues, words
from bot.dialogue import FollowUp, Link, Turn
from bot.ordinals import find_steps
from bot.references import Missing
from bot.remainder import residue
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral

_ENGLISH = ("first", "second", "third", "fourth", "fifth")
_OF_POINTS = frozenset("點條款段句")  # what counts passages only
_BY_ORDINAL = frozenset({Link.PLACE, Link.NAME, Link.COUNT, Link.TOLD})
_DEEPEST = 2  # ordinals read in one turn: 「第二個的第一點」
_STEPPED = {"item": Level.ITEM, "goal": Level.GOAL, "work_plan": Level.WORK_PLAN}


@dataclass(frozen=True, slots=True)
class Place:
    """The nodes meant, or what is missing where they should be."""

    nodes: tuple[Node, ...] = ()
    missing: tuple[Missing, ...] = ()


def relative_place(said: str, turn: Turn, plan: Plan) -> Place | None:
    """The place that a normalised turn names by nothing but its position, counted from `turn`; None if it does not."""
    readers: tuple[Callable[[str, Turn, Plan], Place | None], ...]
    readers = (_other_level, _of_two, _ordinal, _from_end, _middle, _after, _before)
    said = cues("dialogue")["of_place"].sub(" ", said)
    return next((place for read in readers if (place := read(said, turn, plan))), None)


def counted(turn: Turn, plan: Plan) -> tuple[Node, ...]:
    """The nodes among which an ordinal counts: a list that was told, else the points of the item it was about."""
    return turn.focus if turn.listed and len(turn.focus) > 1 else _points(turn, plan)


def among_before(link: FollowUp, plan: Plan) -> tuple[Node, ...]:
    """The nodes among which the ordinal counted by which a turn chose what it asks for, if one did."""
    return counted(link.turn, plan) if link.turn and link.link in _BY_ORDINAL else ()


def _points(turn: Turn, plan: Plan) -> tuple[Node, ...]:
    return plan.children(turn.scope) if turn.scope else ()


def nth(among: Sequence[Node], number: int, plan: Plan) -> Place | None:
    """The `number`-th node, counted from the end if negative; the number of nodes there are if it is beyond them."""
    if 1 <= abs(number) <= len(among):
        return Place((among[number - 1 if number > 0 else number],))
    if not among or not number or not (parent := among[0].parent):
        return None
    return Place(missing=(Missing(plan.nodes[parent], abs(number), len(among), among[0].level),))


def _ordinal(said: str, turn: Turn, plan: Plan) -> Place | None:
    form = cues("dialogue")
    found = list(form["ordinal"].finditer(said))[:_DEEPEST]
    if not found or (found[0]["unit"] == "種" and not turn.listed):
        return None
    rest = form["repeat"].sub(" ", form["ordinal"].sub(" ", said, _DEEPEST))
    ahead = form["after"].search(rest)
    if residue(rest, ahead[0] if ahead else ""):
        return None
    number = _number(found[0])
    if ahead and ahead["n"]:
        return _step(turn.main, number, plan)
    beside = () if found[0]["unit"] in _OF_POINTS else _beside(said, turn, plan)
    among = beside or counted(turn, plan)
    place = _retold(said, number, turn, plan) or nth(among, number, plan)
    below = plan.children(place.nodes[0]) if place and place.nodes else ()
    return nth(below, _number(found[1]), plan) if below and len(found) > 1 else place


def _beside(said: str, turn: Turn, plan: Plan) -> Sequence[Node]:
    """The siblings of the one inner node that was asked for by its number, where the turn names but another one."""
    told = turn.focus[0] if len(turn.focus) == 1 else None
    if told is None or told.is_leaf or not told.parent or not cues("dialogue")["ending"].search(said):
        return ()
    return plan.children(plan.nodes[told.parent]) if find_steps(squeeze(turn.text)) else ()


def _retold(said: str, number: int, turn: Turn, plan: Plan) -> Place | None:
    """One of several nodes told, if the turn asks for it so: that point of its item, or the one told in that order."""
    if len(turn.focus) < 2 or turn.listed or not cues("dialogue")["told_list"].search(said):
        return None
    marked = [node for node in turn.focus if _position(node, plan) == number]
    return Place(tuple(marked[:1])) if marked else nth(turn.focus, number, plan)


def _position(node: Node, plan: Plan) -> int:
    """Which child of its parent a node is, counted from 1; 0 for one without a parent."""
    return plan.nodes[node.parent].children.index(node.passage_id) + 1 if node.parent else 0


def _number(match: re.Match[str]) -> int:
    """The ordinal's value; negative where it counts from the end."""
    if match["first"]:
        return 1
    if match["tail"] or match["english"] == "last":
        return -1
    return _ENGLISH.index(match["english"]) + 1 if match["english"] else read_numeral(match["n"]) or 0


def _of_two(said: str, turn: Turn, plan: Plan) -> Place | None:
    """The former or the latter of what was told, or the one in front or behind where two were."""
    del plan
    match = cues("dialogue")["of_two"].search(said)
    if match is None or residue(said, match[0]):
        return None
    many = len(turn.focus)
    if many < 2 or (match["side"] and many != 2):
        return None
    return Place((turn.focus[0 if match[0].startswith("前") else -1],))


def _from_end(said: str, turn: Turn, plan: Plan) -> Place | None:
    match = cues("dialogue")["from_end"].search(said)
    if match is None or residue(said, match[0]):
        return None
    among = counted(turn, plan)
    back = read_numeral(match["back"] or "") or 1
    from_top = match[0].startswith("最") and back == len(among)  # 「最後第五點」 of five is the fifth
    return nth(among, back if from_top else -back, plan)


def _middle(said: str, turn: Turn, plan: Plan) -> Place | None:
    match = cues("dialogue")["middle"].search(said)
    among = counted(turn, plan)
    if match is None or residue(cues("dialogue")["repeat"].sub(" ", said), match[0]) or len(among) % 2 == 0:
        return None
    return Place((among[len(among) // 2],))


def _after(said: str, turn: Turn, plan: Plan) -> Place | None:
    match = cues("dialogue")["after"].search(said)
    if match is None or residue(said, match[0]):
        return None
    return _step(turn.main, read_numeral(match["n"] or match["m"] or "") or 1, plan)


def _before(said: str, turn: Turn, plan: Plan) -> Place | None:
    match = cues("dialogue")["before"].search(said)
    if match is None or residue(said, match[0]):
        return None
    return _step(turn.focus[0] if turn.listed else turn.main, -(read_numeral(match["n"] or "") or 1), plan)


def _step(node: Node, number: int, plan: Plan) -> Place | None:
    """The node so many steps on (back if negative) among those of its level; None beyond the plan's ends."""
    for _ in range(abs(number)):
        neighbour = node.next if number > 0 else node.previous
        if neighbour is None:
            return None
        node = plan.nodes[neighbour]
    return Place((node,))


def _other_level(said: str, turn: Turn, plan: Plan) -> Place | None:
    """The next, previous or other item, goal or work plan, and the point of it that is asked for."""
    form = cues("dialogue")
    match = form["level_step"].search(said)
    if match is None:
        return None
    named = words("levels")
    level = next(level for name, level in _STEPPED.items() if match["level"] in named[name])
    current = next((node for node in (*plan.ancestors(turn.main), turn.main) if node.level is level), None)
    ordinal = form["ordinal"].search(said, match.end())
    if current is None or residue(said, match[0], ordinal[0] if ordinal else ""):
        return None
    other = _neighbour(current, match["way"], plan)
    if other is None or ordinal is None:
        return Place((other,)) if other else None
    return nth(plan.children(other), _number(ordinal), plan)


def _neighbour(node: Node, way: str, plan: Plan) -> Node | None:
    """The node before or behind; for 「另一個」 the one behind under the same parent, else the one before."""
    if way in "上前":
        return plan.nodes[node.previous] if node.previous else None
    behind = plan.nodes[node.next] if node.next else None
    if way in "下後" or (behind and behind.parent == node.parent):
        return behind
    return plan.nodes[node.previous] if node.previous else behind
