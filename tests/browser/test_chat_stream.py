"""How the chat page tells each kind of reply and each end of a stream, with replies written in the test."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser

Find = Callable[[str], WebElement]
QUESTION = "計畫有幾個施政目標？"
CITATION = {
    "n": 1,
    "passage_id": "mol-111/1",
    "label": "壹",
    "quote": "壹、年度施政目標及策略",
    "url": "/plan#1",
}
SENTENCE = {"text": "計畫寫了施政目標[1]。", "citations": [CITATION]}
# Hands the page the chunks of a made-up reply; without an end the line stays open until the page stops.
FAKE_FETCH = """
const [chunks, ends] = arguments, real = globalThis.fetch, bytes = new TextEncoder();
globalThis.fetch = (path, options) =>
  path !== "/v1/chat" ? real(path, options) : Promise.resolve(new Response(
  new ReadableStream({ start(line) {
    options.signal.addEventListener('abort', () => line.error(new DOMException('stopped', 'AbortError')));
    for (const chunk of chunks) line.enqueue(bytes.encode(chunk));
    if (ends) line.close();
  } })));
"""


def _event(name: str, payload: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n"


def _reply(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  the fields of a reply are of every kind
    whole = {
        "id": "1",
        "answer": SENTENCE["text"],
        "outcome": "answered",
        "reason": None,
        "citations": [CITATION],
        "related": [],
        "suggestions": [],
        "composer": "extractive",
        "plan_year": "111（2022）",
    }
    return whole | changes


def _ask_fake(chat: Chrome, *chunks: str, ends: bool = True) -> None:
    chat.execute_script(FAKE_FETCH, list(chunks), ends)
    chat.find_element(By.ID, "question").send_keys(QUESTION, Keys.ENTER)


def _state(find: Find) -> str:
    return find(".turn:has(.answer__foot) .state").text


def test_sentence_is_shown_before_the_reply_is_complete(chat: Chrome, find: Find) -> None:
    _ask_fake(chat, _event("sentence", SENTENCE), ends=False)
    assert find(".turn .mark").text == "[1]"
    assert not chat.find_elements(By.CSS_SELECTOR, ".answer__foot")
    assert find("#stop").is_displayed()


def test_stop_keeps_what_was_told_and_gives_the_question_back(chat: Chrome, find: Find) -> None:
    _ask_fake(chat, _event("sentence", SENTENCE), ends=False)
    find(".turn .mark")
    find("#stop").send_keys(Keys.ENTER)
    assert "不完整" in find(".is-incomplete .state").text
    assert find("#question").get_property("value") == QUESTION
    assert chat.switch_to.active_element == find("#question")


def test_error_in_mid_stream_is_told_in_the_words_of_the_problem(chat: Chrome, find: Find) -> None:
    problem = {"type": "about:blank", "title": "無法完成", "detail": "請稍後再試。", "status": 503}
    _ask_fake(chat, _event("sentence", SENTENCE), _event("error", problem))
    assert find("#problem p").text == "請稍後再試。"
    assert find("#problem button").text == "再試一次"
    assert find("#question").get_property("value") == QUESTION


def test_line_that_breaks_is_not_passed_off_as_an_answer(chat: Chrome, find: Find) -> None:
    _ask_fake(chat, _event("sentence", SENTENCE))
    assert find("#problem p").text
    assert "不完整" in find(".is-incomplete .state").text


def test_events_cut_anywhere_are_put_together(chat: Chrome, find: Find) -> None:
    whole = ": keep-alive\n\n" + _event("sentence", SENTENCE) + _event("done", _reply())
    _ask_fake(chat, *whole.replace("\n", "\r\n"))
    assert _state(find) == "依計畫回答"
    assert find(".answer__text").text == SENTENCE["text"]


def test_declined_question_says_why_and_points_on(chat: Chrome, find: Find) -> None:
    related = [{"passage_id": "mol-111/2", "label": "貳", "url": "/plan#2"}]
    words = {"answer": "計畫沒有寫。", "outcome": "declined", "reason": "not_in_plan", "citations": []}
    _ask_fake(chat, _event("done", _reply(**words, related=related, suggestions=["還寫了什麼？"])))
    assert _state(find) == "未回答：計畫裡沒有寫"
    assert "以計畫原文組成" not in find(".answer__meta p").text
    assert (find(".links a").get_attribute("href") or "").endswith("/plan#2")
    assert find(".chip").text == "還寫了什麼？"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "corrected"}, "更正"),
        ({"reason": "partial"}, "部分回答"),
        ({"outcome": "smalltalk", "citations": [], "answer": "您好！"}, "一般對話"),
        (
            {"outcome": "declined", "reason": "other_year", "citations": [], "answer": "是別的年度。"},
            "其他年度",
        ),
    ],
)
def test_outcome_is_told_in_words(chat: Chrome, find: Find, changes: dict[str, Any], words: str) -> None:
    _ask_fake(chat, _event("done", _reply(**changes)))
    assert words in _state(find)


def test_model_that_wrote_the_answer_is_named(chat: Chrome, find: Find) -> None:
    _ask_fake(chat, _event("done", _reply(composer="openai:some-model")))
    assert "openai:some-model" in find(".answer__meta p").text


def test_mark_without_citation_stays_text_and_markup_stays_text(chat: Chrome, find: Find) -> None:
    answer = "<b>粗體</b>[1][7]。"
    _ask_fake(chat, _event("done", _reply(answer=answer)))
    assert find(".answer__text").text == answer
    assert [mark.text for mark in chat.find_elements(By.CSS_SELECTOR, ".mark")] == ["[1]"]
    assert not chat.find_elements(By.CSS_SELECTOR, ".answer__text b")


def test_citation_that_leads_elsewhere_is_not_followed(chat: Chrome, find: Find) -> None:
    foreign = CITATION | {"url": "javascript:alert(1)"}
    _ask_fake(chat, _event("done", _reply(citations=[foreign])))
    assert find(".mark").get_dom_attribute("href") == "/plan"
