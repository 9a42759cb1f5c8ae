"""The plan page in a real browser: every node has an address that leads the eye and the focus to it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser

Find = Callable[[str], WebElement]
Nodes = list[dict[str, Any]]


@pytest.fixture(scope="module")
def nodes(base_url: str) -> Nodes:
    """Ask the service for the nodes of the plan that the page shows."""

    def get(path: str) -> dict[str, Any]:
        with urllib.request.urlopen(base_url + path, timeout=30) as reply:
            answer: dict[str, Any] = json.load(reply)
        return answer

    plan_id = get("/v1/plans")["plans"][0]["plan_id"]
    found: Nodes = get(f"/v1/plans/{plan_id}")["nodes"]
    return found


def _number(node: dict[str, Any]) -> str:
    return str(node["passage_id"].split("/")[1])


def _is_in_view(browser: Chrome, element: WebElement) -> bool:
    script = (
        "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight"
    )
    return bool(browser.execute_script(script, element))


def test_page_shows_every_node_in_reading_order(
    browser: Chrome, base_url: str, find: Find, nodes: Nodes
) -> None:
    browser.get(f"{base_url}/plan")
    find(".row")
    shown = browser.execute_script("return [...document.querySelectorAll('#text [id]')].map((one) => one.id)")
    assert shown == [_number(node) for node in nodes]


def test_address_of_a_passage_highlights_and_focuses_it(
    browser: Chrome, base_url: str, find: Find, nodes: Nodes
) -> None:
    leaf = [node for node in nodes if not node["children"]][-1]
    browser.get(f"{base_url}/plan#{_number(leaf)}")
    shown = find("[aria-current=location]")
    assert leaf["text"] in shown.text
    assert browser.switch_to.active_element == shown
    assert _is_in_view(browser, shown)


@pytest.mark.parametrize("level", ["part", "goal", "work_plan", "item"])
def test_address_of_an_inner_node_highlights_its_heading(
    browser: Chrome, base_url: str, find: Find, nodes: Nodes, level: str
) -> None:
    inner = [node for node in nodes if node["level"] == level][-1]
    browser.get(f"{base_url}/plan#{_number(inner)}")
    shown = find("[aria-current=location]")
    assert shown.tag_name in {"h2", "h3", "h4"}
    assert inner["text"] in shown.text
    assert _is_in_view(browser, shown)


def test_next_address_moves_the_highlight(browser: Chrome, base_url: str, find: Find) -> None:
    browser.get(f"{base_url}/plan#1.1")
    find("[id='1.1'][aria-current]")
    browser.execute_script("location.hash = '2.1'")
    find("[id='2.1'][aria-current]")
    assert len(browser.find_elements(By.CSS_SELECTOR, "[aria-current]")) == 1


def test_category_stands_beside_its_item(browser: Chrome, base_url: str, find: Find, nodes: Nodes) -> None:
    browser.get(f"{base_url}/plan")
    find(".row")
    items = [node["category"] for node in nodes if node["level"] == "item"]
    assert [tag.text for tag in browser.find_elements(By.CSS_SELECTOR, ".node--item .tag")] == items


def test_filter_keeps_matching_passages_and_tells_how_many(
    browser: Chrome, base_url: str, find: Find, nodes: Nodes
) -> None:
    browser.get(f"{base_url}/plan")
    find(".row")
    leaf = [node for node in nodes if not node["children"]][-1]
    find("#words").send_keys(leaf["text"][:12])
    rows = [row for row in browser.find_elements(By.CSS_SELECTOR, ".row") if row.is_displayed()]
    assert [row.get_attribute("id") for row in rows] == [_number(leaf)]
    assert "1" in find("#found").text


def test_address_of_a_filtered_passage_lifts_the_filter(browser: Chrome, base_url: str, find: Find) -> None:
    browser.get(f"{base_url}/plan")
    find(".row")
    find("#words").send_keys("沒有這樣的字眼")
    browser.execute_script("location.hash = '1.1.1'")
    find("[id='1.1.1'][aria-current]")
    assert find("#words").get_property("value") == ""


def test_copy_button_gives_the_address_of_its_passage(browser: Chrome, base_url: str, find: Find) -> None:
    browser.get(f"{base_url}/plan")
    button = find("[id='1.1.1'] button")
    browser.execute_script("navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }")
    button.click()
    assert find("#status.is-shown").text
    assert browser.execute_script("return globalThis.copied") == f"{base_url}/plan#1.1.1"
