"""Starts a real server and a real Chromium for the browser tests, and offers the moves they share."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

START_SECONDS = 300  # the first start builds the index
ANSWER_SECONDS = 30
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Find = Callable[[str], WebElement]
Logged = Callable[[str], list[Any]]
Resize = Callable[[int, int], None]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(url):
        if server.poll() is not None or time.monotonic() > deadline:
            told = log.read_text(encoding="utf-8")[-2000:]
            pytest.fail(f"planbot serve did not become ready at {url}:\n{told}")
        time.sleep(0.3)


def _planbot() -> str:
    beside = Path(sys.executable).with_name("planbot")
    command = str(beside) if beside.exists() else shutil.which("planbot")
    if command is None:
        pytest.fail("The command `planbot` is missing: install the project, or set PLANBOT_TEST_URL.")
    return command


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a service: PLANBOT_TEST_URL, else a server of our own with an empty home."""
    if given := os.environ.get("PLANBOT_TEST_URL"):
        yield given.rstrip("/")
        return
    home, port = tmp_path_factory.mktemp("planbot-home"), _free_port()
    url, log = f"http://127.0.0.1:{port}", home / "serve.log"
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [_planbot(), "serve", "--port", str(port)],
            env={**os.environ, "PLANBOT_HOME": str(home)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    """Start a Chromium with an empty profile, which keeps logs of its console and of its requests."""
    options = ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def find(browser: Chrome) -> Find:
    """Wait for the first element that a CSS selector matches and that can be seen."""

    def find_visible(selector: str) -> WebElement:
        def first_seen(driver: Chrome) -> WebElement | Literal[False]:
            matches = driver.find_elements(By.CSS_SELECTOR, selector)
            return next((one for one in matches if one.is_displayed()), False)

        # The page may redraw between the look for an element and the look at it.
        wait = WebDriverWait(browser, ANSWER_SECONDS, ignored_exceptions=[StaleElementReferenceException])
        return wait.until(first_seen, f"nothing visible matches {selector}")

    return find_visible


@pytest.fixture
def chat(browser: Chrome, base_url: str, find: Find) -> Chrome:
    """Open the chat page."""
    browser.get(base_url)
    find("#question")
    return browser


@pytest.fixture
def ask(chat: Chrome, find: Find) -> Find:
    """Type a question, press Enter and wait for the whole reply; returns the turn."""

    def ask_and_wait(question: str) -> WebElement:
        turns = len(chat.find_elements(By.CSS_SELECTOR, ".turn"))
        find("#question").send_keys(question, Keys.ENTER)
        return find(f".turn:nth-child({turns + 1}):has(.answer__foot)")

    return ask_and_wait


@pytest.fixture
def logged(browser: Chrome) -> Logged:
    """Return what the log `browser` (console) or `performance` (requests) got since last asked."""

    def entries(kind: str) -> list[Any]:
        found = browser.execute("getLog", {"type": kind})["value"]
        return [json.loads(one["message"])["message"] for one in found] if kind == "performance" else found

    return entries


@pytest.fixture
def resize(browser: Chrome) -> Resize:
    """Set the viewport exactly; a window has a least width that is larger than a phone's."""

    def set_viewport(width: int, height: int) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    return set_viewport
