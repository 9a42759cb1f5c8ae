"""Leaks of Simplified characters and mainland terms into answers in Taiwan's Traditional Chinese."""

from __future__ import annotations

import re
from functools import cache

from evals.measures.judged import Judged
from evals.text import without_marks
from index.script import is_simplified

# Good Traditional that the two lists would take for leaks: it occurs in Taiwan's laws or in DRCD.
_ALSO_TRADITIONAL = frozenset("呋腈恒吡酶煅蒽萘坂咤砼哚桕浜勐肽吲碍荟砜哌噻酰庄涂洒据")
_BIG5_LEVEL_2 = 0xC9  # lead byte of the first of the 7,652 rarer characters

MAINLAND_TERMS = (
    "視頻",
    "軟件",
    "硬件",
    "互聯網",
    "信息化",
    "信息系統",
    "信息技術",
    "服務器",
    "屏幕",
    "鼠標",
    "默認",
    "數據庫",
    "智能手機",
    "短信",
    "賬號",
    "激活",
    "微信",
    "支付寶",
    "農民工",
    "下崗",
    "勞動合同",
    "養老保險",
    "工傷",
    "社保",
    "五險一金",
    "人社部",
    "人力資源和社會保障",
    "街道辦",
    "居委會",
    "領導幹部",
    "黨委",
    "立交橋",
    "公交車",
    "高校畢業生",
)
"""Terms that Taiwan says otherwise; none stands in the plan. Words that both sides use are left out."""

_TERMS = re.compile("|".join(map(re.escape, MAINLAND_TERMS)))
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")


@cache
def is_leak(char: str) -> bool:
    """Whether a Han character is used in Simplified Chinese only.

    By two lists: GB 2312 has it and Big5 lacks it; or OpenCC takes it for Simplified and Big5 has it among
    its rarer half (体, 个). Commoner characters of Big5 (后, 于, 里, 台) are good Traditional.
    """
    if not "\u3400" <= char <= "\u9fff" or char in _ALSO_TRADITIONAL:
        return False
    big5 = _encoded(char, "big5")
    if not big5:
        return bool(_encoded(char, "gb2312")) or is_simplified(char)
    return big5[0] >= _BIG5_LEVEL_2 and is_simplified(char)


def leaked_characters(judged: Judged) -> str:
    """The leaked characters of an answer, each once, in order; what its cited passages hold is no leak."""
    own = set("".join(judged.evidence(citation) for citation in judged.reply.citations))
    return "".join(dict.fromkeys(c for c in judged.reply.answer if c not in own and is_leak(c)))


def script_clean(judged: Judged) -> float:
    """1 if the answer holds no Simplified-only character, else 0. Applies to every reply."""
    return float(not leaked_characters(judged))


def terms_clean(judged: Judged) -> float:
    """1 if the answer holds no listed mainland term outside a quotation, else 0. Applies to every reply.

    Quotations are what stands in 「」 or 『』, and the verbatim quotes of the answer's citations.
    """
    text = _QUOTED.sub("", without_marks(judged.reply.answer))
    for citation in judged.reply.citations:
        text = text.replace(citation.quote, "") if citation.quote else text
    return float(not _TERMS.search(text))


def _encoded(char: str, encoding: str) -> bytes:
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        return b""
