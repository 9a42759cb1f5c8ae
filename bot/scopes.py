"""Which inner nodes a question is about: those it names, refined or added by the short forms that stand in the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.asking import BLANK, Asked, blank, level_of, levels_in
from bot.cues import cues
from bot.names import Mention, Names
from bot.references import Path, References, paths, resolve
from bot.short_forms import Hints, Match
from corpus import Level, Node, Plan
from corpus.numerals import NUMERAL, read_numeral

_OF_WORK_PLANS = "項"  # what is counted below work plans rather than below items
_QUESTION = re.compile(r"哪|幾|多少|誰|有什麼|是什麼|列|全")
# 「七個項目」 and 「某某的項目」 speak of a node's children, not of its own kind.
_NOT_OWN = re.compile(rf"(?:(?:{NUMERAL}|每|各)(?:個|大|項)*|的)$")
_BETWEEN = re.compile(
    r"和|跟|與|及|以及|還是|還有(?![哪什啥沒幾多])|或|、|,|:|vs\.?|/|相較於|比起|(?<!相)比(?![較例率重照對])"
)
_CLAUSE = re.compile(r"[^,。?!;:]+")
_LIKELY = 0.6  # share of the rest that a heading must account for where an ordinal needs a node to count in
_EQUAL = 0.2  # difference of scores up to which two headings are named equally well
_WELL_TOLD = 6  # characters from which on the better match is meant
_FULL = 2  # characters that a short form has at least
_MOST_PARTS = 24  # stretches between conjunctions that are looked at, first ones first
_ANY = (Level.ITEM, Level.WORK_PLAN, Level.GOAL)
_IN_PART = {Level.GOAL, Level.WORK_PLAN}
_ABOVE = {
    Level.ITEM: (Level.WORK_PLAN,),
    Level.STRATEGY: (Level.GOAL,),
    Level.CONTENT: (Level.WORK_PLAN, Level.ITEM),
    Level.PARAGRAPH: (Level.WORK_PLAN, Level.GOAL, Level.ITEM),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about.

    Attributes:
        references: the nodes, in the order named, and ordinals that do not exist.
        shape: the question's shape with the short forms blanked too.
        left: characters of it that nothing accounts for.
    """

    references: References
    shape: str
    left: int

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes it is about."""
        return self.references.nodes


class Scopes:
    """Finds what questions about one plan are about."""

    def __init__(self, plan: Plan, names: Names) -> None:
        self._plan = plan
        self._names = names

    def of(
        self, asked: Asked, *, several: bool = False, beside: bool = False, among: Collection[Level] = _ANY
    ) -> Scope:
        """Return what the question is about.

        Args:
            asked: the question.
            several: whether it can be about more than one node, so that conjunctions part their names.
            beside: whether these stand side by side, so that none is looked for below another.
            among: the kinds of node that short forms can mean.
        """
        found = paths(asked.steps, asked.mentions, self._plan)
        named = resolve([path for path in found if path.is_rooted], self._plan).nodes
        asked = replace(asked, shape=self._told_again(asked.shape, named))
        matches = self._short_forms(asked, found, named, several=several, beside=beside, among=among)
        places = {at for match in matches for at in match.places}
        shape = blank(asked.shape, places)
        left = self._left(asked, shape)
        if matches:
            short = [Mention(match.node, min(match.places), max(match.places) + 1) for match in matches]
            found = paths(asked.steps, self._joined(asked.mentions, short), self._plan)
        found = _counted(found, asked)
        references = resolve(found, self._plan, self._anchor(asked, found, left))
        return Scope(self._lowest(references), shape, left)

    def _told_again(self, shape: str, named: Sequence[Node]) -> str:
        """The shape without what tells once more, before the question, of nodes that are named: 「目標二，某某的，有幾條」."""
        for node in named:
            end = _question_at(shape)
            match = self._names.own(shape[:end], node)
            if match and match.share >= _LIKELY:
                shape = blank(shape, match.places)
        return shape

    def _left(self, asked: Asked, shape: str) -> int:
        """Characters that nothing accounts for.

        Of a question for a kind of node below one that it names, only those count that the plan may tell of; and of one
        that counts, those in clauses that neither name nor ask are no part of what is counted.
        """
        if not self._asks_kind(asked) or self._asks_else(shape):
            return len(self._names.rest(shape))
        return self._names.topical(without_asides(asked, shape) if asked.says("count") else shape)

    def _asks_kind(self, asked: Asked) -> bool:
        """Whether a question names a node and asks for what a kind below it is, not for words, places or outcomes."""
        if not (asked.mentions or asked.steps) or any(map(asked.says, ("filter", "where", "outcome"))):
            return False
        kinds = {level for _, level in levels_in(asked.shape) if level is not Level.PART}
        named = [step.level for step in asked.steps] + [mention.node.level for mention in asked.mentions]
        if set(named) == {Level.PART}:
            return bool(kinds) and kinds <= _IN_PART
        return bool(kinds) or asked.says("points_asked") or asked.says("exactly_n")

    def _asks_else(self, shape: str) -> bool:
        """Whether it is something else than a kind of node that a question asks for: 「哪些承辦人」."""
        kept = [*self._names.kept(shape), BLANK]
        return any(kept[match.end()] != BLANK for match in cues("structure")["asked_for"].finditer(shape))

    def _lowest(self, references: References) -> References:
        """Without the nodes that only say where others stand."""
        above = {node for named in references.nodes for node in self._plan.ancestors(named)}
        return replace(references, nodes=tuple(node for node in references.nodes if node not in above))

    def short(self, text: str, *, among: Collection[Level] = _ANY, under: Sequence[Node] = ()) -> Node | None:
        """The node that a stretch of a question is a short form of, if it says nothing else."""
        own = [kind for _, kind in levels_in(text) if kind in among]
        found = self._names.best(text, among=among, under=under, hints=Hints(level=own[0] if own else None))
        return found[0].node if found and found[0].is_clear else None

    def _short_forms(
        self,
        asked: Asked,
        found: Sequence[Path],
        named: Sequence[Node],
        *,
        several: bool,
        beside: bool,
        among: Collection[Level],
    ) -> list[Match]:
        """The short forms in the rest of a question; below the node it names, if that has such."""
        loose = [path for path in found if not path.is_rooted]
        hints = self._hints(asked, loose)
        levels = (above(kind) if (kind := loose[0].steps[0].level) else among) if loose else among
        inner = [node for node in named if not node.is_leaf]
        matches: list[Match] = []
        for part in _parts(asked.shape) if several else [asked.shape]:
            if len(self._names.rest(part)) < _FULL:
                continue
            best = self._names.best(part, among=levels, under=inner, hints=hints) if inner else []
            own = several and bool(levels_in(part))  # 「甲業務和乙業務」
            if not best and (own or beside or asked.says("apart") or asked.says("compare") or not inner):
                best = self._names.best(part, among=levels, hints=hints)
            if best and (best[0].is_clear or (loose and best[0].share >= _LIKELY)):
                matches += [best[0], *(() if asked.steps or several else self._equals(best, hints))]
        return matches

    @staticmethod
    def _hints(asked: Asked, loose: Sequence[Path]) -> Hints:
        """What the question says of the node that it is about."""
        level = _own_level(asked)
        if loose:
            many = len(loose[0].steps) > 1 or loose[0].steps[0].unit in _OF_WORK_PLANS
            level = Level.WORK_PLAN if many else level
        number = cues("structure")["exactly_n"].search(asked.shape)
        return Hints(asked.likely, level, read_numeral(number["n"]) if number else None)

    @staticmethod
    def _equals(best: Sequence[Match], hints: Hints) -> list[Match]:
        """Other nodes of the same kind that the same words name as well, when nothing but searching decides."""
        first = best[0]
        if hints.size is not None or first.told > _WELL_TOLD:
            return []
        value = first.score - hints.bonus(first.node)
        return [
            match
            for match in best[1:]
            if match.node.level is first.node.level
            and match.places == first.places
            and match.is_clear
            and abs(match.score - hints.bonus(match.node) - value) <= _EQUAL
        ]

    def _anchor(self, asked: Asked, found: Sequence[Path], left: int) -> Node | None:
        """What searching found, for ordinals that do not say where they count, if the question says anything else."""
        loose = [path for path in found if not path.is_rooted]
        if not loose or not asked.likely or left < _FULL:
            return None
        node, unit = asked.likely, loose[0].steps[0].unit
        if node.level is Level.ITEM and unit == _OF_WORK_PLANS and node.parent:
            return self._plan.nodes[node.parent]
        return node

    def _joined(self, mentions: Sequence[Mention], short: Sequence[Mention]) -> list[Mention]:
        """Both kinds of names; a node is left out that one below it makes plain."""
        every = [*mentions, *short]
        above = {node for mention in short for node in self._plan.ancestors(mention.node)}
        return [mention for mention in every if mention.node not in above]


def above(kind: Level | None) -> tuple[Level, ...]:
    """The kinds of inner node below which nodes of a kind may be asked for, those with the most below first."""
    return _ABOVE.get(kind or Level.PARAGRAPH, ())


def without_asides(asked: Asked, shape: str) -> str:
    """The shape without its clauses in which nothing is named and nothing asked."""
    places: list[int] = []
    for clause in _CLAUSE.finditer(asked.shape):
        said = clause[0]
        if BLANK not in said and not levels_in(said) and not _QUESTION.search(said):
            places += range(*clause.span())
    return blank(shape, places)


def _parts(shape: str) -> list[str]:
    """The first stretches between conjunctions, each in its place in an otherwise blank shape."""
    cuts = [0, *(end for match in _BETWEEN.finditer(shape) for end in match.span()), len(shape)]
    spans = islice(zip(cuts[::2], cuts[1::2], strict=True), _MOST_PARTS)
    return [BLANK * start + shape[start:end] + BLANK * (len(shape) - end) for start, end in spans]


def _own_level(asked: Asked) -> Level | None:
    """The kind that a question gives to the node that it is about, before it asks: 「友善職場那項」, 「研究業務」."""
    if own_item := cues("structure")["own_item"].search(asked.shape):
        return next((level for _, level in levels_in(own_item[0])), Level.ITEM)
    before = asked.shape[: _question_at(asked.shape)]
    own = [kind for at, kind in levels_in(before) if kind in _ANY and not _NOT_OWN.search(before[:at])]
    return own[0] if own else None


def _counted(found: Sequence[Path], asked: Asked) -> list[Path]:
    """Take 「第五個」 for a work plan or goal if the question speaks of one elsewhere: 「（第五個）業務」."""
    level = level_of(asked)
    alone = len(found) == 1 and not found[0].is_rooted and len(found[0].steps) == 1
    if level not in {Level.GOAL, Level.WORK_PLAN} or not alone:
        return list(found)
    step = found[0].steps[0]
    return [Path(None, [replace(step, level=level)])] if step.unit in {"個", ""} else list(found)


def _question_at(shape: str) -> int:
    """Where a question begins to ask."""
    match = _QUESTION.search(shape)
    return match.start() if match else len(shape)
