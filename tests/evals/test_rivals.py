"""Rivals: chunks mapped to passages by overlap, one budget for all, and each recipe over the real plan."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from evals.cases import Case, load_set
from evals.measures.retrieval import ranking_scores
from evals.passages import plan_passages
from evals.responders.base import Exchange
from evals.rivals.bm25 import make_bm25
from evals.rivals.chunks import Chunk, SourceText, load_source
from evals.rivals.rival import ANSWER_CHARS, Rival
from evals.rivals.scoreboard import ENTRIES, score_all, scoreboard
from evals.targets import InProcess
from tests.evals.made import Fake, body

QUESTION = "基本工資的審議與調整要做什麼？"


@pytest.fixture(scope="module")
def source() -> SourceText:
    """The plan with its text."""
    return load_source()


def ranking(source: SourceText, *chunks: Chunk) -> Rival:
    """A rival that always ranks these chunks."""
    return Rival("測試", "無", source, lambda query, k: [(chunk, 1.0) for chunk in chunks[:k]], {})


def test_a_chunk_of_exactly_one_passage_maps_to_it(source: SourceText) -> None:
    node = source.plan.nodes["mol-111/1.1.1"]
    chunk = Chunk(node.span[0][0], node.span[-1][1])
    (overlap,) = source.overlaps(chunk)
    assert (overlap.passage_id, overlap.quote) == (node.passage_id, node.text)


def test_less_than_half_of_a_passage_is_not_the_passage(source: SourceText) -> None:
    first, second = source.plan.nodes["mol-111/1.1.1"], source.plan.nodes["mol-111/1.1.2"]
    start, end = first.span[0][0], second.span[-1][1]
    whole = sum(b - a for a, b in second.span)
    assert [o.passage_id for o in source.overlaps(Chunk(start, end - whole * 3 // 4))] == ["mol-111/1.1.1"]
    assert [o.passage_id for o in source.overlaps(Chunk(start, end - whole // 4))] == [
        "mol-111/1.1.1",
        "mol-111/1.1.2",
    ]


def test_a_chunk_within_a_passage_maps_to_it(source: SourceText) -> None:
    start = source.plan.nodes["mol-111/1.1.2"].span[0][0]
    assert [o.passage_id for o in source.overlaps(Chunk(start, start + 5))] == ["mol-111/1.1.2"]


def test_the_whole_plan_as_one_chunk_wins_nothing_within_a_budget(source: SourceText) -> None:
    rival = ranking(source, Chunk(0, len(source.text)))
    hits = tuple(rival.search(QUESTION, 1000))
    assert len(hits) == len(source.plan.passages)
    one = Case(
        "a",
        "plain",
        (),
        rival.reply([{"role": "user", "content": QUESTION}])["outcome"],
        ("mol-111/2.2.2.1",),
    )
    object.__setattr__(one, "turns", ("x",))
    found = ranking_scores([one], {"a": Exchange("a", ranking=hits)}, plan_passages([source.plan]))["a"]
    assert (found["success@300chars"], found["success@1000chars"]) == (0, 0)


def test_an_answer_keeps_to_the_budget_and_marks_each_passage(source: SourceText) -> None:
    reply = ranking(source, Chunk(0, len(source.text))).reply([{"role": "user", "content": QUESTION}])
    numbers = [citation["n"] for citation in reply["citations"]]
    text = reply["answer"]
    for number in numbers:
        assert f"[{number}]" in text
        text = text.replace(f"[{number}]", "")
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(text) == ANSWER_CHARS


def test_what_is_read_grows_down_the_ranking(source: SourceText) -> None:
    ends = [hit.read_to or 0 for hit in make_bm25(source).search(QUESTION, 20)]
    assert ends == sorted(ends)
    assert ends[0] > 0


def test_nothing_found_is_an_answer_without_citation(source: SourceText) -> None:
    reply = make_bm25(source).reply([{"role": "user", "content": "zzz"}])
    assert (reply["answer"], reply["citations"]) == ("", [])


def test_a_question_without_a_known_word_finds_nothing_in_langchains_store(source: SourceText) -> None:
    entry = ENTRIES["langchain-ours"]
    if not entry.installed:
        pytest.skip(f"needs {', '.join(entry.packages)}")
    rival = entry.load()(source)
    assert rival.search("？？？", 10) == []
    reply = rival.reply([{"role": "user", "content": "？？？"}])
    assert (reply["answer"], reply["citations"]) == ("", [])
    assert rival.search(QUESTION, 10)


@pytest.mark.parametrize("name", ENTRIES)
def test_each_installed_rival_finds_passages_of_the_plan(source: SourceText, name: str) -> None:
    entry = ENTRIES[name]
    if not entry.installed:
        pytest.skip(f"needs {', '.join(p for p in entry.packages if not importlib.util.find_spec(p))}")
    rival = entry.load()(source)
    hits = rival.search(QUESTION, 50)
    assert hits
    assert all(hit.passage_id in source.plan.nodes for hit in hits)
    assert rival.reply([{"role": "user", "content": QUESTION}])["citations"]
    assert rival.handicap


def test_the_scoreboard_compares_rivals_with_ours(
    tmp_path: Path, source: SourceText, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = tmp_path / "set.jsonl"
    row = (
        '{"id": "a", "kind": "plain", "turns": ["%s"], "gold": ["mol-111/2.2.2.1"], "outcome": "answered"}\n'
    )
    questions.write_text(row % QUESTION, encoding="utf-8")
    assert load_set(questions).cases
    monkeypatch.setattr("evals.rivals.scoreboard.ENTRIES", {"bm25": ENTRIES["bm25"]})
    reports = score_all(questions, tmp_path / "runs", lambda: InProcess(Fake(lambda _: body())))
    assert reports.keys() == {"bm25", "planbot"}
    table = scoreboard(reports)
    assert "| BM25 | 100.0%" in table
    assert "| planbot | 0.0%" in table
    assert "jieba" in table
    assert (tmp_path / "runs" / "bm25" / "report.html").is_file()
