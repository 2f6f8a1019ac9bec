"""What is not there, and what it was meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.missing import missing


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("a.mp4", "did you mean A.MP4?"),
        ("A.MP4 ", "did you mean A.MP4?"),
        ("Zoe\u0308.mp4", "did you mean Zo\u00eb.mp4?"),
        ("clips\\run.mp4", "write clips/run.mp4, with / between folders"),
        ("https://youtu.be/abc", "download the clip first, and name the file"),
        ("none/a.mp4", "check the name and the folder"),
        ("b.mp4", "check the name and the folder"),
    ],
)
def test_the_hint_cures(
    named: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clips").mkdir()
    for name in ("A.MP4", "Zo\u00eb.mp4", "clips/run.mp4"):
        (tmp_path / name).write_text("a clip")
    monkeypatch.chdir(tmp_path)
    assert missing(Path(named)).hint == hint
