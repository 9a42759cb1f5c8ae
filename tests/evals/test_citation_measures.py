"""Citation, list, mark and quote measures, with fractions by hand."""

from __future__ import annotations

import pytest

from bot.answer import Outcome
from evals.measures import citations, declines
from evals.reply import Cited
from tests.evals.made import case, decline_case, judged, reply


def test_precision_is_the_share_of_distinct_cited_passages_that_fit() -> None:
    one = case(acceptable=("p/1.2",))
    assert citations.citation_precision(judged(one, reply(cited=("p/1.1", "p/1.2", "p/2")))) == pytest.approx(
        2 / 3
    )
    assert citations.citation_precision(judged(one, reply(cited=("p/2", "p/2", "p/1.1")))) == 1 / 2
    assert citations.citation_precision(judged(one, reply(cited=()))) == 0


def test_recall_is_over_all_gold_for_lists_and_any_for_others() -> None:
    gold = ("p/1.1", "p/1.2", "p/2")
    assert citations.citation_recall(judged(case(kind="multi", gold=gold))) == pytest.approx(1 / 3)
    assert citations.citation_recall(judged(case(gold=gold))) == 1
    assert citations.citation_recall(judged(case(acceptable=("p/2",)), reply(cited=("p/2",)))) == 1
    assert citations.citation_recall(judged(case(), reply(cited=("p/2",)))) == 0


def test_list_measures_leave_acceptable_passages_out() -> None:
    one = case(kind="list", gold=("p/1.1", "p/1.2"), acceptable=("p/1",))
    partly = judged(one, reply(cited=("p/1.1", "p/1", "p/2")))
    assert (citations.list_precision(partly), citations.list_recall(partly)) == (1 / 2, 1 / 2)
    assert citations.list_exact(partly) == 0
    assert citations.list_exact(judged(one, reply(cited=("p/1", "p/1.2", "p/1.1")))) == 1
    assert citations.list_precision(judged(one, reply(cited=("p/1",)))) == 0


@pytest.mark.parametrize(
    ("answer", "numbers", "expected"),
    [
        ("甲[1]乙[2]甲[1]", (1, 2), 1),
        ("甲[2]乙[1]", (1, 2), 0),
        ("甲[1]", (1, 2), 0),
        ("甲[1]乙[2]", (1,), 0),
        ("甲[1]", (1, 1), 0),
        ("甲", (), None),
    ],
)
def test_marks_match_citations(answer: str, numbers: tuple[int, ...], expected: float | None) -> None:
    given = reply(answer, citations=tuple(Cited(n, "p/1.1", "辦理") for n in numbers))
    assert citations.marks_consistent(judged(case(), given)) == expected


def test_quotes_are_verbatim_up_to_blanks_and_width() -> None:
    quotes = ("辦理 勞動檢查", "辦理勞動檢察", "", "勞動")
    ids = ("p/1.1", "p/1.1", "p/1.1", "p/9")
    given = reply(
        citations=tuple(Cited(n, i, q) for n, (i, q) in enumerate(zip(ids, quotes, strict=True), 1))
    )
    assert citations.quotes_verbatim(judged(case(), given)) == 1 / 4
    assert citations.quotes_verbatim(judged(case(), reply(cited=()))) is None


def test_declines_count_both_errors() -> None:
    declining = reply("無", (), outcome=Outcome.DECLINED)
    rows = [(decline_case(), declining), (decline_case(), reply()), (case(), declining), (case(), reply())]
    seen = [judged(one, given) for one, given in rows]
    assert [declines.decline_precision(one) for one in seen] == [1, None, 0, None]
    assert [declines.decline_recall(one) for one in seen[:2]] == [1, 0]
    assert [declines.decline_fnr(one) for one in seen[:2]] == [0, 1]
    assert [declines.decline_fpr(one) for one in seen[2:]] == [1, 0]
