"""Must phrases, numbers, forbidden patterns, and every way in which an answer is not right."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer import Outcome, Reason
from evals.measures import answers
from evals.reply import Reply
from tests.evals.made import case, decline_case, judged, reply


def test_must_coverage_counts_any_alternative_folded() -> None:
    one = case(must=(("三千場次", "3000 場次"), ("五千",), ("ECFA",)))
    given = reply("辦理 3000\n場次[1]，含ＥＣＦＡ。")
    assert answers.must_coverage(judged(one, given)) == pytest.approx(2 / 3)


def test_a_phrase_may_run_across_a_mark_and_keeps_its_case() -> None:
    assert answers.must_coverage(judged(case(must=(("甲乙",),)), reply("甲[1]乙"))) == 1
    assert answers.must_coverage(judged(case(must=(("ECFA",),)), reply("ecfa[1]"))) == 0


@pytest.mark.parametrize(
    ("answer", "held"),
    [
        ("共有12項[1]。", True),
        ("共有 １２ 項。", True),
        ("12", True),
        ("共12。", True),
        ("第12、13項", True),
        ("共有112項。", False),
        ("共有120項。", False),
        ("12.5%", False),
        ("3.12", False),
        ("B12", False),
        ("共有十二項。", False),
        ("見[12]。", False),
        ("1,012項", False),
    ],
)
def test_a_number_counts_only_as_a_whole_number(answer: str, held: bool) -> None:
    assert answers.holds_number(judged(case(number=12), reply(answer))) is held


def test_thousands_separators_are_read_through() -> None:
    assert answers.holds_number(judged(case(number=3000), reply("共3,000場。")))
    assert answers.holds_number(judged(case(number=0), reply("共 0 場。")))
    assert not answers.holds_number(judged(case(number=3), reply("共3,000場。")))


def test_forbidden_patterns_see_the_answer_as_written_and_bare() -> None:
    one = case(forbidden=("保證", "a b", "^劳"))
    assert answers.forbidden_matches(judged(one, reply("我 保[1]證 a b"))) == ("保證", "a b")
    assert answers.forbidden_absent(judged(one, reply("好"))) == 1


def test_a_right_answer_has_nothing_against_it() -> None:
    one = case(must=(("三千",),), forbidden=("五千",))
    assert answers.why_wrong(judged(one)) == ()
    assert answers.right(judged(one)) == 1


@pytest.mark.parametrize(
    ("fields", "given", "why"),
    [
        ({}, reply(outcome=Outcome.CORRECTED), "預期 answered，得到 corrected"),
        ({"must": (("五千", "5000"),)}, reply(), "缺少「五千／5000」"),
        ({"number": 3}, reply(), "沒有數字 3"),
        ({}, reply(cited=()), "沒有引用"),
        ({}, reply(cited=("p/2",)), "引用的都不是應引用的段落"),
        ({}, reply(cited=("p/1.1", "p/2", "p/1.2")), "一半以上的引用不是應引用的段落"),
        ({"forbidden": ("三千",)}, reply(), "出現禁止的「三千」"),
        ({"kind": "list", "gold": ("p/1.1", "p/1.2")}, reply(), "未引用 p/1.2"),
        ({"kind": "multi", "gold": ("p/1.1", "p/1.2")}, reply(), "未引用 p/1.2"),
        ({"kind": "filter", "gold": ("p/1.1", "p/1.2")}, reply(), "未引用 p/1.2"),
    ],
)
def test_each_fault_alone_makes_an_answer_wrong(fields: dict[str, Any], given: Reply, why: str) -> None:
    wrong = judged(case(**fields), given)
    assert answers.why_wrong(wrong) == (why,)
    assert answers.right(wrong) == 0


@pytest.mark.parametrize(
    ("fields", "cited"),
    [
        ({}, ("p/1.1", "p/2")),  # exactly half fits
        ({"gold": ("p/1.1", "p/1.2")}, ("p/1.2",)),  # one of several is enough where not all are wanted
        ({"acceptable": ("p/2",)}, ("p/2",)),
        ({"kind": "list", "gold": ("p/1.1", "p/1.2"), "acceptable": ("p/1",)}, ("p/1.2", "p/1.1", "p/1")),
    ],
)
def test_citations_suffice(fields: dict[str, Any], cited: tuple[str, ...]) -> None:
    assert answers.right(judged(case(**fields), reply(cited=cited))) == 1


def test_a_passage_cited_twice_counts_once() -> None:
    assert answers.citations_suffice(case(), ("p/1.1", "p/2"))
    given = reply(cited=("p/2", "p/2", "p/1.1"))
    assert answers.right(judged(case(), given)) == 1


def test_declining_is_right_whatever_the_reason_and_without_citations() -> None:
    one = decline_case(reason=Reason.OPINION)
    given = reply("無法回答。", (), outcome=Outcome.DECLINED, reason=Reason.UNCLEAR)
    assert answers.right(judged(one, given)) == 1
    assert answers.reason_right(judged(one, given)) == 0
    assert answers.reason_right(judged(one, reply())) is None


def test_smalltalk_and_corrections_without_gold_need_no_citation() -> None:
    hello = case(outcome=Outcome.SMALLTALK, gold=())
    assert answers.right(judged(hello, reply("您好", (), outcome=Outcome.SMALLTALK))) == 1
    premise = case(outcome=Outcome.CORRECTED, gold=())
    assert answers.right(judged(premise, reply("不是", (), outcome=Outcome.CORRECTED))) == 1
    assert answers.premise_handled(judged(premise, reply())) == 0
