"""Sections come back from the page, and the page says which of them are older."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.provenance import MEASURING_METHOD, POSE_METHOD
from validation.page import Measured, read_page, write_page

ORDER = ("pose", "events", "dose")
OLDER_POINTS = f"{POSE_METHOD - 1}.{MEASURING_METHOD}"
OLDER_CONTACTS = f"{POSE_METHOD}.{MEASURING_METHOD - 1}"


def test_sections_come_back_in_order(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    given = {
        "dose": Measured("## Dose\n\ntext", OLDER_POINTS),
        "pose": Measured("## Pose\n\n| a |"),
        "events": Measured("## Events", OLDER_POINTS),
    }
    write_page(page, "# Accuracy", given, ORDER)
    assert read_page(page) == given
    assert list(read_page(page)) == list(ORDER)


@pytest.mark.parametrize(
    ("method", "older"),
    [(OLDER_POINTS, {"Pose", "Dose"}), (OLDER_CONTACTS, {"Events", "Dose"})],
)
def test_what_rests_on_an_earlier_way_is_told(tmp_path: Path, method: str, older: set[str]) -> None:
    page = tmp_path / "page.md"
    sections = {name: Measured(f"## {name.title()}", method) for name in ORDER}
    write_page(page, "# Accuracy", sections, ORDER)
    told = page.read_text().split("<!--")[0]
    assert {line[2:] for line in told.splitlines() if line.startswith("- ")} == older


def test_a_page_of_now_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_page(page, "# Accuracy", {name: Measured("## X") for name in ORDER}, ORDER)
    assert "All sections" in page.read_text()
    assert read_page(tmp_path / "none.md") == {}
