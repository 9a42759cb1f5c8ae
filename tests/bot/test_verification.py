"""Verification over an invented plan and the carried one: what stands there passes, what does not is named."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.boundaries import Boundaries
from bot.precedents import Precedents
from bot.presumption import can_reach, joined, sounds_false
from bot.verification import Premises, Verifier
from bot.verification.alignment import Aligner, Mark
from bot.verification.evidence import gather
from bot.verification.figures import Weight, find_figures
from bot.verification.guards import Guard, Guards, fold_claim
from bot.wording import tell, tell_quote, tell_where
from corpus import PLANS, Plan, load_plan
from corpus.claims import read_claims, read_premises
from corpus.lexicon import Entry, Kind, Review, read_lexicon
from corpus.numerals import han_numeral
from index import load_encoder
from index.encoder import Encoder
from index.script import normalise
from tests.plans import coast_forest

CARRIED = PLANS / "mol-111"
AMOUNTS = ("補助 {} 萬元", "預計 {} 家參與", "達成率 {}%", "限 {} 歲以上", "為期 {} 個月", "遍及 {} 個縣市")
LONG_INPUT_S = 2.0  # forty times what it takes, for a busy machine
TWO_ITEMS = "「海岸巡護與自然教育推展」共有 2 個重要計畫項目。"


def plan_of(folder: Path) -> Plan:
    return load_plan(folder)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def coast() -> Plan:
    return plan_of(coast_forest.FOLDER)


@pytest.fixture(scope="module")
def carried() -> Plan:
    return plan_of(CARRIED)


@pytest.fixture(scope="module")
def verifier(coast: Plan, encoder: Encoder) -> Verifier:
    return Verifier(coast, encoder, ())


@pytest.fixture(scope="module")
def carried_verifier(carried: Plan, encoder: Encoder) -> Verifier:
    return Verifier(carried, encoder, read_lexicon(CARRIED))


def found(plan: Plan, claim: str, number: str, *lexicon: Entry) -> set[Guard]:
    """Which guards find something in a claim that cites one node of the plan."""
    guards = Guards(plan, Aligner(lexicon, [plan.publisher]))
    evidence = gather(plan, [f"{plan.plan_id}/{number}"])
    return {finding.guard for finding in guards.find(fold_claim(claim), evidence)}


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("補助３０，０００元", 30_000, "元"),
        ("補助三萬元", 30_000, "元"),
        ("百分之六", 6, "%"),
        ("99.5%", 99.5, "%"),
        ("西元 2024 年", 113, "年"),
        ("民國一一三年", 113, "年"),
        ("一千二百家", 1_200, "家"),
        ("一百五十位", 150, "人"),
    ],
)
def test_figures_are_read_in_any_numerals(text: str, value: float, unit: str) -> None:
    assert [(figure.value, figure.unit) for figure in find_figures(normalise(text))] == [(value, unit)]


@pytest.mark.parametrize("text", ["一般性業務", "單一窗口", "其中之一", "一個項目", "一案到底", "進一步"])
def test_numerals_within_words_are_no_figures(text: str) -> None:
    assert list(find_figures(text)) == []


def test_a_place_among_others_is_an_ordinal() -> None:
    assert [figure.weight for figure in find_figures("第三項施政目標")] == [Weight.ORDINAL]


@pytest.mark.parametrize(
    ("claim", "number", "guard"),
    [
        ("全年新植 90 公頃林木。", "1.1.1", Guard.FIGURE),
        ("每公頃每年給付地主租金五萬元。", "2.1.1.3", Guard.FIGURE),
        ("第三項施政目標要修補斷裂林帶。", "1.1.1", Guard.ORDINAL),
        ("苗圃擴建由經濟部負責。", "2.1.1.1", Guard.AGENCY),
        ("苗圃擴建優先照顧原住民。", "2.1.1.1", Guard.GROUP),
        ("苗圃設在花蓮。", "2.1.1.1", Guard.PLACE),
        ("依「森林法」汰換枯死老樹。", "1.1.2", Guard.TITLE),
        ("不再汰換枯死老樹。", "1.1.2", Guard.NEGATION),
        ("強制汰換枯死老樹。", "1.1.2", Guard.STRENGTH),
        ("全面汰換枯死老樹。", "1.1.2", Guard.STRENGTH),
        ("所有老樹都要汰換。", "1.1.2", Guard.SCOPE),
        ("縮減編籬定砂。", "1.1.3", Guard.DOWN),
        ("編籬定砂的效果優於種樹。", "1.1.3", Guard.COMPARISON),
        ("每月巡視林帶。", "1.2.1", Guard.FREQUENCY),
        ("年底前設置編籬。", "1.1.3", Guard.DEADLINE),
        ("設置編籬是因為去年風災。", "1.1.3", Guard.CAUSE),
        ("這項工作的名稱是「飛砂觀測」。", "2.1.3", Guard.NAME),
    ],
)
def test_each_guard_names_what_the_passage_does_not_carry(
    coast: Plan, claim: str, number: str, guard: Guard
) -> None:
    assert guard in found(coast, claim, number)


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("全年新植 80 公頃。", "1.1.1"),
        ("全年新植八十公頃。", "1.1.1"),
        ("第一項施政目標的第一點要補植海岸樹種。", "1.1.1"),
        ("113 年度計畫列出，每週巡視林帶。", "1.2.1"),
        ("期程從 112 年到 115 年。", "2.1.1"),
        ("期程從 2023 年到 2026 年。", "2.1.1"),
        ("林帶復育共有 3 個重要計畫項目。", "2.1"),
        ("招募 150 位解說志工。", "2.2.2.2"),
    ],
)
def test_figures_that_stand_there_or_in_the_place_are_fine(coast: Plan, claim: str, number: str) -> None:
    assert not found(coast, claim, number) & {Guard.FIGURE, Guard.ORDINAL, Guard.SOFT_COUNT}


def test_the_same_frequency_in_other_words_is_fine(coast: Plan) -> None:
    assert Guard.FREQUENCY not in found(coast, "假日每天提供導覽。", "2.2.2.2")


def test_a_lexicon_term_explains_what_it_means_and_a_loose_one_less(coast: Plan) -> None:
    entry = Entry(term="老木頭", means=("枯死老樹",), kind=Kind.EVERYDAY, hand="test", review=Review.REVIEWED)
    loose = entry.model_copy(update={"note": "計畫未載"})
    evidence = gather(coast, ["ccf-113/1.1.2"])
    assert Aligner([entry]).explains("老木頭", evidence) is Mark.SYNONYM
    assert Aligner([loose]).explains("老木頭", evidence) is Mark.LOOSE
    assert Aligner([]).explains("老木頭", evidence) is Mark.NOVEL


def test_a_short_form_of_a_law_is_the_law_and_a_likely_name_is_not(coast: Plan) -> None:
    short = Entry(term="枯樹", means=("枯死老樹",), kind=Kind.LAW, hand="test", review=Review.REVIEWED)
    other = short.model_copy(update={"term": "老枯樹"})
    evidence = gather(coast, ["ccf-113/1.1.2"])
    assert Aligner([short]).explains("枯樹", evidence) is Mark.SYNONYM
    assert Aligner([other]).explains("老枯樹", evidence) is Mark.LOOSE


def test_an_inner_node_stands_for_its_heading_and_its_leaves(verifier: Verifier) -> None:
    leaf = "設置編籬定砂，降低飛砂掩埋農田與道路的情形。"
    assert verifier.verify(leaf, ["ccf-113/1.1"]).supported
    assert verifier.verify("修補斷裂林帶，減少風沙侵襲。", ["ccf-113/1.1"]).supported


def test_several_citations_count_together(verifier: Verifier) -> None:
    claim = "汰換枯死老樹，改採混植方式；開辦「里海學堂」，邀請漁民與老師共同授課。"
    assert verifier.verify(claim, ["ccf-113/1.1.2", "ccf-113/1.3.1"]).supported
    assert not verifier.verify(claim, ["ccf-113/1.1.2"]).supported


def test_a_true_sentence_about_another_passage_is_not_supported(verifier: Verifier) -> None:
    assert not verifier.verify("開辦「里海學堂」，邀請漁民與老師共同授課。", ["ccf-113/1.1.2"]).supported


def test_counts_of_children_are_supported_and_wrong_ones_are_not(verifier: Verifier) -> None:
    assert verifier.verify(TWO_ITEMS, ["ccf-113/2.2"]).supported
    assert not verifier.verify(TWO_ITEMS.replace("2", "5"), ["ccf-113/2.2"]).supported


@pytest.mark.parametrize(
    ("sentence", "cites", "reason"),
    [
        ("設置編籬。", [], "沒有引用"),
        ("設置編籬。", ["ccf-113/9.9"], "沒有 ccf-113/9.9"),
        ("……", ["ccf-113/1.1"], "句子是空的"),
        ("新植 90 公頃。", ["ccf-113/1.1.1"], "90 公頃"),
    ],
)
def test_a_rejection_tells_its_reason(
    verifier: Verifier, sentence: str, cites: list[str], reason: str
) -> None:
    verdict = verifier.verify(sentence, cites)
    assert not verdict.supported
    assert reason in "".join(verdict.reasons)


def test_supported_means_the_score_reaches_the_threshold(carried: Plan, carried_verifier: Verifier) -> None:
    for claim in read_claims(CARRIED, carried)[::40]:
        verdict = carried_verifier.verify(claim.sentence, claim.cites)
        assert 0 <= verdict.score <= 1
        assert verdict.supported == (verdict.score >= carried_verifier.threshold) == (not verdict.reasons)


def test_the_same_sentence_gets_the_same_verdict(verifier: Verifier) -> None:
    asked = ("林帶要補植，也要汰換老樹。", ["ccf-113/1.1"])
    assert verifier.verify(*asked) == verifier.verify(*asked)


@pytest.mark.parametrize("folder", [coast_forest.FOLDER, CARRIED])
def test_the_plans_own_words_under_our_leads_are_always_supported(folder: Path, encoder: Encoder) -> None:
    plan = plan_of(folder)
    verifier = Verifier(plan, encoder, read_lexicon(folder))
    for node in plan.nodes.values():
        for statement in (*tell(node, plan), *tell_where([node], plan), *tell_quote([node], plan)):
            text = "".join(piece.text for piece in statement)
            assert verifier.verify(text, [node.passage_id]).supported, text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_passage_word_for_word_is_always_supported(
    carried: Plan, carried_verifier: Verifier, data: st.DataObject
) -> None:
    node = data.draw(st.sampled_from(carried.passages))
    lead = data.draw(st.sampled_from(("", "計畫列出：", "依計畫，", "計畫寫明：")))
    assert carried_verifier.verify(lead + node.text, [node.passage_id]).supported


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_number_that_is_nowhere_is_never_supported(
    carried: Plan, carried_verifier: Verifier, data: st.DataObject
) -> None:
    node = data.draw(st.sampled_from(carried.passages))
    number = data.draw(st.integers(min_value=13, max_value=9_999).filter(lambda n: n not in range(100, 120)))
    written = data.draw(st.sampled_from((str(number), f"{number:,}", han_numeral(number))))
    amount = data.draw(st.sampled_from(AMOUNTS)).format(written)
    sentence = f"{node.text.rstrip('。')}，{amount}。"
    assert not carried_verifier.verify(sentence, [node.passage_id]).supported, sentence


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_a_verdict(verifier: Verifier, sentence: str) -> None:
    assert 0 <= verifier.verify(sentence, ["ccf-113/1.1.1"]).score <= 1


def test_a_sentence_that_says_nothing_is_not_supported(verifier: Verifier) -> None:
    assert not verifier.verify("這份計畫也會這樣做。", ["ccf-113/1.1"]).supported


@pytest.mark.parametrize("part", ["一二三四五", "計畫也會", "第1項", "「", "勞動部依法", "設置編籬、"])
def test_long_input_takes_no_time_to_speak_of(verifier: Verifier, part: str) -> None:
    begun = time.perf_counter()
    verifier.verify((part * 2_000)[:2_000], ["ccf-113/1"])
    assert time.perf_counter() - begun < LONG_INPUT_S


def test_premises_are_told_apart_on_the_plan_they_were_learned_on(carried: Plan, encoder: Encoder) -> None:
    premises = Premises(carried, encoder, read_lexicon(CARRIED))
    boundaries, known = Boundaries(carried), read_premises(CARRIED, carried)
    rows, precedents, right = known[::8], Precedents(known), []
    for row in rows:
        node = carried.nodes[row.cites[0]]
        by_wording, by_passage = (
            sounds_false(boundaries.mask(row.text)),
            premises.presupposes_falsely(row.text, node),
        )
        by_precedents = precedents.tell_false(row.text, node.passage_id, without=row.hand)
        given = boundaries.gives(row.text, node)
        right.append((joined(by_wording, by_passage, by_precedents, given=given) < 0.5) is row.holds)
    assert sum(right) / len(right) >= 0.9


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-1, 1), st.booleans())
def test_wording_and_precedents_bound_all_judges_together(
    by_wording: float, by_passage: float, by_precedents: float, given: bool
) -> None:
    assert can_reach(joined(by_wording, by_passage, by_precedents, given=given), by_wording, by_precedents)


def test_a_harmless_wording_cannot_be_made_a_false_premise() -> None:
    assert can_reach(0.95, 0.9, 0.0)
    assert not can_reach(0.95, 0.001, 0.0)


def test_a_question_names_the_guard_that_its_premise_breaks(coast: Plan, encoder: Encoder) -> None:
    premises = Premises(coast, encoder, ())
    node = coast.nodes["ccf-113/1.2.1"]
    assert any("每月" in reason for reason in premises.contradictions("巡守隊是每月巡視林帶對吧？", node))
    assert premises.contradictions("巡守隊是每週巡視林帶對吧？", node) == ()
