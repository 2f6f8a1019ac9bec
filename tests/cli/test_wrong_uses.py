"""Odd but likely wrong uses: one clear line, a hint that cures, and nothing lost or left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.core.assets import find_sample
from tests.support.synthetic import Run, analysis_of

LONG = "a" * 300
USES = [
    ("analyze folder --out x", 1, "a folder, not a clip", "aqvision roster folder"),
    ("analyze empty.mp4 --out x", 1, "is empty", "copy it"),
    ("analyze sound.wav --out x", 1, "is not a video", "use mp4"),
    ("analyze photo.png --out x", 1, "is not a video", "use mp4"),
    ("analyze half.mov --out x", 1, "damaged or cut short", "copy it"),
    ("analyze https://a.org/b.mp4 --out x", 1, "does not exist", "download"),
    ("analyze a.mp4 --out x", 1, "does not exist", "did you mean A.MP4?"),
    ("analyze folder\\B.mp4 --out x", 1, "does not exist", "write folder/B.mp4"),
    ("analyze A.MP4@1.3.2026 --out x", 1, "no day", "2026-03-14"),
    ("analyze A.MP4@2999-01-01 --out x", 1, "future", "day on which"),
    ("analyze A.MP4 --out A.MP4", 1, "a file is in the way", "another folder"),
    ("analyze A.MP4 --out A.MP4/x", 1, "a file is in the way", "another folder"),
    (f"analyze A.MP4 --out {LONG}", 1, "too long", "another folder"),
    (f"plan A.MP4 --out {LONG}", 1, "too long", "another folder"),
    ("analyze A.MP4 --out result", 1, "holds the result of", "another folder"),
    ("analyze A.MP4 --out mine", 1, "report.html would be replaced", "another folder"),
    ("hold A.MP4 --out result", 1, "report.html would be replaced", "another folder"),
    ("analyze A.MP4 --out x --height-m 17.8", 1, "17.8 m", "in metres"),
    ("analyze A.MP4 --out x --height-m -1.78", 1, "'-1.78' is no height", "in metres"),
    ("analyze A.MP4 --out x --height-m nan", 1, "'nan' is no height", "as 5 ft 10"),
    ("analyze A.MP4 --out x --height-m 1e400", 1, "'1e400' is no height", "in metres"),
    ("analyze A.MP4 --out x --height-m 5'13", 1, "is no height", "as 5 ft 10"),
    ("analyze A.MP4 --out x --belt-speed 36km/h", 2, "no number", "without a unit"),
    ("analyze A.MP4 --out x --mass-kg 11st", 1, "'11st' is no body mass", "as 155 lb"),
    ("analyze A.MP4 --out x --mass-kg 80000", 1, "'80000' is no body mass", "in kilograms"),
    ("analyze A.MP4 --out x --capture-fps 1e9", 1, "capture rate", "120 or 240"),
    ("analyse A.MP4 --out x", 2, "No such command", "analyze"),
    ("compare --before result --after result --out x", 1, "given twice", "once"),
    ("compare --before newer --after result --out x", 1, "another version", "measure"),
    ("export result --format csv --out mine/report.html", 1, "something else", "another file"),
    ("library ladder Nobody", 1, "nobody in the library", "in the library"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / "home"))
    here = tmp_path / "here"
    for name in ("folder", "mine"):
        (here / name).mkdir(parents=True)
    monkeypatch.chdir(here)
    clip = find_sample("before.mp4").read_bytes()
    Path("A.MP4").write_bytes(clip)
    Path("folder/B.mp4").write_bytes(clip)
    Path("half.mov").write_bytes(clip[: len(clip) // 3])
    Path("empty.mp4").touch()
    Path("mine/report.html").write_text("mine")
    cv2.imwrite("photo.png", np.zeros((20, 20), np.uint8))
    with wave.open("sound.wav", "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(800))
    for name in ("result", "newer"):
        save_analysis(analysis_of(Run()), Path(name))
        Path(name, "report.html").write_text("a report")
    text = Path("newer/analysis.json").read_text()
    Path("newer/analysis.json").write_text(
        text.replace('"schema_version": 1', '"schema_version": 9')
    )
    return here


def all_files(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(("line", "code", "words", "cure"), USES, ids=[u[0][:50] for u in USES])
def test_a_wrong_use_is_one_line_and_a_cure(
    line: str, code: int, words: str, cure: str, folder: Path
) -> None:
    before, names = all_files(folder), {p.name for p in folder.iterdir()}
    result = CliRunner().invoke(main, line.split(" "))
    assert result.exit_code == code, result.output
    assert words in result.stderr
    assert cure in result.stderr
    assert "Traceback" not in result.stderr
    if code == 1:
        assert [told.split(":")[0] for told in result.stderr.splitlines()] == ["Error", "Hint"]
    assert all_files(folder) == before
    assert {p.name for p in folder.iterdir()} == names


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals to a group of processes")
@pytest.mark.parametrize("command", ["analyze", "check"])
def test_ctrl_c_is_one_line_and_130(command: str, folder: Path) -> None:
    """It reaches the processes that the command has started as well, as from a terminal."""
    out = [] if command == "check" else ["--out", "x"]
    program = (
        "from aqvision.cli.start import main\n"
        "import aqvision.pose.detect.preload as preload\n"
        "ahead = preload.load_ahead\n"
        "def load_ahead():\n"
        "    ahead()\n"
        "    print('begun', flush=True)\n"
        "preload.load_ahead = load_ahead\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, command, "A.MP4", *out],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        _out, told = process.communicate(timeout=30)
    assert (process.returncode, told.strip()) == (130, "Stopped.")
    assert not Path("x").exists()
