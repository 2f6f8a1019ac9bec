"""Report of the sample clips -> the example that the README links to, and its pictures in docs/.

``python -m scripts.example REPORT`` copies it to reports/example and takes the pictures of it. Each
says in its EXIF which report it shows, so a test tells when one of them was left behind.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from aqvision.report.pdf import find_browser

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "reports" / "example" / "report.html"
_DESCRIPTION = 0x010E
"""EXIF's ImageDescription."""

_MARGIN_PX = 24
_QUALITY = 80
_OPEN = "for (const part of document.querySelectorAll('details.fold')) part.open = true"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of docs/: what of the page it shows, from where to where, and how wide and fine."""

    name: str
    first: str
    last: str
    width_px: int
    scale: float

    @property
    def path(self) -> Path:
        """Where the picture lies."""
        return ROOT / "docs" / f"{self.name}.webp"


SHOTS = (
    Shot("report", ".first", ".first", 1180, 1.2),
    Shot("together", "#together > summary", "#together table.held", 1160, 1.5),
)


def sum_of(report: Path) -> str:
    """Give the checksum that a picture of a report carries.

    Parameters
    ----------
    report
        The page.
    """
    return hashlib.sha256(report.read_bytes()).hexdigest()


def shown_by(picture: Path) -> str:
    """Give the checksum of the report that a picture shows; empty where it carries none.

    Parameters
    ----------
    picture
        One of ``SHOTS``.
    """
    with Image.open(picture) as image:
        return str(image.getexif().get(_DESCRIPTION, ""))


def take(browser: Browser, report: Path, shot: Shot) -> None:
    """Write a picture of a report.

    Parameters
    ----------
    browser
        That shows the page.
    report
        The page.
    shot
        What of it, and where to.
    """
    size = {"width": shot.width_px, "height": 900}
    page = browser.new_page(viewport=size, device_scale_factor=shot.scale)  # type: ignore[arg-type]
    page.goto(report.as_uri())
    page.evaluate(_OPEN)
    first, last = (page.locator(where).first.bounding_box() for where in (shot.first, shot.last))
    if first is None or last is None:
        raise RuntimeError(f"{report} does not show {shot.first} and {shot.last}")
    top = max(0.0, first["y"] - _MARGIN_PX)
    below = last["y"] + last["height"] + _MARGIN_PX
    png = page.screenshot(
        full_page=True, clip={"x": 0, "y": top, "width": shot.width_px, "height": below - top}
    )
    page.close()
    exif = Image.Exif()
    exif[_DESCRIPTION] = sum_of(report)
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").save(shot.path, "WEBP", quality=_QUALITY, method=6, exif=exif)


def main() -> None:
    """Parse the command line, copy the report, take its pictures."""
    parser = argparse.ArgumentParser(prog="python -m scripts.example", description=__doc__)
    parser.add_argument("report", type=Path, help="report.html of the two sample clips")
    shutil.copyfile(parser.parse_args().report, EXAMPLE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for shot in SHOTS:
            take(browser, EXAMPLE, shot)
        browser.close()


if __name__ == "__main__":
    main()
