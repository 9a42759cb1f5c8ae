"""Proof that a parse lost nothing and invented nothing: each character of the source is somewhere exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.errors import TreeError
from corpus.form import Form
from corpus.parser import Parse
from corpus.plan import Level, Span
from corpus.text import compact


def check_conservation(parse: Parse, published: str, form: Form) -> None:
    """Check the parse against the text as published.

    Every non-blank character belongs to exactly one node's text or one declared word of the form; each node's text is
    what stands at its span; every declared word is one the form knows.

    Raises:
        TreeError: naming the first character or node that breaks this.
    """
    title = parse.plan.title
    for node in parse.plan.nodes.values():
        stands = "".join(published[start:end] for start, end in node.span)
        if "".join(stands.split()) != "".join(node.text.split()):
            msg = f"{node.passage_id} 的文字與原文 {node.span} 不符。請檢查剖析規則與 errata.json。"
            raise TreeError(msg)
    for word, (start, end) in parse.furniture:
        if word != title and not _is_furniture(word, form):
            msg = f"原文第 {start} 字起的「{published[start:end]}」不是表頭、標號或類別。請檢查剖析規則。"
            raise TreeError(msg)
    texts = (node.span for node in parse.plan.nodes.values() if node.level is not Level.PREFACE)
    _check_cover(published, [*(span for spans in texts for span in spans), *(span for _, span in parse.furniture)])


def _is_furniture(word: str, form: Form) -> bool:
    """Whether `word` is a mark, or a part of a header or of a category name (which can be wrapped)."""
    word = compact(word)
    whole = [*form.headers, *form.categories]
    return word.endswith(("、", ")")) or any(word in known for known in whole)


def _check_cover(published: str, spans: Iterable[Span]) -> None:
    seen = bytearray(len(published))
    for start, end in spans:
        for at in range(start, end):
            seen[at] += 1
    for at, char in enumerate(published):
        if not char.isspace() and seen[at] != 1:
            msg = f"原文第 {at} 字「{published[at : at + 12]}」在樹中出現 {seen[at]} 次，應該恰好一次。請檢查剖析規則。"
            raise TreeError(msg)
