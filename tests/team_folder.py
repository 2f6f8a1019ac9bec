"""Small libraries, and clips and results that look real enough to be kept in them."""

from __future__ import annotations

from pathlib import Path

from aqvision.team.files import stored_files
from aqvision.team.library import Library, open_library


def tiny_library(folder: Path) -> Library:
    return open_library(folder / "home")


def small_video(path: Path, content: bytes) -> Path:
    """Write a file that begins as an mp4 does."""
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + content)
    return path


def made_result(library: Library) -> Path:
    """Make a folder as a finished analysis would be."""
    folder = library.home.new_result()
    folder.mkdir()
    for name in ("analysis.json", "report.html"):
        (folder / name).write_text("{}")
    return folder


def stored(library: Library) -> list[Path]:
    return list(stored_files(library.home))
