"""`report.html`: self-contained, escaped, complete."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.cases import Case
from evals.evaluate import Evaluation, Finished, evaluate
from evals.responders.base import ConversationAsker
from evals.summary import LABELS
from tests.evals.made import PASSAGES, Fake, body, case, decline_case, question_set

ATTACK = "<script>alert(1)</script><img src=http://x.example/a onerror=alert(1)>"
VOID = {"meta", "input", "line", "circle", "rect", "polyline"}


class Outline(HTMLParser):
    """Checks that tags nest, and collects them with their attributes."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """The last opened tag closes first."""
        assert self.open.pop() == tag


def finished(out: Path, *cases: Case) -> Finished:
    fake = Fake(lambda messages: body(ATTACK + messages[-1]["content"] + "[1]"))
    asker = ConversationAsker(fake, depth=5)
    return evaluate(Evaluation(question_set(*cases), asker, PASSAGES), out)


def page(out: Path, *cases: Case) -> str:
    finished(out, *cases)
    return (out / "report.html").read_text(encoding="utf-8")


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    assert found.open == []
    return found


def test_the_page_nests_and_ids_are_unique(tmp_path: Path) -> None:
    found = outline(page(tmp_path / "r", case("a"), decline_case("b")))
    ids = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in found.tags].count("h1") == 1
    assert ("html", {"lang": "zh-Hant-TW"}) in found.tags


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    found = outline(page(tmp_path / "r", case("a")))
    loading = {"src", "href", "srcset", "poster", "xlink:href", "action", "data"}
    assert [one for one in found.tags if loading & one[1].keys()] == []
    assert {tag for tag, _ in found.tags} & {"link", "iframe", "object", "img"} == set()
    policy = next(a["content"] for t, a in found.tags if t == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_what_an_answer_holds_stays_text(tmp_path: Path) -> None:
    text = page(tmp_path / "r", case("a", turns=(f'"{ATTACK}',), must=((ATTACK,),)))
    assert [tag for tag, _ in outline(text).tags].count("script") == 1
    assert "alert(1)&lt;/script&gt;" in text


def test_every_question_is_listed_with_verdict_and_why(tmp_path: Path) -> None:
    text = page(tmp_path / "r", case("a"), case("b", number=7), decline_case("c"))
    cases = [a for tag, a in outline(text).tags if tag == "details"]
    assert [(a["data-kind"], a["data-verdict"]) for a in cases] == [
        ("plain", "right"),
        ("plain", "wrong"),
        ("decline", "wrong"),
    ]
    assert "沒有數字 7" in text
    assert "預期 declined，得到 answered" in text


def test_every_plot_says_what_it_shows(tmp_path: Path) -> None:
    text = page(tmp_path / "r", case("a"), decline_case("b"))
    found = outline(text)
    plots = [a for tag, a in found.tags if tag == "svg"]
    assert len(plots) >= 5
    for attributes in plots:
        assert attributes["role"] == "img"
        for name in (attributes["aria-labelledby"] or "").split():
            assert re.search(rf'id="{name}">[^<]+<', text)
    assert "信心低於門檻也拒答時的兩種錯誤率" in text
    assert "信心的可靠度" in text


def test_a_run_in_which_everything_failed_still_has_a_page(tmp_path: Path) -> None:
    fake = Fake(lambda messages: 1 / 0)
    evaluate(Evaluation(question_set(case("a")), ConversationAsker(fake, depth=5), PASSAGES), tmp_path / "r")
    text = (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    outline(text)
    assert "ZeroDivisionError" in text


def test_two_pages_of_equal_runs_differ_in_times_alone(tmp_path: Path) -> None:
    def plain(out: Path) -> str:
        text = page(out, case("a"), decline_case("b"))
        text = re.sub(r'<figure><svg[^>]*"latency-t.*?</figure>', "", text)
        text = re.sub(r"延遲 p50 [^　]*", "", text)
        return re.sub(r"<dt>時間：\w+</dt><dd>[^<]*</dd>", "", text)

    assert plain(tmp_path / "a") == plain(tmp_path / "b")


@pytest.mark.parametrize("name", LABELS)
def test_every_measure_is_explained_where_it_is_defined(name: str) -> None:
    from evals.measures.registry import MEASURES
    from evals.measures.retrieval import ranking_scores

    scorers = {measure.name: measure.score for measure in MEASURES}
    if name in scorers:
        told = scorers[name].__doc__ or ""
        assert re.search(r"\b(1 if|Share|share)\b", told)
        assert re.search(r"[Aa]ppl(?:y|ies)|Lists|share by", told)
    else:
        family = re.sub(r"@\d+chars", "@Bchars", name)
        family = re.sub(r"^(success|recall)@\d+$", r"\1@k", family)
        assert f"- {family}:" in (ranking_scores.__doc__ or "")
