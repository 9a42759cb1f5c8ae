"""What a message states of how many there are, which holds the most, and what is so of all: held against the tree.

Each statement is turned into a query; what that selects tells whether it is true, and is what is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from bot.asking import Asked, ask, blank, levels_in
from bot.conditions import Conditions
from bot.cues import cues
from bot.names import Names
from bot.periods import Period, years_of
from bot.query import INNER, MANY, Extreme, Operation, Query, run_query, size_of
from bot.scopes import Scopes
from bot.sizes import bounds_of, measured_in
from bot.statements import Statement
from bot.telling import LITTLE
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral

_LINKS = 8  # words of a statement that may set two nodes beside each other
_CLAUSE_END = re.compile(r"[,。;]")
_SPANNING = Query(Operation.LIST, level=Level.ITEM, years=Period())  # items that span several years


class Tallied:
    """Reads what messages state of the numbers of one plan's nodes."""

    def __init__(self, plan: Plan, names: Names, scopes: Scopes, conditions: Conditions) -> None:
        self._plan = plan
        self._names = names
        self._scopes = scopes
        self._conditions = conditions

    def read(self, said: Statement) -> Query | None:
        """Return the query that tells how it is, `is_false` if that is otherwise; None for other statements."""
        asked = ask(said.text, self._names)
        if said.is_firm and (query := self._compared(asked)):
            return query
        ways = (self._dated, self._each, self._each_has, self._only_there, self._extreme)
        return next((query for way in ways if (query := way(asked))), None)

    def _compared(self, asked: Asked) -> Query | None:
        """「甲比乙多兩項」, 「甲和乙一樣多」."""
        form, text = cues("statements"), asked.text
        verdict = next(reversed(list(form["compared"].finditer(text))), None)
        if verdict is None or verdict.end() < len(text):
            return None
        found = form["paired" if verdict["equal"] else "than"].finditer(text, 0, verdict.start())
        between = islice(found, _LINKS)
        sides = ((text[: link.start()], text[link.end() : verdict.start()]) for link in between)
        pairs = ([self._side(first), self._side(second)] for first, second in sides)
        nodes = next(([one for one in pair if one] for pair in pairs if all(pair)), [])
        if not nodes or nodes[0].level is not nodes[1].level:
            return None
        measured = measured_in(asked.shape, nodes[0].level)
        first, second = (size_of(node, measured, self._plan) for node in nodes)
        return Query(
            Operation.COMPARE,
            nodes=_ids(nodes),
            measured=measured,
            is_false=_differs(verdict, first - second),
        )

    def _each(self, asked: Asked) -> Query | None:
        """「每個業務至少有兩項」, 「沒有業務只有一項」: told by those that have it otherwise, or by the fewest or the most."""
        found = cues("statements")["each"].finditer(asked.shape)
        said = next((match for match in found if match["all"] or match["denied"]), None)
        number = read_numeral(said["n"]) if said else None
        if said is None or number is None:
            return None
        kind = levels_in(said["kind"])[0][1]
        measured = measured_in(said["size"] + (said["counted"] or ""), kind)
        base = replace(self._of_kind(kind, asked, said), measured=measured)
        sizes = [size_of(node, measured, self._plan) for node in run_query(base, self._plan)]
        least, most = bounds_of(number, said["size"])
        within = [least <= size <= most for size in sizes]
        if not sizes or (said["denied"] and any(within)):
            return replace(base, children=(least, most), is_false=True) if sizes else None
        if said["denied"]:
            return replace(base, extreme=Extreme.MOST if max(sizes) < least else Extreme.FEWEST)
        fewest = min(sizes) < least or (max(sizes) <= most and most >= MANY)
        extreme = Extreme.FEWEST if fewest else Extreme.MOST
        return replace(base, extreme=extreme, is_false=not all(within))

    def _of_kind(self, kind: Level, asked: Asked, said: re.Match[str]) -> Query:
        """All nodes of a kind, below the one that the statement names."""
        bare = replace(asked, shape=blank(asked.shape, range(*said.span())))
        under = [node for node in self._scopes.of(bare).nodes if not node.is_leaf and node.level is not kind]
        return Query(Operation.LIST, _ids(under), kind)

    def _each_has(self, asked: Asked) -> Query | None:
        """「每個業務都有某類的項目」, told by those that have; 「每個目標都提到某詞」, by those that do not if there are any."""
        said = cues("statements")["each_has"].search(asked.shape)
        bare = (
            replace(asked, shape=blank(asked.shape, range(said.start(), said.end("kind")))) if said else asked
        )
        held = (
            self._conditions.read(bare, Query(Operation.LIST), by_words=asked.says("filter"))
            if said
            else None
        )
        if said is None or held is None or not (held.categories or held.mentions):
            return None
        kind = levels_in(said["kind"])[0][1]
        query = Query(Operation.LIST, level=kind, categories=held.categories, mentions=held.mentions)
        lacking = Query(Operation.LIST, level=kind, lacking=held.mentions)
        if held.mentions and run_query(lacking, self._plan):
            return replace(lacking, is_false=True)
        return replace(query, is_false=len(run_query(query, self._plan)) < len(self._plan.of_level(kind)))

    def _only_there(self, asked: Asked) -> Query | None:
        """「只有某業務有某類的項目」, 「某類的項目都在某業務」: told by all items of that kind."""
        said = cues("statements")["only_there"].search(asked.text)
        place = self._side(said["there"] or said["there_first"]) if said else None
        what = ask((said["what"] or said["what_first"]) if said else "", self._names)
        held = self._conditions.read(what, Query(Operation.LIST), by_words=what.says("filter"))
        if place is None or held is None or held.children or held.extreme:
            return None
        found = run_query(held, self._plan)
        outside = [node for node in found if place not in self._plan.ancestors(node)]
        return replace(held, is_false=bool(outside)) if found else None

    def _dated(self, asked: Asked) -> Query | None:
        """「某計畫做到115年」, of plans that span several years, one in each clause or all in one."""
        if asked.steps or not cues("statements")["dated"].search(asked.shape):
            return None
        cuts = [0, *(mark.end() for mark in _CLAUSE_END.finditer(asked.shape)), len(asked.shape)]
        found = [one for span in pairwise(cuts) if (one := self._dated_in(asked, span))]
        if not found and (whole := self._dated_in(asked, (0, len(asked.shape)))):
            found = [whole]
        nodes = [item for item, _ in found]
        false = any(differs for _, differs in found)
        return Query(Operation.NAME, nodes=_ids(nodes), is_false=false) if nodes else None

    def _dated_in(self, asked: Asked, span: tuple[int, int]) -> tuple[Node, bool] | None:
        """The item of which a stretch states years, and whether they are others; not those that its heading gives in brackets."""
        claims = [
            claim
            for claim in cues("statements")["dated"].finditer(asked.shape, *span)
            if asked.text.count("(", 0, claim.start()) == asked.text.count(")", 0, claim.start())
        ]
        bare = blank(asked.text[: span[1]], (at for claim in claims for at in range(*claim.span())))
        bare = blank(bare, range(span[0]))
        items = run_query(_SPANNING, self._plan) if claims else ()
        matches = [(match, item) for item in items if (match := self._names.own(bare, item))]
        told = [(match.told, item) for match, item in matches if match.told > match.left]
        if not told:
            return None
        item = max(told, key=lambda one: one[0])[1]
        years = years_of(item, self._plan)
        return item, years is not None and any(not _agrees(claim, years) for claim in claims)

    def _side(self, text: str) -> Node | None:
        """The inner node that a stretch names, if it says nothing else."""
        scope = self._scopes.of(ask(text, self._names))
        fits = len(scope.nodes) == 1 and scope.left <= LITTLE and not scope.nodes[0].is_leaf
        return scope.nodes[0] if fits else None

    def _extreme(self, asked: Asked) -> Query | None:
        """「策略最多的是目標一」: told by those that hold the most."""
        said = cues("statements")["extreme"].search(asked.shape)
        if said is None or asked.says("ranking"):
            return None
        bare = replace(asked, shape=blank(asked.shape, range(*said.span())))
        scope = self._scopes.of(bare)
        kinds = levels_in(said["kind"] or said["kind_first"] or "")
        if len(scope.nodes) != 1 or scope.left > LITTLE or scope.nodes[0].level not in INNER:
            return None
        node = scope.nodes[0]
        if any(kind is not node.level for _, kind in kinds):
            return None
        largest = (said["way"] or said["way_first"]) == "多"
        query = Query(
            Operation.LIST,
            level=node.level,
            measured=measured_in(said["counted"] or said["counted_first"], node.level),
            extreme=Extreme.MOST if largest else Extreme.FEWEST,
        )
        return replace(query, is_false=node not in run_query(query, self._plan))


def _differs(verdict: re.Match[str], difference: int) -> bool:
    """Whether two sizes differ otherwise than is stated of the first beside the second."""
    if verdict["equal"]:
        return difference != 0
    more = difference if verdict["way"] == "多" else -difference
    return more <= 0 or (verdict["n"] is not None and read_numeral(verdict["n"]) != more)


def _agrees(claim: re.Match[str], years: tuple[int, int]) -> bool:
    """Whether a stated first and last year, or how many years there are, are those of the plan."""
    if long := claim["long"] or claim["span"]:
        return read_numeral(long) == years[1] - years[0] + 1
    first, last = claim["first"] or claim["since"] or claim["begun"], claim["last"] or claim["until"]
    return (first is None or int(first) == years[0]) and (last is None or int(last) == years[1])


def _ids(nodes: Sequence[Node]) -> tuple[str, ...]:
    return tuple(node.passage_id for node in nodes)
