"""``python -m benchmarks.first_report`` -> taps and seconds from an empty house to a report.

A phone's screen, by touch: add an athlete, choose a clip from before and one from after, send, look
at what was found, measure, until the report opens by itself. Typing is not counted as tapping.
"""

from __future__ import annotations

import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, sync_playwright

from aqvision.core.assets import find_sample
from aqvision.report.pdf import find_browser
from benchmarks.pages import address_of, running

MOST_TAPS, MOST_S = 8, 45.0
_PATIENCE_MS = 300_000
_PHONE = ViewportSize(width=390, height=844)


@dataclass(slots=True)
class Finger:
    """What a person does with a page, counted from the first tap on."""

    page: Page
    taps: int = 0
    began_s: float = 0.0

    def tap(self, target: Locator) -> None:
        """Tap on something.

        Parameters
        ----------
        target
            What is tapped.
        """
        self.began_s = self.began_s or time.monotonic()
        self.taps += 1
        target.tap()

    def choose(self, side: str) -> None:
        """Choose the sample clip of a side in the phone's list of files.

        Parameters
        ----------
        side
            "before" or "after".
        """
        with self.page.expect_file_chooser() as chosen:
            self.tap(self.page.locator(f"label[for={side}-files]"))
        chosen.value.set_files(find_sample(f"{side}.mp4"))


def first_report(page: Page) -> tuple[int, float]:
    """Go from the start page of an empty house to the first report.

    Parameters
    ----------
    page
        That shows the start page.

    Returns
    -------
    tuple
        Taps, and seconds.
    """
    finger = Finger(page)
    finger.tap(page.get_by_role("link", name="Add an athlete").first)
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Standing height").fill("178")
    finger.tap(page.get_by_role("button", name="Add"))
    finger.tap(page.get_by_role("link", name="Add clips").first)
    for side in ("before", "after"):
        finger.choose(side)
    finger.tap(page.get_by_role("button", name=re.compile("^Send")))
    page.wait_for_url("**/clips")
    page.wait_for_selector("section.card[data-poll]", state="detached", timeout=_PATIENCE_MS)
    finger.tap(page.get_by_role("button", name=re.compile("^Measure")))
    page.wait_for_url("**/comparisons/*", timeout=_PATIENCE_MS)
    return finger.taps, time.monotonic() - finger.began_s


def main() -> None:
    """Measure, and say whether it is as quick as it is meant to be."""
    with (
        tempfile.TemporaryDirectory() as home,
        running(Path(home)) as process,
        sync_playwright() as playwright,
    ):
        opened = playwright.chromium.launch(executable_path=find_browser())
        page = opened.new_context(viewport=_PHONE, has_touch=True, is_mobile=True).new_page()
        page.goto(address_of(process))
        taps, seconds = first_report(page)
        opened.close()
    met = taps <= MOST_TAPS and seconds <= MOST_S
    print(
        f"First report: {taps} taps, {seconds:.1f} s (at most {MOST_TAPS} and {MOST_S:.0f}): "
        f"{'met' if met else 'falls short'}"
    )


if __name__ == "__main__":
    main()
