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

_OF_COLOURS = ("color-contrast", "link-in-text-block")
_LEAST_PX = 44
# Of what can be tapped: what is drawn of it, its label where that is what is seen.
_SIZES = """() => {
  const hidden = '[type=radio], [type=checkbox], [type=file]';
  const shown = (e) => e.type === 'file' && !e.matches('.hidden');
  const drawn = (e) => (e.matches(hidden) && !shown(e) && e.labels[0]) || e;
  const kinds = 'a[href], button, input:not([type=hidden]), select, summary, textarea';
  return [...document.querySelectorAll(kinds)].map(drawn)
    .filter((e) => e.checkVisibility() && !e.closest('.skip, .hidden'))
    .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 120)])
    .map(([box, html]) => [Math.round(box.width), Math.round(box.height), html]);
}"""

# What is read out of a link or button begins as the words that are seen of it: people say those.
_MISNAMED = """() => [...document.querySelectorAll('a[aria-label], button[aria-label]')]
  .filter((e) => /\\p{L}/u.test(e.innerText))
  .filter((e) => !e.ariaLabel.toLowerCase().startsWith(e.innerText.trim().toLowerCase()))
  .map((e) => e.outerHTML)"""


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


def serious_faults(page: Page, *, colours_only: bool = False) -> dict[str, list[str]]:
    """Name what keeps people from using a page, by axe's rule, with the first places of each.

    ``colours_only`` looks at what differs in the dark, where the rest was looked at in the light.
    """
    options = {"resultTypes": ["violations"], **({"runOnly": _OF_COLOURS} if colours_only else {})}
    return {
        fault["id"]: [node["html"][:160] for node in fault["nodes"]][:3]
        for fault in Axe().run(page, options=options).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    }


def small_targets(page: Page) -> list[str]:
    """Name what can be tapped and is too small for a thumb."""
    boxes = page.evaluate(_SIZES)
    return [f"{w} x {h}: {html}" for w, h, html in boxes if min(w, h) < _LEAST_PX]


def misnamed(page: Page) -> list[str]:
    """Name the links and buttons that people cannot call by what they see."""
    return list(page.evaluate(_MISNAMED))


def faults_of(page: Page, *widths_px: int) -> list[str]:
    """Name what is wrong with a page: what sticks out, is too small, or misleads a reader."""
    found = [] if page.locator("main").count() == 1 else ["there is no main"]
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    for width in widths_px:
        page.set_viewport_size({"width": width, "height": 844})
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{width} px: sticks out by {excess}"] if excess > 0 else []
        found += [f"{width} px: {one}" for one in small_targets(page)]
    return [*found, *misnamed(page), *map(str, serious_faults(page).items())]
