"""Damaged sprint clips -> how the whole measurement ends: measured, or refused in one line.

Run by ``python -m validation.fuzz_measuring [N]``: N files, 60 by default. Each is a part of a
sample clip, damaged as in ``validation.fuzz``, and measured in a process of its own in a folder
where nothing but the results may be new afterwards.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from aqvision.core.assets import find_sample
from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video
from validation.fuzz import asked_number, corrupted, run_apart, sum_up, write_coded

LIMIT_S = 120
_N_FRAMES, _WIDTH_PX, _HEIGHT_PX, _FPS = 110, 960, 540, 120
_SEED = 20_261
# Damage to the head of a file is mostly refused at once, which validation.fuzz tries.
_HEAD_FRAC = 0.1
_MEASURER = """
import sys
from pathlib import Path
from aqvision.core.errors import AqvisionError
from aqvision.pipeline import analyze
from aqvision.core.clip import Clip

if __name__ == "__main__":
    try:
        found = analyze(Clip(Path(sys.argv[1]), height_m=1.78), Path("out"), model="full")
        print("measured", f"{len(found.steps)} contacts", sep="\\t")
    except AqvisionError as error:
        assert error.hint and "\\n" not in str(error), "not one line and a hint"
        print("refused", error, sep="\\t")
"""


def sound_clips(folder: Path) -> list[Path]:
    """Write the middle of a sample clip, small, as H.264 and as pictures each coded alone.

    A decoder seldom notices that the latter are damaged, so that they go on to be measured.
    """
    frames = islice(read_frames(open_video(find_sample("before.mp4"))), 40, 40 + _N_FRAMES)
    size = (_WIDTH_PX, _HEIGHT_PX)
    small = [
        np.asarray(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        for frame in frames
    ]
    chained = folder / "chained.mp4"
    write_video(chained, small, _FPS, crf=23)
    return [chained, write_coded(folder / "alone.avi", small, _FPS, "mjpeg", {"b": "20000000"})]


def damaged(content: bytes, number: int) -> bytes:
    """Damage the file of a number, the same each time, behind its head."""
    rng = np.random.default_rng((_SEED, number))
    head = int(_HEAD_FRAC * len(content))
    return content[:head] + corrupted(content[head:], rng)


def measure_apart(path: Path) -> tuple[str, str]:
    """Measure a file in a process of its own; how it ended, and what was said."""
    folder = path.parent
    script = folder / "measure.py"
    script.write_text(_MEASURER)
    printed, ended, complaint = run_apart([str(script), path.name], folder, LIMIT_S)
    if ended != "ended with 0" or "\t" not in printed:
        return ended, complaint
    strange = {p.name for p in folder.iterdir()} - {path.name, script.name, "out"}
    if strange:
        return "wrote elsewhere", ", ".join(sorted(strange))
    result, said = printed.strip().split("\n")[-1].split("\t", 1)
    return result, said


def main() -> None:
    """Measure all files; print the tally and every defect."""
    n_files = asked_number(__doc__, 60)
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        sound = sound_clips(Path(made))
        for number in range(n_files):
            source = sound[number % len(sound)]
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{number:04}_{source.name}"
                path.write_bytes(damaged(source.read_bytes(), number))
                result, said = measure_apart(path)
            tally[result] += 1
            print(number, result, said, flush=True)
    sum_up(tally, frozenset({"measured", "refused"}))


if __name__ == "__main__":
    main()
