"""`report.html` and the page of differences in a real browser: axe-core, filters, no request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from evals.compare.page import comparison_page
from evals.compare.runs import compare
from tests.evals.made import decline_case
from tests.evals.test_compare import CASES, make_run

pytestmark = pytest.mark.browser

LONG = decline_case("d", turns=("拒" + "x" * 500,))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with report.html and diff.html."""
    folder = tmp_path_factory.mktemp("pages")
    first, second = (
        make_run(folder / "a", "01", [*CASES[:-1], LONG]),
        make_run(folder / "b", "12拒", [*CASES[:-1], LONG]),
    )
    (folder / "diff.html").write_text(comparison_page([compare(first, second)]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chrome]:
    """A browser without any network."""
    options = ChromeOptions()
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    # Named, since selenium would look for one in the network otherwise.
    browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield browser
    browser.quit()


def violations(chrome: Chrome) -> list[str]:
    path = os.environ.get("AXE_CORE_JS")
    if not path or not Path(path).is_file():
        pytest.fail("Set AXE_CORE_JS to the path of axe.min.js (npm pack axe-core, then unpack it).")
    chrome.execute_script(Path(path).read_text(encoding="utf-8"))
    script = "axe.run(document, {runOnly: arguments[0]}).then(arguments[1])"
    result: dict[str, Any] = chrome.execute_async_script(script, TAGS)
    return [f"{rule['id']}: {node['html'][:200]}" for rule in result["violations"] for node in rule["nodes"]]


def logged(chrome: Chrome, kind: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = chrome.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["a/report.html", "diff.html"])
def test_axe_finds_nothing(chrome: Chrome, pages: Path, name: str, scheme: str) -> None:
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
    chrome.get((pages / name).as_uri())
    chrome.execute_script("for (const item of document.querySelectorAll('details')) item.open = true")
    assert violations(chrome) == []


def test_filters_narrow_the_list(chrome: Chrome, pages: Path) -> None:
    chrome.get((pages / "a" / "report.html").as_uri())
    shown = "return [...document.querySelectorAll('.case')].filter((item) => !item.hidden).length"
    assert chrome.execute_script(shown) == 5
    chrome.find_element(By.CSS_SELECTOR, "select[name=verdict] option[value=wrong]").click()
    assert chrome.execute_script(shown) == 2
    chrome.find_element(By.NAME, "text").send_keys("問題1")
    assert chrome.execute_script(shown) == 1
    assert chrome.find_element(By.ID, "count").text == "顯示 1 題，共 5 題"


def test_nothing_is_requested_or_logged_and_the_page_fits(chrome: Chrome, pages: Path) -> None:
    logged(chrome, "performance")
    chrome.set_window_size(360, 800)
    chrome.get((pages / "a" / "report.html").as_uri())
    requests = [
        entry for entry in logged(chrome, "performance") if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert all("file://" in entry["message"] for entry in requests)
    assert logged(chrome, "browser") == []
    assert chrome.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
