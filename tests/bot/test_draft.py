"""Numbering marks: in order of first appearance, each with its citation and each citation with its mark."""

from __future__ import annotations

import re

from bot.draft import Piece, render
from corpus import PLANS, load_plan

PLAN = load_plan(PLANS / "mol-111")
ONE, TWO = "mol-111/2.6.4.2", "mol-111/1.1.7"


def test_marks_are_numbered_by_first_appearance() -> None:
    sentences = render(((Piece("甲", (TWO,)), Piece("。")), (Piece("乙", (ONE, TWO)), Piece("。"))), PLAN)
    assert [sentence.text for sentence in sentences] == ["甲[1]。", "乙[2][1]。"]
    assert [citation.passage_id for sentence in sentences for citation in sentence.citations] == [TWO, ONE]


def test_citation_stands_with_the_sentence_that_marks_it_first() -> None:
    first, second = render(((Piece("甲", (ONE,)), Piece("。")), (Piece("乙", (ONE,)), Piece("。"))), PLAN)
    assert len(first.citations) == 1
    assert second.citations == ()


def test_quote_is_the_nodes_verbatim_text_and_the_url_opens_it() -> None:
    (sentence,) = render(((Piece("甲", (ONE,)),),), PLAN)
    (citation,) = sentence.citations
    assert citation.quote == PLAN.nodes[ONE].text
    assert citation.url == "/plan#2.6.4.2"
    assert re.findall(r"\[(\d+)\]", sentence.text) == [str(citation.n)]


def test_words_that_claim_nothing_bear_no_mark() -> None:
    (sentence,) = render(((Piece("您好。"),),), PLAN)
    assert sentence.text == "您好。"
    assert sentence.citations == ()
