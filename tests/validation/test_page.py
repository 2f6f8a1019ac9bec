"""Sections come back from the page, and the page says which of them are older."""

from __future__ import annotations

from pathlib import Path

from aqvision.core.provenance import POSE_METHOD
from validation.page import Measured, read_page, write_page

ORDER = ("pose", "events", "dose")


def test_sections_come_back_in_order(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    given = {
        "dose": Measured("## Dose\n\ntext", POSE_METHOD - 1),
        "pose": Measured("## Pose\n\n| a |"),
        "events": Measured("## Events", POSE_METHOD - 1),
    }
    write_page(page, "# Accuracy", given, ORDER)
    assert read_page(page) == given
    assert list(read_page(page)) == list(ORDER)


def test_older_points_are_told_unless_no_network_has_a_part(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    old = {name: Measured(f"## {name.title()}", POSE_METHOD - 1) for name in ORDER}
    write_page(page, "# Accuracy", {**old, "pose": Measured("## Pose")}, ORDER)
    told = page.read_text().split("<!--")[0]
    assert "- Dose" in told
    assert "- Events" not in told
    assert "- Pose" not in told


def test_a_page_of_now_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_page(page, "# Accuracy", {name: Measured("## X") for name in ORDER}, ORDER)
    assert "All sections" in page.read_text()
    assert read_page(tmp_path / "none.md") == {}
