"""The example report and the pictures of it in the README: of one report, and of today's layout."""

from __future__ import annotations

import re

import pytest

from aqvision.report.templating import inline
from scripts.example import EXAMPLE, ROOT, SHOTS, Shot, shown_by, sum_of

AGAIN = "run `make example`"


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_each_picture_shows_the_example(shot: Shot) -> None:
    assert shown_by(shot.path) == sum_of(EXAMPLE), AGAIN


def test_a_picture_that_says_nothing_shows_no_report() -> None:
    assert shown_by(ROOT / "docs" / "team.webp") == ""


# tests/test_pipeline.py compares every word of it with a report that is made anew
@pytest.mark.parametrize("part", ["report.css", "stride_film.css", "report.js", "stride_film.js"])
def test_the_example_looks_and_moves_as_reports_do_today(part: str) -> None:
    assert inline(part) in EXAMPLE.read_text(encoding="utf-8"), AGAIN


def test_the_readme_names_the_speeds_that_its_picture_shows() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (words,) = re.findall(r"!\[([^]]+)\]\(docs/report\.webp\)", readme)
    (headline,) = re.findall(r'class="headline">([^<]+)<', EXAMPLE.read_text(encoding="utf-8"))
    speeds = re.findall(r"\d\.\d\d", headline)
    assert len(speeds) == 2
    assert re.findall(r"\d\.\d\d", words) == speeds
