"""What a turn asks of the structure around what was told: its category, its number of points, what else it says, its counterpart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain

from bot.asking import levels_in
from bot.cues import cues
from bot.dialogue import FollowUp, Link, Turn
from bot.places import relative_place
from bot.query import LEAVES, is_of
from bot.remainder import extent, residue
from bot.search import Finder
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from corpus.text import compact
from index.script import normalise

_LEFT = 1  # characters that may be left of a turn that says nothing of its own
_OF_ITS_OWN = 2  # the same for one that may name the kind of things asked for
_CLAUSE = re.compile(r"[，；。,;]")
_ELEMENTS = "、"  # what parts the things that one clause lists
_BETWEEN = re.compile(r"[、及與和]")
_SURE = 0.5  # score from which on a few words mean a goal or work plan


def around(said: str, turn: Turn, finder: Finder) -> FollowUp | None:
    """What a normalised turn asks of the structure around what `turn` told; None if it asks for something else."""
    readers: tuple[Callable[[str, Turn, Finder], FollowUp | None], ...]
    readers = (_counterpart, _category, _number, _rest)
    return next((link for read in readers if (link := read(said, turn, finder))), None)


def branch_meant(phrase: str, finder: Finder) -> Node | None:
    """The goal or work plan that a few words surely mean; or the item, if they call it one."""
    called = {level for _, level in levels_in(phrase)}
    kinds = {Level.ITEM} if Level.ITEM in called else {Level.GOAL, Level.WORK_PLAN}
    inner = finder.inner(finder.scores(phrase), finder.size)
    best = [one for one in inner if one.node.level in kinds][:1]
    return best[0].node if best and best[0].score >= _SURE else None


def _says_little(text: str, most: int = _LEFT) -> bool:
    form = cues("dialogue")
    return extent(residue(form["where_idle"].sub(" ", form["where"].sub(" ", text)))) <= most


# -- the counterpart in another part of the plan


def _counterpart(said: str, turn: Turn, finder: Finder) -> FollowUp | None:
    """The strategy that says the same as what was told, or the item that carries it out."""
    form, plan = cues("dialogue"), finder.plan
    told = _told(turn)
    rest = form["counterpart"].sub(" ", said)
    if form["either_part"].search(said) or (rest == said and not form["where"].search(said)):
        return None
    target = _target(said, told, plan)
    if target is None or not _says_little(form["part_named"].sub(" ", rest)):
        return None
    above = plan.nodes[told.parent].text if told.parent else ""
    scores = finder.scores(f"{above} {told.text}")
    inner = target.level is not Level.GOAL and form["item_meant"].search(said)
    items = [one.node for one in finder.inner(scores, finder.size) if one.node.level is Level.ITEM]
    found = items if inner and items else [one.node for one in finder.passages(scores, 1, under=target)]
    below = [node for node in found if target in plan.ancestors(node)]
    return FollowUp(Link.WHERE, turn, tuple(below[:1])) if below else None


def _told(turn: Turn) -> Node:
    """The node whose counterpart is meant: what was told, or what all of a list stands under."""
    listed = len(turn.focus) > 1 and not _is_spread(turn.focus)
    return turn.scope if listed and turn.scope else turn.about[0]


def _target(said: str, told: Node, plan: Plan) -> Node | None:
    """The goal that a turn names by its number, or the part of the plan that it names and the node does not stand in."""
    form, goals = cues("dialogue"), plan.of_level(Level.GOAL)
    number = form["goal_number"].search(said)
    nth = read_numeral(number["n"] or number["nth"] or number["part"]) if number else None
    if nth and nth <= len(goals):
        return goals[nth - 1]
    for cue, level in (("part_of_goals", Level.GOAL), ("part_of_work", Level.WORK_PLAN)):
        nodes = plan.of_level(level)
        part = plan.nodes[nodes[0].parent] if nodes and nodes[0].parent else None
        if part and form[cue].search(said) and part not in plan.ancestors(told):
            return part
    return None


# -- category and number


def _category(said: str, turn: Turn, finder: Finder) -> FollowUp | None:
    """Which category the item told belongs to."""
    plan = finder.plan
    form, names = cues("dialogue"), _category_names(plan)
    asked = form["which_category"].sub(" ", names.sub(" ", said))
    if asked == said or not _says_little(form["some_of_these"].sub(" ", asked)):
        return None
    told = turn.focus or turn.about[:1]
    ways = chain.from_iterable((*plan.ancestors(node), node) for node in told)
    items = dict.fromkeys(node for node in ways if node.level is Level.ITEM)
    if form["which_of_these"].search(said) and (category := names.search(said)):
        meant = tuple(node for node in items if (node.category or "")[:2] == category[0][:2])
        return FollowUp(Link.NAME, turn, meant) if meant else None
    return FollowUp(Link.CATEGORY, turn, tuple(items)) if items else None


def _category_names(plan: Plan) -> re.Pattern[str]:
    """The plan's categories, as they are or by their first word."""
    names = sorted({node.category for node in plan.nodes.values() if node.category})
    either = (rf"{name}類?|{name[:2]}(?:類|(?=還是|或|的|呢|嗎|[?,]|$))" for name in names)
    return re.compile("|".join(either) or "(?!)")


def _number(said: str, turn: Turn, finder: Finder) -> FollowUp | None:
    """How many points the item, goal or work plan told has."""
    form, plan = cues("dialogue"), finder.plan
    match = form["how_many"].search(said)
    if match and (placed := _of_place(said.replace(match[0], " ", 1), turn, plan)):
        return placed
    if match is None or not _says_little(form["how_many_idle"].sub(" ", said.replace(match[0], " ", 1))):
        return None
    named = [level for _, level in levels_in(said[: match.start()])]
    if named and not form["pronoun"].search(said[: match.start()]):
        return None  # all of a kind, wherever they stand
    way = (*plan.ancestors(turn.main), turn.main)
    scope = next((node for node in way if named and node.level is named[-1]), turn.scope)
    counted = [level for _, level in levels_in(match[0])]
    if scope is None or not _holds(scope, counted, plan) or (not turn.listed and _is_spread(turn.focus)):
        return None
    return FollowUp(Link.COUNT, turn, (scope,))


def _of_place(rest: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """How many points the item, goal or work plan has that a turn names by its position among what was told."""
    place = relative_place(cues("dialogue")["how_many_idle"].sub(" ", rest), turn, plan)
    if place is None or not place.nodes or place.nodes[0].is_leaf:
        return None
    return FollowUp(Link.COUNT, turn, place.nodes)


def _holds(scope: Node, counted: Sequence[Level], plan: Plan) -> bool:
    """Whether the kind of node that is counted is that of the scope's children."""
    children = plan.children(scope)
    return bool(children) and all(
        is_of(children[0], level) or (level in LEAVES and children[0].is_leaf) for level in counted
    )


def _is_spread(nodes: Sequence[Node]) -> bool:
    return len({node.parent for node in nodes}) > 1


# -- the rest of a passage


def _rest(said: str, turn: Turn, finder: Finder) -> FollowUp | None:
    """What a passage lists besides the one thing that the turn leaves out (「除了認可還做什麼」)."""
    del finder
    form = cues("dialogue")
    match = form["besides"].search(said)
    told = turn.focus[:1]
    if match is None or not told or not told[0].is_leaf:
        return None
    behind = form["more_generic"].sub("", said[match.end() :])
    known, text = residue(match["what"]), compact(normalise(told[0].text))
    lists = [_BETWEEN.split(clause) for clause in _CLAUSE.split(text) if _ELEMENTS in clause]
    if (
        not known
        or not any(one.endswith(known) for one in chain(*lists))
        or extent(residue(behind)) > _OF_ITS_OWN
    ):
        return None
    return FollowUp(Link.REPEAT, turn, told)
