"""The system's Chromium, for the tests that look at pages, and what axe finds in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start it; the test is skipped where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium here: scripts/install_system_packages.sh --browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def serious_faults(page: Page) -> dict[str, list[str]]:
    """Name what keeps people from using a page, by axe's rule, with the first places of each."""
    return {
        fault["id"]: [node["html"][:160] for node in fault["nodes"]][:3]
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    }
