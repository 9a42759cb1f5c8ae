"""Proof that a parse lost nothing and invented nothing: each character of the source stands in one place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from corpus.errors import TreeError
from corpus.form import Form
from corpus.parser import Parse
from corpus.plan import Level, Span
from corpus.text import compact


def check_conservation(parse: Parse, published: str, form: Form) -> None:
    """Check the parse against the text as published.

    Every non-blank character belongs to exactly one node's text or one declared word of the form; each node's
    text is what stands at its span; every declared word is one the form knows.

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
    nodes = (node for node in parse.plan.nodes.values() if node.level is not Level.PREFACE)
    texts = (span for node in nodes for span in node.span)
    _check_cover(published, chain(texts, (span for _, span in parse.furniture)))


def _is_furniture(word: str, form: Form) -> bool:
    """Whether `word` is a mark, or a part of a header or of a category name (which can be wrapped)."""
    word = compact(word)
    whole = [*form.headers, *form.categories]
    return word.endswith(("、", ")")) or any(word in known for known in whole)


def _check_cover(published: str, spans: Iterable[Span]) -> None:
    """Check that the spans, in order, leave out nothing but blanks and share nothing but blanks."""
    done = 0
    for start, end in [*sorted(spans), (len(published), len(published))]:
        for lost_or_doubled, times in (((done, start), " 0 次"), ((start, min(done, end)), "不只一次")):
            text = published[slice(*lost_or_doubled)]
            if shown := text.strip():
                at = lost_or_doubled[0] + text.index(shown)
                msg = f"原文第 {at} 字「{shown[:12]}」在樹中出現{times}，應該恰好一次。請檢查剖析規則。"
                raise TreeError(msg)
        done = max(done, end)
