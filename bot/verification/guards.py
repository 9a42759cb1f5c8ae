"""Guards: each says what in a claim its evidence does not carry, in words that people can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.cues import cues, words
from bot.verification.alignment import Aligner, Mark
from bot.verification.evidence import Evidence, places, squeeze
from bot.verification.figures import Figure, Weight, find_figures
from corpus import Level, Plan
from index.script import normalise


class Guard(StrEnum):
    """What a guard looks at."""

    FIGURE = "figure"
    SOFT_COUNT = "soft_count"
    ORDINAL = "ordinal"
    AGENCY = "agency"
    GROUP = "group"
    PLACE = "place"
    LAW = "law"
    TITLE = "title"
    NEGATION = "negation"
    STRENGTH = "strength"
    SCOPE = "scope"
    UP = "up"
    DOWN = "down"
    COMPARISON = "comparison"
    FREQUENCY = "frequency"
    DEADLINE = "deadline"
    CAUSE = "cause"
    ADDITION = "addition"
    NAME = "name"


FINAL = frozenset(
    {Guard.FIGURE, Guard.ORDINAL, Guard.TITLE, Guard.NAME}
)  # what these find is never outweighed

_REASONS = {
    Guard.FIGURE: "引用的段落沒有「{}」這個數字或日期",
    Guard.SOFT_COUNT: "引用的段落看不出「{}」這個數目",
    Guard.ORDINAL: "引用的段落不在「{}」這個位置",
    Guard.AGENCY: "引用的段落沒有提到「{}」這個單位",
    Guard.GROUP: "引用的段落沒有提到「{}」這個對象",
    Guard.PLACE: "引用的段落沒有提到「{}」這個地方",
    Guard.LAW: "引用的段落沒有「{}」這個法規或計畫名稱",
    Guard.TITLE: "引用的段落沒有「{}」這個法規或計畫",
    Guard.NEGATION: "句子說「{}」，引用的段落沒有這個否定",
    Guard.STRENGTH: "句子說「{}」，比引用的段落說得更滿",
    Guard.SCOPE: "句子說「{}」，引用的段落沒有這個範圍或條件",
    Guard.UP: "句子說「{}」，引用的段落沒有這個方向",
    Guard.DOWN: "句子說「{}」，引用的段落沒有這個方向",
    Guard.COMPARISON: "句子以「{}」作比較，引用的段落沒有比較",
    Guard.FREQUENCY: "引用的段落沒有「{}」這個頻率",
    Guard.DEADLINE: "引用的段落沒有「{}」這個時間",
    Guard.CAUSE: "句子以「{}」說明因果，引用的段落沒有這個原因或目的",
    Guard.ADDITION: "引用的段落沒有提到「{}」",
    Guard.NAME: "引用的段落不叫「{}」",
}
_CUED = tuple(guard for guard in Guard if guard.value in words("claims"))
_NAMED = (Guard.AGENCY, Guard.GROUP, Guard.PLACE)
_LAW = re.compile(
    r"[《「]([^》」]{3,30})[》」]|([\u4e00-\u9fff]{2,16}?(?:條例|辦法|準則|規則|細則|方案|(?<![做作方守立修依辦無合違看想說用設司執非])法)(?![制令規人院律定治案庭官]))"
)
_NAMING = re.compile(r"(?:名稱|標題|名字|叫做?|稱為|名為)(?:是|為|叫)?\s*[「《]([^」》]+)[」》]")
_DATE_GOES_ON = re.compile(r"度?\s*(?:\d|[底中初末前起內後第上下]|以前|之前|完成|[一二三四五六七八九十]+月)")
_VAGUE = re.compile(r"^(?:這個?|該|此|兩個|三個|各個?|一個)")
_FEW = 3  # things that a sentence may count without listing them
_SHORTEST_LAW = 4  # characters of a name's end that tell which law it is
_NAME_ENDS = ("法", "條例", "辦法", "準則", "規則", "方案", "計畫", "專案", "政策")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one guard found: the words of the claim that the evidence does not carry."""

    guard: Guard
    words: str

    @property
    def reason(self) -> str:
        """The finding in a sentence."""
        return _REASONS[self.guard].format(self.words)


class Guards:
    """All guards over one plan."""

    def __init__(self, plan: Plan, aligner: Aligner) -> None:
        """Prepare the patterns of names; the plan's publisher is none of them."""
        self._plan = plan
        self._aligner = aligner
        own = {squeeze(plan.publisher)}
        self._own = re.compile("|".join(map(re.escape, own)))
        self._names = {guard: _pattern(words("entities")[guard.value], own) for guard in _NAMED}

    def find(self, claim: str, evidence: Evidence) -> tuple[Finding, ...]:
        """Return what the guards find in a claim, folded; in the order of `Guard`."""
        checks: tuple[Callable[[str, Evidence], Iterator[Finding]], ...] = (
            self._figures,
            self._entities,
            self._laws,
            self._cued,
            _named,
        )
        found = dict.fromkeys(finding for check in checks for finding in check(claim, evidence))
        order = {guard: number for number, guard in enumerate(Guard)}
        return tuple(sorted(found, key=lambda finding: order[finding.guard]))

    def _figures(self, claim: str, evidence: Evidence) -> Iterator[Finding]:
        for figure in find_figures(claim):
            if figure.weight is Weight.ORDINAL:
                if not self._stands_there(figure, evidence):
                    yield Finding(Guard.ORDINAL, figure.written)
            elif not self._is_known(figure, claim, evidence):
                soft = figure.weight is Weight.SOFT and (
                    figure.value <= _FEW or _listed(claim) == figure.value
                )
                yield Finding(Guard.SOFT_COUNT if soft else Guard.FIGURE, figure.written)

    def _is_known(self, figure: Figure, claim: str, evidence: Evidence) -> bool:
        if any(figure.same(known) for known in evidence.figures if known.weight is not Weight.ORDINAL):
            return True
        if figure.unit == "年" and figure.value == self._plan.year_roc:
            return _names_the_year(figure, claim)
        if figure.unit in _COUNTING or figure.weight is Weight.SOFT:
            return figure.value in self._counts(figure, evidence)
        return figure.unit in {"年", "年期", "期"} and figure.value in _durations(evidence)

    def _counts(self, figure: Figure, evidence: Evidence) -> set[int]:
        """How many nodes of the unit's level are cited, or stand below or beside a cited one."""
        named = _level(figure.unit, anywhere=True)
        counts: set[int] = set()
        for node in evidence.nodes:
            below = [
                other.level
                for other in self._plan.nodes.values()
                if other.number.startswith(f"{node.number}.")
            ]
            counts |= {below.count(level) for level in set(below) if named in (None, level)}
        family = {
            one.passage_id: one for node in evidence.nodes for one in (*self._plan.ancestors(node), node)
        }
        for one in family.values():
            if named in (None, one.level):
                siblings = (
                    self._plan.nodes[one.parent].children if one.parent else self._plan.of_level(one.level)
                )
                counts.add(len(siblings))
        cited = [node.level for node in evidence.nodes]
        return counts | {cited.count(level) for level in set(cited) if named in (None, level)}

    def _stands_there(self, figure: Figure, evidence: Evidence) -> bool:
        """Whether a cited node, or one above it, is the n-th of the level named behind the ordinal."""
        if any(known.weight is Weight.ORDINAL and known.value == figure.value for known in evidence.figures):
            return True
        found = places(self._plan, evidence.nodes)
        level = _level(figure.unit)
        if level is not None:
            return figure.value in found.get(level, ())
        return any(figure.value in numbers for numbers in found.values()) or figure.value in self._marks(
            evidence
        )

    def _marks(self, evidence: Evidence) -> set[float]:
        """The places of the children of a cited inner node, of which a claim may speak too."""
        return {float(number) for node in evidence.nodes for number in range(1, len(node.children) + 1)}

    def _entities(self, claim: str, evidence: Evidence) -> Iterator[Finding]:
        text = self._own.sub("|", squeeze(claim))
        for guard, pattern in self._names.items():
            for match in pattern.finditer(text):
                if self._aligner.explains(match[0], evidence) < Mark.SYNONYM:
                    yield Finding(guard, match[0])

    def _laws(self, claim: str, evidence: Evidence) -> Iterator[Finding]:
        for match in _LAW.finditer(claim):
            name = squeeze(match[1] or match[2].split("的")[-1]).strip("|")
            if (
                (match[2] or name.endswith(_NAME_ENDS))
                and not _VAGUE.match(name)
                and not self._is_law_of(name, evidence)
            ):
                yield Finding(Guard.TITLE if match[1] else Guard.LAW, name)

    def _is_law_of(self, name: str, evidence: Evidence) -> bool:
        """Whether the name, or its end behind other words of the sentence, is one of the evidence."""
        ends = [name[start:] for start in range(len(name) - 1)]
        whole = any(end in evidence.solid for end in ends if len(end) >= min(_SHORTEST_LAW, len(name)))
        return whole or any(self._aligner.explains(end, evidence) is Mark.SYNONYM for end in ends)

    def _cued(self, claim: str, evidence: Evidence) -> Iterator[Finding]:
        """Words of a guard's list that the evidence does not hold itself."""
        text = squeeze(claim)
        for guard in _CUED:
            pattern = cues("claims")[guard.value]
            if guard is Guard.UP and pattern.search(evidence.solid):
                continue
            for match in pattern.finditer(text):
                if match[0] not in evidence.solid and not self._is_as_often(guard, match[0], evidence):
                    yield Finding(guard, match[0])

    def _is_as_often(self, guard: Guard, word: str, evidence: Evidence) -> bool:
        """Whether a frequency is told in other words; no other guard takes a synonym for the word itself."""
        return guard is Guard.FREQUENCY and self._aligner.explains(word, evidence) is Mark.SYNONYM


_COUNTER = re.compile(r"^(?:大|小)?(?:個|項|點|條|段|款)?(?:的)?(?:年度)?")
_COUNTING = frozenset(words("figures")["soft_units"])


def _named(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """What the claim says a place is called, where no cited node is."""
    own = "|".join([*(squeeze(node.text) for node in evidence.nodes), evidence.headings])
    for match in _NAMING.finditer(claim):
        if squeeze(match[1]).strip("|") not in own:
            yield Finding(Guard.NAME, match[1])


def without_known_figures(claim: str, findings: tuple[Finding, ...]) -> str:
    """A claim, folded, with the figures that no guard objects to blanked out."""
    doubted = {finding.words for finding in findings}
    for figure in find_figures(claim):
        if figure.written not in doubted:
            end = figure.at + len(figure.written)
            claim = claim[: figure.at] + " " * (end - figure.at) + claim[end:]
    return claim


def _pattern(names: tuple[str, ...], own: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(squeeze(name)) for name in names if squeeze(name) not in own))


def _names_the_year(figure: Figure, claim: str) -> bool:
    """Whether the plan's own year is told as the plan's, and not as a date or deadline."""
    return not _DATE_GOES_ON.match(claim[figure.at + len(figure.written) :])


def _durations(evidence: Evidence) -> set[float]:
    years = sorted(figure.value for figure in evidence.figures if figure.unit == "年")
    return {years[-1] - years[0], years[-1] - years[0] + 1} if len(years) > 1 else set()


def _level(text: str, *, anywhere: bool = False) -> Level | None:
    """The level named behind an ordinal (第三項〔施政目標〕), or anywhere in a counting word (點實施內容)."""
    if not anywhere:
        text = _COUNTER.sub("", text)
    levels = (Level.GOAL, Level.STRATEGY, Level.WORK_PLAN, Level.ITEM, Level.CONTENT)
    for level in levels if anywhere else levels[:3]:
        names = words("levels")[level.value]
        named = any(name in text for name in names) if anywhere else text.startswith(names)
        if named:
            return level
    return None


def _listed(claim: str) -> int:
    """How many things the claim's enumeration names: one more than its commas of that kind."""
    return claim.count("、") + 1 + bool(re.search(r"、[^、]*[與和及]", claim))


def fold_claim(sentence: str) -> str:
    """A sentence as the guards read it: normalised, without citation marks."""
    return without_marks(normalise(sentence))


def without_marks(sentence: str) -> str:
    """A sentence without its citation marks."""
    return re.sub(r"\[\d+\]", "", sentence)
