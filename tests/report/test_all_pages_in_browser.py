"""Every kind of page in a real browser, in both languages: short on a phone, open to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import open_browser, serious_faults
from tests.support.many_results import results_of_all_kinds
from tests.support.reports_apart import written_apart

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "de")
WIDTHS_PX = (360, 390, 768, 1440)
MAX_PHONE_PX = 7000
OPEN = "for (const part of document.querySelectorAll('details')) part.open = true"
WIDE_BY = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    home = tmp_path_factory.mktemp(request.param)
    results = results_of_all_kinds(home / "hold")
    return list(written_apart(results, home / "pages", request.param).values())


def faults_of(page: Page, scheme: str) -> list[str]:
    """Name what is wrong with a page that was opened on a phone."""
    height = page.evaluate("document.documentElement.scrollHeight")
    found = [f"{height} px high"] if height >= MAX_PHONE_PX else []
    page.evaluate(OPEN)
    found += list(map(str, serious_faults(page, colours_only=scheme == "dark").items()))
    for width in WIDTHS_PX if scheme == "light" else ():
        page.set_viewport_size({"width": width, "height": 844})
        excess = page.evaluate(WIDE_BY)
        found += [f"{width} px: sticks out by {excess}"] if excess > 0 else []
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_has_no_serious_fault_of_access(
    scheme: str, pages: list[Path], browser: Browser
) -> None:
    faults = []
    for path in pages:
        page = browser.new_page(
            viewport={"width": 390, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))  # noqa: B023
        page.on("pageerror", lambda error: said.append(str(error)))  # noqa: B023
        page.goto(path.as_uri())
        faults += [f"{path.parent.name}: {fault}" for fault in faults_of(page, scheme) + said]
        page.close()
    assert faults == []
