"""What the program says is said without the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aqvision.web.wording import FIELDS, plain, sentence

PACKAGE = Path(__file__).parents[1] / "src" / "aqvision"
# Rooms whose words may come to a page, but for the files that no page takes or that ask for more.
ROOMS = ("check*.py", "*_warnings.py", "kinematics/**/*.py", "pose/*.py", "video/*.py")
ELSEWHERE = {
    "pose_file.py": ("--known-distance",),
    "landmarker.py": ("--device",),
    "marks.py": ("--",),  # the pages have no marks
    "scale_warnings.py": ("Lay the marks", "--camera-height-m"),  # nor these
}


def said_of_clips() -> list[str]:
    """Give every line of these rooms that names an option."""
    lines = []
    for path in (path for room in ROOMS for path in sorted(PACKAGE.glob(room))):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"--[a-z]", line) and not any(
                o in line for o in ELSEWHERE.get(path.name, ())
            ):
                lines.append(line.strip())
    return lines


def test_there_is_something_to_put_into_other_words() -> None:
    assert len(said_of_clips()) >= 10


@pytest.mark.parametrize("line", said_of_clips())
def test_no_option_comes_to_a_page(line: str) -> None:
    assert "--" not in plain(line)
    assert plain(line) != line


def test_every_field_is_named_by_something() -> None:
    said = " ".join(plain(line) for line in said_of_clips())
    assert [field for field in FIELDS.values() if field not in said] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody runs in a.mp4", "Nobody runs in a.mp4."),
        ("IMG_1.MOV is empty", "IMG_1.MOV is empty."),
        ("a.mp4 is empty", "a.mp4 is empty."),
        ("is it there?", "Is it there?"),
        ("say it with --track", "Say it in “Who is the athlete?”."),
        ("  ", ""),
    ],
)
def test_phrases_become_sentences(text: str, said: str) -> None:
    assert sentence(text) == said
