"""The chat page in a real browser: asking, opening citations, failing without loss, and remembering."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

Find = Callable[[str], WebElement]
Logged = Callable[[str], list[Any]]
QUESTION = "我爸五十幾歲想再找工作，勞動部會幫什麼忙"
LIMIT = 2000


def _value(browser: Chrome) -> str:
    return str(browser.execute_script("return document.getElementById('question').value"))


def _turns(browser: Chrome) -> int:
    return len(browser.find_elements(By.CSS_SELECTOR, ".turn"))


def _wait(browser: Chrome, script: str) -> None:
    WebDriverWait(browser, 30).until(lambda driver: driver.execute_script(f"return {script}"), script)


def _paste(browser: Chrome, text: str) -> None:
    """Put text in at once: thousands of key strokes would take minutes."""
    browser.find_element(By.ID, "question").click()
    browser.execute_cdp_cmd("Input.insertText", {"text": text})


def _sent(messages: list[Any]) -> list[Any]:
    """Return the bodies of all chat requests, in order."""
    requests = [one["params"]["request"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    return [json.loads(one["postData"]) for one in requests if one["url"].endswith("/v1/chat")]


def _press_enter_with_code_229(browser: Chrome) -> None:
    script = """const init = {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true};
                const event = new KeyboardEvent('keydown', init);
                document.getElementById('question').dispatchEvent(event);
                return event.defaultPrevented"""
    assert browser.execute_script(script) is False


def test_asking_by_keyboard_gives_sentences_with_marks(chat: Chrome, find: Find) -> None:
    keys = ActionChains(chat)
    keys.send_keys(Keys.TAB, Keys.ENTER).send_keys(QUESTION, Keys.ENTER).perform()  # by the skip link
    turn = find(".turn:has(.answer__foot)")
    assert turn.find_element(By.CSS_SELECTOR, ".question").text.endswith(QUESTION)
    marks = turn.find_elements(By.CSS_SELECTOR, ".answer__text .mark")
    assert marks
    assert all((mark.accessible_name or "").startswith("引用 ") for mark in marks)


def test_reply_says_its_outcome_composer_and_year_in_words(ask: Find) -> None:
    turn = ask(QUESTION)
    assert turn.find_element(By.CSS_SELECTOR, ".state").text
    meta = turn.find_element(By.CSS_SELECTOR, ".answer__meta p").text
    assert "語言模型" in meta
    assert "年度的計畫" in meta


def test_mark_opens_a_passage_whose_quote_is_on_the_plan_page(chat: Chrome, ask: Find, find: Find) -> None:
    ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark").send_keys(Keys.ENTER)
    find("#passage[open] .place")
    quote, address = chat.execute_script(
        """const text = document.querySelector('#passage .quote p').cloneNode(true);
           text.querySelector('.quote__mark')?.remove();
           return [text.textContent, document.querySelector('.sheet__way a').href]"""
    )
    chat.get(address)
    assert quote
    assert quote in find("#text [aria-current]").text.replace("\n", "")


def test_escape_closes_the_passage_and_returns_the_focus(chat: Chrome, ask: Find, find: Find) -> None:
    mark = ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark")
    mark.send_keys(Keys.ENTER)
    find("#passage[open]")
    _wait(chat, "document.getElementById('passage').contains(document.activeElement)")
    ActionChains(chat).send_keys(Keys.ESCAPE).perform()
    _wait(chat, "!document.getElementById('passage').open")
    assert chat.switch_to.active_element == mark


def test_passage_shows_what_stands_beside_it_and_moves_there(chat: Chrome, ask: Find, find: Find) -> None:
    ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark").click()
    beside = find("#passage[open] .neighbour button")
    label = (beside.accessible_name or "").partition("：")[2]
    beside.click()
    _wait(chat, f"document.getElementById('passage-title').textContent === {json.dumps(label)}")
    find("#passage[open] .place")


def test_suggestion_starts_a_conversation(chat: Chrome, find: Find) -> None:
    starter = find(".starter")
    words = starter.text
    starter.click()
    assert find(".turn:has(.answer__foot) .question").text.endswith(words)


def test_markup_in_a_question_is_shown_as_text(chat: Chrome, find: Find) -> None:
    question = "<img src=x onerror=document.title='broken'>五十幾歲怎麼找工作<b>粗體</b>"
    find("#question").send_keys(question, Keys.ENTER)
    assert find(".turn .question").text.endswith(question)
    _wait(chat, "document.getElementById('stop').hidden")
    assert not chat.find_elements(By.CSS_SELECTOR, ".log img, .log b")
    assert chat.title != "broken"


def test_enter_that_ends_a_composition_does_not_send(chat: Chrome, find: Find) -> None:
    find("#question").click()
    chat.execute_cdp_cmd("Input.imeSetComposition", {"text": "勞動", "selectionStart": 2, "selectionEnd": 2})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
    chat.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    chat.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    _press_enter_with_code_229(chat)
    assert _turns(chat) == 0
    assert _value(chat).startswith("勞動")


def test_shift_and_enter_make_a_new_line(chat: Chrome, find: Find) -> None:
    find("#question").send_keys("第一行", Keys.SHIFT, Keys.ENTER, Keys.NULL, "第二行")
    assert _value(chat) == "第一行\n第二行"
    assert _turns(chat) == 0


def test_empty_question_is_refused_in_words(chat: Chrome, find: Find) -> None:
    find("#question").send_keys("  ", Keys.ENTER)
    assert find("#problem p").text
    assert _turns(chat) == 0


def test_counter_appears_near_the_limit(chat: Chrome, find: Find) -> None:
    _paste(chat, "字" * (LIMIT - 200))
    assert "200" in find("#counter").text


def test_too_long_question_shows_the_error_and_keeps_the_text(chat: Chrome, find: Find) -> None:
    _paste(chat, "字" * (LIMIT + 5))
    find("#question").send_keys(Keys.ENTER)
    assert "2,000" in find("#problem p").text
    assert _value(chat) == "字" * (LIMIT + 5)
    assert _turns(chat) == 0


def test_failed_question_stays_in_the_box_and_can_be_tried_again(chat: Chrome, find: Find) -> None:
    chat.execute_cdp_cmd("Network.enable", {})
    chat.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/v1/chat"]})
    find("#question").send_keys(QUESTION, Keys.ENTER)
    retry = find("#problem button")
    assert _value(chat) == QUESTION
    chat.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    retry.click()
    find(".turn:has(.answer__foot) .mark")
    assert _turns(chat) == 1
    assert _value(chat) == ""


def test_follow_up_sends_the_earlier_turns(ask: Find, logged: Logged) -> None:
    ask(QUESTION)
    ask("還有嗎？")
    messages = _sent(logged("performance"))[-1]["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    assert messages[0]["content"] == QUESTION


def test_conversation_survives_a_reload_with_its_citations(chat: Chrome, ask: Find, find: Find) -> None:
    ask(QUESTION)
    find("#question").send_keys("還沒送出")
    chat.refresh()
    assert find(".turn .question").text.endswith(QUESTION)
    find(".turn .mark").click()
    find("#passage[open] .quote")
    assert _value(chat) == "還沒送出"


def test_new_conversation_forgets_the_old_one(chat: Chrome, ask: Find, find: Find) -> None:
    ask(QUESTION)
    find("#new").click()
    assert _turns(chat) == 0
    chat.refresh()
    find("#intro")
    assert _turns(chat) == 0


def test_copied_answer_bears_its_sources(chat: Chrome, ask: Find) -> None:
    copied = "navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }"
    turn = ask(QUESTION)
    chat.execute_script(copied)
    turn.find_element(By.CSS_SELECTOR, ".answer__meta button").click()
    _wait(chat, "globalThis.copied")
    text = chat.execute_script("return globalThis.copied")
    assert QUESTION in text
    assert "/plan#" in text
