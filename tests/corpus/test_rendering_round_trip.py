"""A plan written in the form, at whatever widths and page length, is read back as its author had it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.conservation import check_conservation
from corpus.form import load_form
from corpus.parser import Parse, parse
from corpus.plan import Level
from corpus.source import mend
from tests.rendering import PART_MARKS, Document, Goal, Item, Widths, WorkPlan, ordinal, render

FORM = load_form()
NUMERALS = "〇一二三四五六七八九十百千壹貳"
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters=NUMERALS)
FRAGMENTS = st.sampled_from(
    [
        "海岸林復育",
        "沙灘監測",
        "第三期造林",
        "百年防風林",
        "、苗圃及步道",
        "，並輔導社區",
        "；落實巡護",
        "「里海學堂」",
        "（含離島）",
        "（108－112 年）",
        "（SDGs）推廣",
        "社會發展",
        "木材\uf9be木",
        " LiDAR ",
        " AI ",
        " 12 ",
        " Open Data ",
        "維運ｅ化圖臺",
    ]
)


def _join(parts: list[str]) -> str:
    """Put the parts together: blanks split Latin from Han, none stands beside punctuation or at the ends."""
    text = " ".join("".join(parts).split())
    for mark in "、，；「」（）":
        text = text.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return text.strip("、，； ")


PHRASES = st.lists(FRAGMENTS | st.text(HAN, min_size=1, max_size=9), max_size=5).map(_join)
SENTENCES = st.builds(
    "{}{}{}".format, PHRASES, st.sampled_from(["。", "！再辦理。", "。續推"]), st.just("成果？")
)
# A heading that holds the head of a column is refused: it could be a damaged header.
HEADINGS = st.builds(
    "{}{}{}".format, st.text(HAN, min_size=2, max_size=4), PHRASES, st.text(HAN, min_size=1, max_size=3)
).filter(lambda heading: not FORM.shares_a_head(heading))
CATEGORIES = st.sampled_from(FORM.categories)


def _repeated(sentences: list[str], times: int) -> tuple[str, ...]:
    """Many sentences from a few, so that long lists stay cheap to draw."""
    return tuple(sentences * times)


MANY = st.builds(_repeated, st.lists(SENTENCES, min_size=1, max_size=3), st.sampled_from([1, 1, 1, 2, 11]))
ITEMS = st.builds(Item, HEADINGS, CATEGORIES, MANY) | st.builds(
    Item, HEADINGS, CATEGORIES, st.tuples(SENTENCES), st.just(value=False)
)
DOCUMENTS = st.builds(
    Document,
    publisher=st.text(HAN, min_size=2, max_size=6),
    year=st.integers(90, 130),
    preface=st.lists(SENTENCES, min_size=1, max_size=3).map(tuple),
    goals=st.lists(st.builds(Goal, HEADINGS, MANY), min_size=1, max_size=3).map(tuple),
    work_plans=st.lists(
        st.builds(WorkPlan, HEADINGS, st.lists(ITEMS, min_size=1, max_size=3).map(tuple)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
WIDTHS = st.builds(Widths, st.integers(5, 50), st.integers(5, 12), st.integers(5, 12), st.integers(5, 40))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a node must hold."""

    number: str
    level: Level
    mark: str | None
    text: str
    category: str | None = None


def wanted_nodes(document: Document) -> list[Wanted]:
    """The tree that the document stands for, in reading order."""
    nodes = [Wanted("0", Level.PREFACE, None, document.title)]
    nodes += [Wanted(f"0.{n}", Level.PARAGRAPH, None, text) for n, text in enumerate(document.preface, 1)]
    nodes.append(Wanted("1", Level.PART, PART_MARKS[0], document.parts[0]))
    for g, goal in enumerate(document.goals, 1):
        nodes.append(Wanted(f"1.{g}", Level.GOAL, f"{ordinal(g)}、", goal.heading))
        for s, text in enumerate(goal.strategies, 1):
            nodes.append(Wanted(f"1.{g}.{s}", Level.STRATEGY, f"（{ordinal(s)}）", text))
    nodes.append(Wanted("2", Level.PART, PART_MARKS[1], document.parts[1]))
    for p, work_plan in enumerate(document.work_plans, 1):
        nodes.append(Wanted(f"2.{p}", Level.WORK_PLAN, None, work_plan.name))
        for r, item in enumerate(work_plan.items, 1):
            nodes.append(Wanted(f"2.{p}.{r}", Level.ITEM, None, item.name, item.category))
            for i, text in enumerate(item.contents, 1):
                mark = f"{ordinal(i)}、" if item.numbered else None
                nodes.append(Wanted(f"2.{p}.{r}.{i}", Level.CONTENT, mark, text, item.category))
    return nodes


def found_nodes(parsed: Parse) -> list[Wanted]:
    """The tree that was read, in the same words."""
    return [
        Wanted(node.number, node.level, node.mark, node.text, node.category)
        for node in parsed.plan.nodes.values()
    ]


@settings(derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=DOCUMENTS, widths=WIDTHS, page_length=st.integers(1, 60), seed=st.integers(0, 9999))
def test_any_rendered_plan_is_read_back_whole(
    document: Document, widths: Widths, page_length: int, seed: int
) -> None:
    text = render(document, widths=widths, page_length=page_length, seed=seed)
    parsed = parse(mend(text), "x", FORM)
    assert found_nodes(parsed) == wanted_nodes(document)
    check_conservation(parsed, text, FORM)
    for node in parsed.plan.nodes.values():
        stands = "".join(text[start:end] for start, end in node.span)
        if node.level in (Level.GOAL, Level.STRATEGY, Level.CONTENT, Level.PARAGRAPH):
            assert "".join(stands.split()) == "".join(node.text.split())


@pytest.mark.parametrize("width", [5, 6, 7, 20])
@pytest.mark.parametrize("page_length", [1, 2, 13])
def test_ordinals_beyond_a_hundred_are_read_at_any_width(width: int, page_length: int) -> None:
    many = tuple(f"巡護海岸林，維護 {n} 處步道。" for n in range(1, 124))
    item = Item("擴大海岸巡護", "社會發展", many)
    document = Document(
        "測試署", 113, ("本署護林。",), (Goal("護林", many),), (WorkPlan("護林業務", (item,)),)
    )
    text = render(document, widths=Widths(width, width, width, width), page_length=page_length, seed=width)
    assert found_nodes(parse(mend(text), "x", FORM)) == wanted_nodes(document)


def test_the_same_arguments_render_the_same_text() -> None:
    document = Document("測試署", 113, ("護林。",), (Goal("護林", ("造林。",)),), (WorkPlan("業務", ()),))
    first, second = (render(document, widths=Widths(), page_length=9, seed=4) for _ in range(2))
    assert first == second
