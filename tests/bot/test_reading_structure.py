"""Structure questions in free wording, over the invented plan: what they describe, count, select and leave out."""

from __future__ import annotations

import pytest

from bot.query import Extreme, Operation, Query, run_query
from bot.reading import Reader, Reading
from bot.search import Candidate, Found
from bot.structure import answer_query
from corpus import Level, load_plan
from corpus.bank import Review
from corpus.lexicon import Entry, Kind
from tests.plans.coast_forest import FOLDER

COAST = load_plan(FOLDER)
LEXICON = (
    Entry(term="海鳥", means=("小燕鷗",), kind=Kind.EVERYDAY, hand="test", review=Review.UNREVIEWED),
    Entry(term="造林科", means=("林帶復育",), kind=Kind.AGENCY, hand="test", review=Review.UNREVIEWED),
    Entry(term="義工", means=("解說志工",), kind=Kind.EVERYDAY, hand="test", review=Review.UNREVIEWED),
)


@pytest.fixture(scope="module")
def coast() -> Reader:
    return Reader(COAST, LEXICON)


def query(reading: Reading) -> Query:
    """The query of a reading that must have one."""
    assert reading.query is not None
    return reading.query


def selected(reading: Reading) -> list[str]:
    """Numbers of what a reading's query selects."""
    return [node.number for node in run_query(query(reading), COAST)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("講林帶跟風沙的那個目標有幾條策略", 3),
        ("關於海岸生態與村里巡守的施政目標，策略共有幾項？", 2),
        ("海岸教育那條目標，底下的策略是幾條呀？", 2),
        ("跟林帶有關的業務列了幾個項目", 3),
        ("目標一，也就是減少風沙的，列了多少條策略", 3),
    ],
)
def test_a_description_and_a_kind_lead_to_one_node_of_that_kind(
    coast: Reader, question: str, expected: int
) -> None:
    reading = coast.read(question)
    assert query(reading).operation is Operation.COUNT
    assert len(selected(reading)) == expected


def test_a_description_in_another_language_is_left_to_searching(coast: Reader) -> None:
    question = "How many contents does the item on guided tours and seaside schools have?"
    likely = (Candidate(COAST.nodes["ccf-113/2.2"], 0.4), Candidate(COAST.nodes["ccf-113/2.2.2"], 0.5))
    assert not coast.read(question).is_settled
    assert query(coast.read(question, Found(likely, 0.3))).under == ("ccf-113/2.2.2",)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("「飛砂防治」列了幾條措施？作業要寫", 1),
        ("村里巡守隊訓練與保險，計畫寫了幾點做法", 2),
        ("里海學堂與步道解說規劃了多少個作法", 3),
        ("里海學堂與步道解說，列出的重點有幾個", 3),
        ("把林帶復育各項目的實施內容都算進去，總共幾條", 6),
        ("被颱風搞到快崩潰，想知道目標二到底寫了幾條策略？", 2),
        ("How many implementation points are there under 里海學堂與步道解說?", 3),
        ("How many strategies are listed under goal 2?", 2),
    ],
)
def test_what_is_counted_may_be_called_loosely(coast: Reader, question: str, expected: int) -> None:
    reading = coast.read(question)
    assert query(reading).operation is Operation.COUNT
    assert len(selected(reading)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "林帶復育有哪些承辦人",
        "林帶復育有幾位同仁",
        "飛砂防治有幾個委員",
        "林帶復育的項目最後達成了幾項",
        "每公頃租金最長給幾年",
        "里海學堂靠哪些策略培養漁民",
        "前言的三大目標，以及計畫依什麼編",
    ],
)
def test_what_the_tree_does_not_hold_is_left_to_searching(coast: Reader, question: str) -> None:
    assert not coast.read(question).is_settled


def test_a_latin_word_of_a_chinese_question_is_not_taken_for_framing(coast: Reader) -> None:
    assert not coast.read("ISO 認證的目標有哪些").is_settled


@pytest.mark.parametrize(
    "question",
    [
        "113年的施政目標總共列了哪幾大項？麻煩一條一條念給我聽",
        "整本計畫的施政目標，名稱依序寫給我",
        "今年署裡訂了哪些大目標呀",
        "這本計畫的目標是哪幾個，我抄一下",
    ],
)
def test_all_goals_are_listed_however_the_list_is_asked_for(coast: Reader, question: str) -> None:
    assert selected(coast.read(question)) == ["1.1", "1.2", "1.3"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些重要計畫項目的計畫類別是「科技發展」？", ["2.1.2"]),
        ("計畫類別寫科技發展的重要計畫有哪些", ["2.1.2"]),
        ("哪個工作計畫的項目全都是社會發展類", ["2.2"]),
        ("同時有社會發展和科技發展兩種類別項目的工作計畫是哪一個", ["2.1"]),
        ("不含飛砂防治，還有哪些項目屬於社會發展類", ["2.1.1", "2.2.1", "2.2.2"]),
    ],
)
def test_categories_select_items_and_the_work_plans_that_hold_them(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast.read(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("下面有三個以上計畫項目的是哪幾個工作計畫", ["2.1"]),
        ("項目不到三個的工作計畫有哪些", ["2.2"]),
        ("策略超過兩條的目標是哪幾個", ["1.1"]),
        ("有三點實施內容的是哪些項目", ["2.1.1", "2.2.2"]),
        ("項目名稱裡直接寫出年度期間（像108－112年這種）的有哪些？", ["2.1.1"]),
    ],
)
def test_sizes_and_years_select_in_any_order_of_words(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast.read(question)) == expected


@pytest.mark.parametrize(
    ("question", "extreme", "expected"),
    [
        ("文字最長的那一點策略是哪一點", Extreme.LONGEST, ["1.1.1"]),
        ("字數最少的策略是哪一條", Extreme.SHORTEST, ["1.3.1"]),
        ("名稱最短的項目是哪一個", Extreme.SHORTEST, ["2.1.3"]),
    ],
)
def test_the_longest_and_the_shortest_text_are_found(
    coast: Reader, question: str, extreme: Extreme, expected: list[str]
) -> None:
    reading = coast.read(question)
    assert query(reading).extreme is extreme
    assert selected(reading) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("壹的策略裡，哪些寫了要「通報」什麼？全部都要。", ["1.2.1"]),
        ("扣掉「村里巡守隊訓練與保險」那個項目，計畫裡還有哪些地方寫到通報？", ["1.2.1"]),
        ("除村里巡守隊訓練與保險外，哪些內容寫到海廢", ["2.2.2.3"]),
        ("哪些項目的名称里有“学堂”两个字？", ["2.2.2"]),
        ("志工和導覽分別有哪些實施內容提到", ["2.2.2.2"]),
        ("無線電在計畫哪些條文中被提到", ["2.2.1.2"]),
        ("哪些實施內容同時提到雨衣和無線電", ["2.2.1.2"]),
        ("Which implementation points mention volunteers (志工) or interns?", ["2.2.2.2"]),
        ("有關苗圃的是哪幾點", ["2.1.1.1"]),
        ("哪些策略提到海鳥", ["1.2.2"]),
        ("以「整修」開頭的實施內容有哪些", ["2.2.2.1"]),
        ("里海學堂那項裡寫到「志工」的內容", ["2.2.2.2"]),
    ],
)
def test_words_select_wherever_the_question_puts_them(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert selected(coast.read(question)) == expected


def test_peoples_words_stand_for_the_plans_only_where_passages_are_asked_for(coast: Reader) -> None:
    assert selected(coast.read("提到義工的有哪幾點")) == ["2.2.2.2"]
    assert not coast.read("提到義工，我很佩服").is_settled


def test_a_named_work_plan_is_not_refined_by_its_own_kind(coast: Reader) -> None:
    assert query(coast.read("造林科的復育業務底下有哪些項目")).under == ("ccf-113/2.1",)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("貳 林帶復育 飛砂防治", ["2.1.3.1"]),
        ("貳 海岸巡護與自然教育推展 里海學堂與步道解說 三", ["2.2.2.3"]),
        ("貳、林帶復育、海岸防風林更新造林（112－115 年四年期） 二", ["2.1.1.2"]),
    ],
)
def test_a_label_opens_its_passage_whatever_parts_its_steps(
    coast: Reader, label: str, expected: list[str]
) -> None:
    assert query(coast.read(label)).operation is Operation.QUOTE
    assert selected(coast.read(label)) == expected


def test_an_ordinal_behind_a_bare_kind_counts_nodes_of_that_kind(coast: Reader) -> None:
    assert selected(coast.read("施政目標第二項，策略全列")) == ["1.2.1", "1.2.2"]


def test_a_passage_found_by_a_word_comes_with_its_place(coast: Reader) -> None:
    draft = answer_query(query(coast.read("「無線電」一詞出現在計畫的哪一處")), COAST)
    assert draft is not None
    told = "".join(piece.text for statement in draft.statements for piece in statement)
    assert COAST.nodes["ccf-113/2.2.1.2"].label in told


def test_a_category_that_is_given_is_not_asked_for(coast: Reader) -> None:
    assert selected(coast.read("林帶復育裡哪一項的類別是科技發展")) == ["2.1.2"]


def test_a_quotation_is_looked_up_whole_though_it_holds_a_heading(coast: Reader) -> None:
    assert selected(coast.read("「修補斷裂林帶」寫在哪裡")) == ["1.1"]
    assert selected(coast.read("「逐步修補斷裂的林帶」寫在哪裡")) == ["0.1"]


def test_the_longest_text_is_told_with_its_place(coast: Reader) -> None:
    draft = answer_query(query(coast.read("文字最長的策略是哪一條")), COAST)
    assert draft is not None
    assert draft.focus == ("ccf-113/1.1.1",)
    assert COAST.nodes["ccf-113/1.1.1"].label in draft.statements[0][0].text


def test_queries_tell_their_categories_and_whether_all_items_must_have_them() -> None:
    every = Query(Operation.LIST, level=Level.WORK_PLAN, categories=("社會發展",), is_every=True)
    assert str(every) == "list work_plan all in 社會發展"


def chosen(reading: Reading) -> list[str]:
    """Numbers of what the words of a question select that the tree alone does not settle."""
    assert reading.query is None
    assert reading.selected is not None
    return [node.number for node in run_query(reading.selected, COAST)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("跟巡守隊沾得上邊的策略是哪些", ["1.2.1"]),
        ("牽扯到木棧道的內容有哪幾條", ["2.2.2.1"]),
        ("要動用無線電或是頭燈的內容給我列一列", ["2.2.1.2"]),
        ("林帶復育裡，針對苗圃的有幾點？列出來", ["2.1.1.1"]),
        ("林帶復育要架設哪幾種定砂籬？", ["2.1.3.1"]),
    ],
)
def test_words_of_content_select_whatever_relates_them(
    coast: Reader, question: str, expected: list[str]
) -> None:
    assert chosen(coast.read(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "隊員講習辦理哪些項目",  # what is done, and no nodes
        "哪些內容跟苗圃無關",
        "哪些內容會補助無人機駕訓班",
        "海岸長什麼樣子",
    ],
)
def test_words_select_nothing_where_no_such_nodes_are_asked_for(coast: Reader, question: str) -> None:
    assert coast.read(question).selected is None


def test_conjunctions_make_alternatives_of_words(coast: Reader) -> None:
    assert chosen(coast.read("碰到圖鑑或是圖臺的段落有哪些")) == ["0.2", "1.3.2"]


def test_words_of_content_find_their_place(coast: Reader) -> None:
    reading = coast.read("雨衣、頭燈這幾個詞是在計畫的哪個部分")
    found = reading.query or reading.selected
    assert found is not None
    assert found.operation is Operation.WHERE
    assert [node.number for node in run_query(found, COAST)] == ["2.2.1.2"]


def test_words_select_within_a_category(coast: Reader) -> None:
    assert selected(coast.read("科技發展類項目裡，出現「樹冠」的實施內容")) == ["2.1.2.1"]


def test_english_numbers_behind_a_kind_are_ordinals(coast: Reader) -> None:
    assert selected(coast.read("Give me the strategies under goal two.")) == ["1.2.1", "1.2.2"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("項目名稱裡有「測繪」或「解說」的是哪幾項", ["2.1.2", "2.2.2"]),
        ("關鍵字「志工」篩選 實施內容", ["2.2.2.2"]),
        ("里海學堂與步道解說裡，既沒講木棧道也沒講志工的是哪些", ["2.2.2.3"]),
        ("底下只掛一點內容的項目是哪些", ["2.1.3"]),
        ("里海學堂與步道解說的實施內容，請從第一點列到最後一點", ["2.2.2.1", "2.2.2.2", "2.2.2.3"]),
        ("林帶復育的項目裡面，哪些算社會發展", ["2.1.1", "2.1.3"]),
    ],
)
def test_conditions_are_read_however_they_are_put(coast: Reader, question: str, expected: list[str]) -> None:
    assert selected(coast.read(question)) == expected


def test_what_is_picked_out_is_listed_with_its_number(coast: Reader) -> None:
    found = query(coast.read("把提到「志工」的內容都挑出來，我要看有幾點"))
    assert (found.operation, found.is_counted) == (Operation.LIST, True)
