"""Ordinals in a question, in every notation people use: 「目標三第二點」, 「壹、五、（九）」, 「三之四」, 「最後兩點」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.cues import words
from corpus import Level
from corpus.numerals import read_numeral

PARTS = "壹貳參肆伍"  # the form's own numerals of parts
_OF_PARTS = {1: (Level.GOAL, "目標"), 2: (Level.WORK_PLAN, "業務")}  # what a number behind a part counts
_KEPT = 64  # questions whose ordinals are kept
_MOST = 20  # as many nodes as a range of ordinals can mean
_HAN_DIGITS = "〇零一二兩三四五六七八九十百千"
_N = rf"(?>\d+|(?:(?!一[共同起併])[{_HAN_DIGITS}])+)"  # the 一 of 「一共」 is none
_AND = "和|跟|與|及|、|到|至|~"  # what stands between numbers
_JOIN = rf"(?:(?:{_AND}|,)第?{_N})*"
_ROW = rf"(?:(?:(?:{_AND}|,)第?|第){_N})*"  # the same behind a first 第: 「第四第五個」
_RANGE = re.compile(rf"({_N})(?:到|至|~)第?({_N})")
_NUMBER = re.compile(_N)
_TIME = "月|人|小時|鐘|禮拜|星期|工作天|年|天|週|周"
_MEASURED = "[歲日個位名倍點項條種級%萬億元號]"  # what is no place: 15-29歲
_DIGITS = rf"\d{_HAN_DIGITS}"
_NO_COUNT = r"(?!(?<=一)[共起樣般些定直併旦覽])(?!點(?!數)|[個項條大次級成倍萬億年月日%]|分(?!別))(?!(?<=\d{3})[-－–—~至到]\d{3})"
_NO_NAME = r"(?:(?<![\u4e00-\u9fff])|(?<=[的個貳之]))"  # 「某某業務三」 counts below a work plan, 「業務三」 work plans
_NO_NODE = (
    r"(?:(?<![\u4e00-\u9fff ])|(?<=[的貳壹]))"  # 「第三個業務第二項」 and 「某某業務第二項」 count below it
)
_ALONE = r"$|[的是叫怎呢啊嗎吧,。?()、和跟與有裡底下講提屬各分共總再原全完包就念唸列貼 ]"  # what may stand behind 個 where no noun does
_HERE = r"(?=$|[、,?。./()]|的|之|是|寫|內|原|全|第|底|下|裡|有|共|一共|總|合計|整|到|倒|最|那|各|列|分別)"  # stands behind a bare number


@dataclass(frozen=True, slots=True)
class Step:
    """One step down the tree.

    Attributes:
        numbers: which of the children, counted from 1; negative ones from the end.
        level: the kind of node named, None for 點, 項 and the like.
        unit: the word counted with; equal units stand beside each other, not below.
        start, end: where it stands in the text.
    """

    numbers: tuple[int, ...]
    level: Level | None
    unit: str
    start: int
    end: int


@lru_cache(maxsize=_KEPT)
def find_steps(text: str) -> tuple[Step, ...]:
    """Return the ordinals of a squeezed question in the order in which they stand."""
    found: list[Step] = []
    taken = [False] * len(text)
    for pattern, read in _notations():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            steps = read(match)
            if steps:
                found += steps
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(sorted(found, key=lambda step: step.start))


@cache
def _notations() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[Step]]], ...]:
    """Each notation and what it means; a stretch belongs to the first that fits."""
    units = {name: "|".join(map(re.escape, listed)) for name, listed in words("levels").items()}
    named = "|".join(units[level] for level in Level if level in units)
    piece = rf"(?:個|大|小|項|條|塊)*(?:{'|'.join(words('frame')['of_form'])})*(?P<level>{named})"
    unit = rf"(?:{piece}|(?:小|大)?(?P<unit>{units['generic']})(?!{_TIME})(?:(?<!個)|(?={_ALONE})))"
    goal = rf"[、,./·-]*(?:的|之|裡面?|中|那)*(?P<goal>{_N})(?!(?<=一)共){_HERE[:-1]}|-|總)"
    kinds = "|".join(units[name] for name in ("strategy", "item", "content"))
    goal = rf"(?:{goal}|[、,./·-]*(?P<above>{_N})(?={kinds}))"  # 壹三策略
    level = (
        rf"(?P<level>{units['goal']}|{_NO_NAME}(?:{units['work_plan']})|{units['item']}|{units['strategy']})"
    )
    goals = units["goal"].replace("|", ")(?<!")
    dashed = rf"(?<=[\u4e00-\u9fff])(?<!{goals})(?P<item>\d{{1,2}})-(?P<point>\d{{1,2}})"
    dashed += rf"(?![\d-]|{_TIME}|{_MEASURED})"  # 某某業務5-1
    patterns = (
        (rf"第(?P<n>{_N}){_JOIN}部分|part(?P<m>\d)|(?P<part>[{PARTS[2:]}])(?=[、,部的]|$)", _part),
        (rf"(?P<part>[{PARTS[:2]}])(?![萬億仟佰拾]){goal}?", _part),
        (dashed, _item_and_point),
        (rf"(?:{units['goal']})(?P<a>{_N})[-.之的](?P<b>{_N}){_HERE}", _goal_and_step),
        (rf"(?<!分)(?P<chain>{_N}(?:之{_N})+)(?![{_DIGITS}])", _chain),
        (rf"{_NO_NODE}(?P<level>{units['goal']}|{units['work_plan']})第(?P<at>{_N})[個項]", _at),
        (rf"倒數第(?P<back>{_N}){unit}", _from_end),
        (rf"第(?P<from>{_N})[個點項條段][到至~]第?(?P<to>{_N}){unit}", _from_to),
        (rf"第(?P<at>{_N}{_ROW}){unit}", _at),
        (rf"(?:最後|最末|末尾?|倒數)面?的?(?P<last>{_N})?{unit}", _from_end),
        (rf"(?<!最)後面?的?(?P<tail>{_N}){unit}", _from_end),
        (rf"(?:(?:前|頭)面?的?(?P<head>{_N})|(?P<only>首|唯一)(?:的|一)*){unit}", _from_start),
        (rf"{level}(?P<at>{_N}{_JOIN}){_NO_COUNT}", _at),
        (
            rf"(?<![{_DIGITS}第])(?P<at>{_N}(?:(?:{_AND}){_N})+)[個點項條](?:(?={_ALONE})|(?!{_TIME}))",
            _at,
        ),
        (rf"^(?!\d{{3}})(?P<at>{_N}{_JOIN})$", _at),
        (rf"第(?P<at>{_N}{_ROW})(?=$|[、,(/]|[和跟與及](?:最後|第))", _at),
        (rf"[(](?P<bracketed>{_N})[)][^(,。?]{{0,4}}[到至~][(]{_N}[)]", _between),
        (rf"[(](?P<bracketed>{_N})[)]", _at),
        (rf"(?<=[、/之-])(?<!分之)(?<!\d{{3}}-)(?P<at>{_N}){_HERE}", _at),
    )
    return tuple((re.compile(pattern), read) for pattern, read in patterns)


def _kind(match: re.Match[str]) -> tuple[Level | None, str]:
    """The kind of node a match names, and the word it counts with."""
    given = match.groupdict()
    if not (word := given.get("level")):
        return None, given.get("unit") or ("()" if "bracketed" in given else "")
    names = (Level(name) for name, listed in words("levels").items() if name != "generic" and word in listed)
    return next(names), word


def _step(match: re.Match[str], numbers: Sequence[int]) -> list[Step]:
    level, unit = _kind(match)
    return [Step(tuple(numbers), level, unit, match.start(), match.end())] if numbers else []


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of 「三」, 「二和第四」, 「三到第五」."""
    if match := _RANGE.search(text):
        first, last = (read_numeral(part) or 0 for part in match.groups())
        return tuple(range(first, min(last, first + _MOST) + 1))
    return tuple(read_numeral(part) or 0 for part in _NUMBER.findall(text))


def _at(match: re.Match[str]) -> list[Step]:
    if match.string[: match.start()].endswith("法") and match.groupdict().get("unit") == "條":
        return []  # an article of a law, not of the plan
    return _step(match, _numbers(match[1] if "at" not in match.groupdict() else match["at"]))


def _between(match: re.Match[str]) -> list[Step]:
    return _all_of(match, re.findall(rf"[(]({_N})[)]", match[0]))


def _from_to(match: re.Match[str]) -> list[Step]:
    return _all_of(match, (match["from"], match["to"]))


def _all_of(match: re.Match[str], ends: Iterable[str]) -> list[Step]:
    """The step over all numbers from one to another."""
    first, last = (read_numeral(number) or 0 for number in ends)
    return _step(match, range(first, min(last, first + _MOST) + 1))


def _from_end(match: re.Match[str]) -> list[Step]:
    given = match.groupdict()
    if back := given.get("back"):
        return _step(match, (-(read_numeral(back) or 0),))
    many = min(read_numeral(given.get("last") or given.get("tail") or "1") or 1, _MOST)
    if given.get("tail") and many == 1:
        return []  # 後一點: the one behind, as follow-ups say
    return _step(match, range(-many, 0))


def _from_start(match: re.Match[str]) -> list[Step]:
    many = min(read_numeral(match["head"] or "1") or 1, _MOST)
    return [] if match["head"] and many == 1 else _step(match, range(1, many + 1))


def _part(match: re.Match[str]) -> list[Step]:
    given = match.groupdict()
    word, goal = given["part"], given.get("goal") or given.get("above")
    number = PARTS.index(word) + 1 if word else read_numeral(given["n"] or given["m"]) or 0
    if goal and number in _OF_PARTS:
        level, unit = _OF_PARTS[number]
        return [Step((read_numeral(goal) or 0,), level, unit, match.start(), match.end())]
    return [Step((number,), Level.PART, "部分", match.start(), match.end("part") if word else match.end())]


def _goal_and_step(match: re.Match[str]) -> list[Step]:
    first, second = (read_numeral(match[name]) or 0 for name in "ab")
    goal = Step((first,), Level.GOAL, "目標", match.start(), match.start("b"))
    return [goal, Step((second,), None, "", match.start("b"), match.end())]


def _item_and_point(match: re.Match[str]) -> list[Step]:
    """The item and its point of 「某某業務5-1」."""
    item, point = (read_numeral(match[name]) or 0 for name in ("item", "point"))
    above = Step((item,), None, "項", match.start(), match.end("item"))
    return [above, Step((point,), None, "點", match.end("item"), match.end())]


def _chain(match: re.Match[str]) -> list[Step]:
    return list(_links(match))


def _links(match: re.Match[str]) -> Iterator[Step]:
    for depth, number in enumerate(_NUMBER.finditer(match["chain"])):
        at = match.start("chain") + number.start()
        yield Step((read_numeral(number[0]) or 0,), None, f"之{depth}", at, at + len(number[0]))
