"""A parse that lost, doubled or invented a character is told apart from one that kept all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.conservation import check_conservation
from corpus.errors import TreeError
from corpus.parser import Parse, parse
from corpus.source import mend
from tests.corpus.changed_text import FORM, written

TEXT = written()
PARSED = parse(mend(TEXT), "x", FORM)


def _check(parsed: Parse) -> None:
    check_conservation(parsed, TEXT, FORM)


def test_whole_parse_passes() -> None:
    _check(PARSED)


@pytest.mark.parametrize("at", range(len(PARSED.furniture)))
def test_lost_word_of_the_form_is_told(at: int) -> None:
    _, (start, _) = PARSED.furniture[at]
    with pytest.raises(TreeError, match=f"原文第 {start} 字「(?s:.+)」在樹中出現 0 次"):
        _check(replace(PARSED, furniture=(*PARSED.furniture[:at], *PARSED.furniture[at + 1 :])))


@pytest.mark.parametrize("at", range(len(PARSED.furniture)))
def test_doubled_word_of_the_form_is_told(at: int) -> None:
    _, (start, _) = PARSED.furniture[at]
    with pytest.raises(TreeError, match=f"原文第 {start} 字「(?s:.+)」在樹中出現不只一次"):
        _check(replace(PARSED, furniture=(*PARSED.furniture, PARSED.furniture[at])))


def test_lost_passage_is_told() -> None:
    nodes = {key: node for key, node in PARSED.plan.nodes.items() if key != "x/2.1.1.2"}
    with pytest.raises(TreeError, match="「補植苗木。」在樹中出現 0 次"):
        _check(replace(PARSED, plan=replace(PARSED.plan, nodes=nodes)))


def test_changed_text_is_told() -> None:
    node = replace(PARSED.plan.nodes["x/2.1.1.2"], text="補植樹苗。")
    nodes = {**PARSED.plan.nodes, "x/2.1.1.2": node}
    with pytest.raises(TreeError, match=r"x/2\.1\.1\.2 的文字與原文 .* 不符"):
        _check(replace(PARSED, plan=replace(PARSED.plan, nodes=nodes)))


def test_word_that_is_not_of_the_form_is_told() -> None:
    with pytest.raises(TreeError, match="不是表頭、標號或類別"):
        _check(replace(PARSED, furniture=(*PARSED.furniture, ("巡護", (0, 2)))))
