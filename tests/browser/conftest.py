"""A demo on a free port, and the system's Chromium to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from device.clock import TOKYO
from device.testing.demo.server import Demo

NAMES = ("chromium", "chromium-browser")
"""Debian's and Ubuntu's."""

CHROMIUM = next((Path(found) for name in NAMES if (found := shutil.which(name))), Path("/usr/bin/chromium"))
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MORNING = datetime(2025, 10, 8, 10, tzinfo=TOKYO)
PATIENCE_MS = 10_000


@pytest.fixture
def demo() -> Iterator[Demo]:
    """A kiosk in the morning; at the end nothing of it is left."""
    with Demo(0, MORNING) as running:
        yield running
        assert running.failure is None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing; Debian's package chromium brings it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """The demo's page, at the size it is made for. Whatever goes wrong in it fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, timezone_id="Europe/London")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.goto(demo.url)
    yield page
    context.close()
    assert mistakes == []
