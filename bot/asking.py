"""A question as its structure is read: squeezed, with names and ordinals found and blanked out of its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.cues import cues, words
from bot.names import LATIN, Mention, Names
from bot.ordinals import Step, find_steps
from bot.query import Operation
from corpus import Level, Node
from corpus.numerals import NUMERAL
from corpus.parser import ROC_EPOCH
from corpus.text import compact
from index.script import normalise

BLANK = " "  # stands in a shape where a name or an ordinal stood
_MANY = re.compile(r"哪些(?!地方)|哪幾(?!處)|有幾|幾次")
_HAN_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_QUOTED = re.compile(r"[『“\"]([^』”\"]{1,60})[』”\"]")
_SPACED = re.compile(r"[壹貳參肆伍](?: [一二三四五六七八九十\d]{1,2}(?!\d))+")  # a label typed with blanks
_IN_ALL = re.compile(r"(?<=[一二三四五六七八九十\d]) ?一共")  # behind a number it reads like more of it
_BRACKETED = re.compile(rf"第[(（]({NUMERAL})[)）]")  # an ordinal with its number put as in a label
_CALENDAR_YEAR = re.compile(r"\b20\d\d\b")  # of an English question; it numbers no node
_UNTIL = re.compile(
    r"\b(?:(?P<until>until|till|through|ends? in|ending in)|since|from|starts? in|starting in|beginning in) (?P<year>1\d\d|20\d\d)\b"
)
_SPAN = re.compile(
    r"\b(?:from|between) (?P<first>1\d\d|20\d\d) (?:to|and|until|till|through) (?P<last>1\d\d|20\d\d)\b"
)
_HOLDS = re.compile(
    r"\b(?:has|have|having|with|contains?|holds?) (?=(?:\w+ )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:strateg|item|content|point|key|implementation|work plan|goal|part|paragraph))"
)
_FRAMED = 2  # English words, those of structure, that an English question has at least
_ENGLISH = 2  # Latin words in a text in English at least, and Latin letters for each Han character
_KEPT = 64  # texts that are kept put alike, or whose kinds of node are kept: one question is looked at in many ways
_NEAR = 6  # characters behind the question word in which the kind of node stands: 有幾個重要計畫項目
_COUNTING = re.compile(
    r"(?<=有) *([一二三四五六七八九十]) *(?=策略|項目|內容|業務|目標|點)"
)  # a number without unit
_QUESTION_WORD = re.compile(r"哪|幾|多少|所有|全部|每|各")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Attributes:
        text: folded, in Traditional, without blanks; English structure words are put into Chinese.
        shape: `text` of the same length with the names and ordinals blanked.
        mentions: headings that stand in it as they are.
        steps: ordinals.
        likely: the inner node that searching finds for it.
        english: whether it is in English, most of whose words `text` lacks.
    """

    text: str
    shape: str
    mentions: tuple[Mention, ...] = ()
    steps: tuple[Step, ...] = ()
    likely: Node | None = None
    english: bool = False

    def says(self, cue: str) -> bool:
        """Whether a cue of `structure.json` stands in the shape."""
        return bool(cues("structure")[cue].search(self.shape))


def ask(question: str, names: Names) -> Asked:
    """Prepare a question."""
    text = squeeze(question, names.holds_word)
    mentions = tuple(names.mentions(text))
    shape = blank(text, (at for mention in mentions for at in range(mention.start, mention.end)))
    ranks = (at for match in cues("structure")["ranking"].finditer(shape) for at in range(*match.span()))
    steps = find_steps(blank(shape, ranks))
    shape = blank(shape, (at for step in steps for at in range(step.start, step.end)))
    return Asked(text, shape, mentions, steps, english=is_english(question))


def is_english(text: str) -> bool:
    """Whether a text is in English, whatever names it gives in Chinese."""
    said = normalise(text)
    found = LATIN.findall(said)
    return len(found) >= _ENGLISH and sum(map(len, found)) >= _ENGLISH * len(_HAN_CHARACTER.findall(said))


def squeeze(question: str, known: Callable[[str], bool] = bool) -> str:
    """Return a question folded and without blanks, in the words that cues know.

    English structure words are put into Chinese; of other Latin words in an English question that gives Chinese ones,
    those stay that are `known` to the plan. Quotation marks are of one kind, and what is loosely counted is points.
    """
    text = normalise(question)
    if LATIN.search(text):
        kept, found = bool if _HAN.search(text) is None else known, len(_english().findall(text))
        text = _HOLDS.sub("有 ", _UNTIL.sub(_ending, _SPAN.sub(_spanning, text)))
        text = cues("structure")["quoted_object"].sub("mention ", _CALENDAR_YEAR.sub(" ", text).rstrip(" ."))
        text = _english().sub(lambda match: _translations()[match[0]], text)
        text = _COUNTING.sub(r"\1個", text)
        text = LATIN.sub(lambda match: match[0] if found < _FRAMED or kept(match[0]) else "", text)
    return _put_alike(text)


@lru_cache(maxsize=_KEPT)
def _put_alike(text: str) -> str:
    """A folded text with one kind of quotation marks and one way of saying points, without blanks.

    What is described and then numbered in brackets goes by the number: 「講某事的那個目標(第四個)」; so does 「目標的第四項」.
    """
    text = _IN_ALL.sub("總共", _SPACED.sub(lambda match: match[0].replace(" ", "、"), text))
    text = _QUOTED.sub(r"「\1」", compact(text)).replace("計劃", "計畫").replace("名子", "名字")
    text = _BRACKETED.sub(r"第\1", text)
    for numbered in ("glossed", "of_the_level"):
        text = cues("structure")[numbered].sub(r"\g<nth>個\g<kind>", text)
    text = cues("structure")["as_words"].sub("這個詞", text)
    text = cues("structure")["first_to_last"].sub("全部", text)
    return cues("structure")["loose_noun"].sub(_counted, text)


def _spanning(match: re.Match[str]) -> str:
    """「from 2020 to 2023」 in 民國 years."""
    return f"{_republican(match['first'])}-{_republican(match['last'])}年 "


def _ending(match: re.Match[str]) -> str:
    """「until 2023」 in 民國 years."""
    year = _republican(match["year"])
    return f"到{year}年為止 " if match["until"] else f"從{year}年開始 "


def _republican(year: str) -> int:
    """A year as 民國 counts it."""
    return int(year) - (ROC_EPOCH if int(year) > ROC_EPOCH else 0)


def _counted(match: re.Match[str]) -> str:
    """「哪些措施」 without its noun, 「幾件事」 and 「重點有幾個」 with points for what is counted."""
    if match["number"]:
        return f"{match['link']}{match['number']}點"
    unit = match["unit"] if match["asked"].startswith("哪") else match["unit"].strip("個種件") or "點"
    return f"{match['asked']}{unit}"


def blank(text: str, places: Iterable[int]) -> str:
    """Return `text` with blanks at the given places."""
    hidden = set(places)
    return "".join(BLANK if at in hidden else char for at, char in enumerate(text))


def only(asked: Asked, start: int, end: int) -> Asked:
    """The question as if it were but the stretch from `start` to `end`."""
    others = [at for at in range(len(asked.shape)) if not start <= at < end]
    mentions = tuple(one for one in asked.mentions if start <= one.start < end)
    steps = tuple(one for one in asked.steps if start <= one.start < end)
    return replace(asked, shape=blank(asked.shape, others), mentions=mentions, steps=steps, likely=None)


def operation_of(asked: Asked) -> Operation | None:
    """What the question's form asks for; None if its form does not say."""
    order = (Operation.WHERE, Operation.COUNT, Operation.QUOTE, Operation.LIST)
    found = [operation for operation in order if asked.says(operation)]
    if Operation.WHERE in found and (Operation.COUNT in found or _MANY.search(asked.shape)):
        found.remove(Operation.WHERE)
    return found[0] if found else None


def lists(question: str) -> bool:
    """Whether a question that has the form of one for a list is one; an English "what" may ask for anything."""
    return bool(_HAN.search(question) or levels_in(text := squeeze(question)) or "列" in text)


def levels_in(text: str) -> list[tuple[int, Level]]:
    """The kinds of node that a text names, with where."""
    return [(start, level) for start, _, level in kinds_in(text)]


@lru_cache(maxsize=_KEPT)
def kinds_in(text: str) -> tuple[tuple[int, int, Level], ...]:
    """The kinds of node that a text names, with where each name begins and ends."""
    return tuple((*match.span(), _level_names()[match[0]]) for match in _levels().finditer(text))


def is_level(text: str) -> bool:
    """Whether a text is nothing but the name of a kind of node."""
    return text in _level_names()


def level_of(asked: Asked) -> Level | None:
    """The kind of node asked for: the first one named behind the question word, else the last one named."""
    starts = [match.start() for match in _QUESTION_WORD.finditer(asked.shape)]
    found = levels_in(asked.shape)
    behind = [level for at, level in found if any(start <= at <= start + _NEAR for start in starts[-1:])]
    return behind[0] if behind else (found[-1][1] if found else None)


@cache
def _level_names() -> dict[str, Level]:
    named = {name: listed for name, listed in words("levels").items() if name != "generic"}
    return {word: Level(name) for name, listed in named.items() for word in listed}


@cache
def _levels() -> re.Pattern[str]:
    listed = sorted(_level_names(), key=lambda word: (-len(word), word))
    goals = "(?!標(?!題))"  # 六項目標 are goals, 六項目標題 are titles of items
    known = (re.escape(word) + (goals if word.endswith("項目") else "") for word in listed)
    return re.compile("|".join(known))


@cache
def _translations() -> dict[str, str]:
    return {word: chinese for chinese, listed in words("english").items() for word in listed}


@cache
def _english() -> re.Pattern[str]:
    listed = sorted(_translations(), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b")
