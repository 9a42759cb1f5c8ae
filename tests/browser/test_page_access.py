"""The pages for everyone: narrow screens, large text, dark and light, axe-core, no foreign request."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser

Find = Callable[[str], WebElement]
Logged = Callable[[str], list[Any]]
Resize = Callable[[int, int], None]
QUESTION = "我爸五十幾歲想再找工作，勞動部會幫什麼忙"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe_source() -> str:
    """Read axe.min.js, which is fetched before the tests and never committed."""
    path = os.environ.get("AXE_CORE_JS")
    if not path or not Path(path).is_file():
        pytest.fail("Set AXE_CORE_JS to the path of axe.min.js (npm pack axe-core, then unpack it).")
    return Path(path).read_text(encoding="utf-8")


def _violations(browser: Chrome, axe_source: str) -> list[str]:
    """Return what axe-core finds on the page as it stands, one line per element."""
    browser.execute_script(axe_source)
    browser.set_script_timeout(60)
    result: dict[str, Any] = browser.execute_async_script(
        """const done = arguments[1];
           Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))
             .then(() => axe.run(document, {runOnly: arguments[0]})).then(done)""",
        AXE_TAGS,
    )
    return [f"{rule['id']}: {node['html'][:200]}" for rule in result["violations"] for node in rule["nodes"]]


def _set_scheme(browser: Chrome, scheme: str) -> None:
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    media = [{"name": name, "value": value} for name, value in wanted.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})


def _sideways(browser: Chrome) -> int:
    return int(browser.execute_script("return document.documentElement.scrollWidth - innerWidth"))


def _requested(messages: list[Any]) -> set[str]:
    """Return all addresses asked for, but not those of the browser's own first page."""
    requests = [one["params"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    return {one["request"]["url"] for one in requests if not one["documentURL"].startswith("chrome")}


def _double_text(browser: Chrome) -> None:
    browser.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chat_page_passes_axe(browser: Chrome, ask: Find, find: Find, axe_source: str, scheme: str) -> None:
    _set_scheme(browser, scheme)
    assert _violations(browser, axe_source) == []
    ask("明天會下雨嗎")
    mark = ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark")
    assert _violations(browser, axe_source) == []
    mark.send_keys(Keys.ENTER)
    find("#passage[open] .place")
    assert _violations(browser, axe_source) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_passes_axe(chat: Chrome, find: Find, axe_source: str, scheme: str) -> None:
    _set_scheme(chat, scheme)
    find("#question").send_keys(" ", Keys.ENTER)
    find("#problem p")
    assert _violations(chat, axe_source) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plan_page_passes_axe(
    browser: Chrome, base_url: str, find: Find, axe_source: str, scheme: str
) -> None:
    _set_scheme(browser, scheme)
    browser.get(f"{base_url}/plan#2.1")
    find("[aria-current]")
    assert _violations(browser, axe_source) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(
    browser: Chrome, base_url: str, ask: Find, find: Find, resize: Resize, width: int
) -> None:
    resize(width, 740)
    assert _sideways(browser) <= 0
    ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark").click()
    find("#passage[open] .place")
    assert _sideways(browser) <= 0
    browser.get(f"{base_url}/plan#2.1")
    find("[aria-current]")
    assert _sideways(browser) <= 0


def test_text_of_double_size_still_fits(
    browser: Chrome, base_url: str, ask: Find, find: Find, resize: Resize
) -> None:
    resize(1280, 800)
    _double_text(browser)
    ask(QUESTION)
    assert browser.execute_script("return getComputedStyle(document.body).fontSize") == "32px"
    assert _sideways(browser) <= 0
    browser.get(f"{base_url}/plan#2.1")
    find("[aria-current]")
    assert _sideways(browser) <= 0


def test_no_request_leaves_the_origin(
    browser: Chrome, base_url: str, ask: Find, find: Find, logged: Logged
) -> None:
    ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark").click()
    find("#passage[open] .place")
    browser.get(f"{base_url}/plan#2.1")
    find("[aria-current]")
    urls = _requested(logged("performance"))
    assert f"{base_url}/v1/chat" in urls
    assert [url for url in urls if not url.startswith(f"{base_url}/")] == []


def test_console_stays_silent(browser: Chrome, base_url: str, ask: Find, find: Find, logged: Logged) -> None:
    """A breach of the security policy, a missing file and an uncaught error would all be told there."""
    ask(QUESTION).find_element(By.CSS_SELECTOR, ".mark").click()
    find("#passage[open] .place")
    browser.get(f"{base_url}/plan#2.1")
    find("[aria-current]")
    assert [entry["message"] for entry in logged("browser")] == []


def test_pages_are_marked_as_taiwan_chinese(browser: Chrome, base_url: str) -> None:
    for path in ("/", "/plan"):
        browser.get(base_url + path)
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh-Hant-TW"


def test_new_sentences_are_announced(chat: Chrome) -> None:
    log = chat.find_element(By.ID, "log")
    assert log.aria_role == "log"
    assert log.accessible_name
