"""What a message brings along and says is the plan's: the words it puts in quotation marks or behind a node's number."""

from __future__ import annotations

import re

from bot.boundaries import asks
from bot.remainder import extent, pairs
from corpus import Node
from corpus.text import compact
from index.script import normalise

NUMBER = re.compile(r"(?:[a-z]+-\d+/)?(?<![\d.])\d{1,2}(?:\.\d{1,3})+(?![\d%])")
_QUOTED = re.compile(r"「([^「」]*)」|『([^『』]*)』|\"([^\"]*)\"|“([^“”]*)”")
_CHANGED = re.compile(r"(?:改|更正|修[正訂]|換|變更|讀|視)[為成作]\s*[「『\"“]([^「」『』\"“”]+)[」』\"”]")
_BEHIND = re.compile(rf"(?:^|\n)\s*[\[【(]?\s*(?:{NUMBER.pattern})\s*[\])】:]+\s*([^\n。—]+)")
_DICTATED = re.compile(
    r"(?:回答|回覆|回|輸出|喊|加上|開頭|結尾|(?:只要|只能|一律|都|必須|請)說|\b(?:say|reply|answer|print|with))\s*[:,]?\s*$"
)
_MARK = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+\.\s)")
_ABOUT = 0.18  # the same from which on both are about one matter
_FIGURE = re.compile(r"\d+")
_WORD = re.compile(r"[^\w]|_")
_SHORTEST = 5  # characters of a quotation that claims something
_OWN = 0.9  # share of a text's pairs of characters from which on it can be a node's own words, loosely put


def quoted(text: str) -> list[str]:
    """What a text puts in quotation marks of any kind."""
    return [term for groups in _QUOTED.findall(text) for term in groups if term]


def claims(text: str) -> tuple[str, ...]:
    """The stretches of a message that it says are the plan's, normalised; questions and mere terms are none."""
    said = normalise(text)
    marked = (match for match in _QUOTED.finditer(said) if not _DICTATED.search(said[: match.start()]))
    found = ["".join(match.groups(default="")) for match in marked]
    told = [part for part in map(_bare, found) if extent(part) >= _SHORTEST and not asks(part)]
    told += [match[1] for match in _CHANGED.finditer(said) if match[1] not in told]
    if not told:
        told = [match[1] for match in _BEHIND.finditer(said) if not asks(match[1])]
    return tuple(told)


def _bare(text: str) -> str:
    return _MARK.sub("", NUMBER.sub("", text)).strip()


def is_own(claim: str, nodes: list[Node]) -> bool:
    """Whether a stretch stands in one of the nodes, but for marks and blanks."""
    said = _squeezed(claim)
    return any(said in _squeezed(node.text) for node in nodes)


def is_nearly_own(claim: str, nodes: list[Node]) -> bool:
    """Whether nearly all of a stretch's words, and all its figures, stand in one of the nodes."""
    figures = set(_FIGURE.findall(normalise(claim)))
    near = (node for node in nodes if share(claim, node) >= _OWN)
    return any(figures <= set(_FIGURE.findall(normalise(node.text))) for node in near)


def share(claim: str, node: Node) -> float:
    """Share in [0, 1] of the pairs of characters of a stretch that stand in a node."""
    said = pairs(claim)
    return len(said & pairs(node.text)) / len(said) if said else 0.0


def is_about(claim: str, node: Node) -> bool:
    """Whether so much of a stretch stands in a node that both are about the same, although it says something else."""
    return share(claim, node) >= _ABOUT and len(pairs(claim) & pairs(node.text)) > 1


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of nodes that a message names, with at least two dots or behind the plan's name."""
    found = (match[0] for match in NUMBER.finditer(normalise(text)))
    return tuple(number for number in found if number.count(".") > 1 or "/" in number)


def without_numbers(text: str) -> str:
    """A normalised message without the numbers of nodes."""
    return NUMBER.sub(" ", normalise(text))


def without_quotations(text: str) -> str:
    """The same without what stands in quotation marks."""
    return _QUOTED.sub(" ", without_numbers(text))


def _squeezed(text: str) -> str:
    return _WORD.sub("", compact(normalise(text)))
