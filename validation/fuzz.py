"""Corrupted videos -> how the reader ends: read, or refused in one line, and nothing else.

Run by ``python -m validation.fuzz [N]``: N files, 1000 by default, each read in a process of its
own under limits of time and memory, in a folder that must hold nothing new afterwards.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import av
import numpy as np

from aqvision.core.types import Image

if TYPE_CHECKING:
    from av.video.stream import VideoStream

LIMIT_S = 30
LIMIT_BYTES = 3 << 30
ALLOWED = frozenset({"read", "refused"})
_SEED = 20_260
_KINDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("mp4", "libx264", {"bf": "2", "g": "6"}),
    ("mov", "libx265", {"x265-params": "log-level=none"}),
    ("mov", "libx264", {"flags": "+ildct+ilme"}),
    ("avi", "mpeg4", {}),
    ("avi", "mjpeg", {}),
    ("mkv", "libx264", {"g": "6"}),
    ("webm", "libvpx-vp9", {}),
    ("mp4", "libsvtav1", {}),
)
_HOSTILE = (0, 1, 0x7F, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF0, 1 << 16, 1 << 24)
_FIELDS = (
    b"tkhd", b"mvhd", b"mdhd", b"stsz", b"stco", b"stsc", b"stts", b"ctts", b"stss", b"elst",
    b"stsd", b"avc1", b"hvc1", b"hev1", b"av01", b"mdat", b"moov", b"trak", b"idx1", b"avih",
    b"strh", b"strf", b"movi", b"LIST", b"00dc", b"\x16\x54\xae\x6b", b"\x1f\x43\xb6\x75", b"\xe0",
    b"\x1c\x53\xbb\x6b", b"\x2a\xd7\xb1",
)  # fmt: skip
# Prints a line a file: its name, "read" or "refused", and the one line that says why.
_READER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
from pathlib import Path
from aqvision.core.errors import AqvisionError
from aqvision.video.reader import open_video, read_frames
from aqvision.video.seek import read_frames_at

def read(path):
    video = open_video(path)
    last_s = -1.0
    for frame in read_frames(video):
        assert frame.time_s > last_s, "times do not rise"
        assert frame.rgb.shape == (video.height_px, video.width_px, 3), "the size changes"
        last_s = frame.time_s
    for _ in read_frames_at(video, [0.0, last_s / 2, last_s]):
        pass

for name in sys.argv[1:]:
    try:
        read(Path(name))
        print(name, "read", "", sep="\\t", flush=True)
    except AqvisionError as error:
        assert error.hint and "\\n" not in str(error), "not one line and a hint"
        print(name, "refused", error, sep="\\t", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How reading one file ended: "read", "refused" or what went wrong; and what was said."""

    name: str
    result: str
    said: str


def whole_files(folder: Path) -> list[Path]:
    """Write one sound file of each kind: 24 frames of 96 x 64 pixels, a square that moves."""
    pictures = np.full((24, 64, 96, 3), 40, np.uint8)
    for number, picture in enumerate(pictures):
        picture[20:40, 3 * number : 3 * number + 16] = 220
    return [
        write_coded(folder / f"{i}_{encoder}.{suffix}", list(pictures), 30, encoder, options)
        for i, (suffix, encoder, options) in enumerate(_KINDS)
    ]


def write_coded(
    path: Path, pictures: Sequence[Image], fps: int, encoder: str, options: dict[str, str]
) -> Path:
    """Write pictures with any encoder, on one thread."""
    with av.open(str(path), "w") as container:
        stream = cast("VideoStream", container.add_stream(encoder, rate=fps, options=options))
        stream.height, stream.width = pictures[0].shape[:2]
        stream.codec_context.thread_count = 1
        stream.pix_fmt = "yuvj420p" if encoder == "mjpeg" else "yuv420p"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def corrupted(content: bytes, rng: np.random.Generator) -> bytes:
    """Damage a file in one to four ways."""
    damaged = bytearray(content)
    for _ in range(int(rng.integers(1, 5))):
        _WAYS[int(rng.integers(len(_WAYS)))](damaged, rng)
    return bytes(damaged)


def _flip_bits(content: bytearray, rng: np.random.Generator) -> None:
    for place in rng.integers(0, len(content), int(rng.integers(1, 40))):
        content[place] ^= 1 << int(rng.integers(8))


def _truncate(content: bytearray, rng: np.random.Generator) -> None:
    del content[int(rng.integers(1, len(content))) :]


def _swap_chunks(content: bytearray, rng: np.random.Generator) -> None:
    size = int(rng.integers(1, max(2, len(content) // 4)))
    one, other = (int(p) for p in rng.integers(0, max(1, len(content) - size), 2))
    first, second = content[one : one + size], content[other : other + size]
    content[one : one + size], content[other : other + size] = second, first


def _zero_run(content: bytearray, rng: np.random.Generator) -> None:
    start = int(rng.integers(len(content)))
    run = content[start : start + int(rng.integers(1, 400))]
    content[start : start + len(run)] = bytes(len(run))


def _hostile_number(content: bytearray, rng: np.random.Generator) -> None:
    """Write a number that somebody evil would choose, near the name of a field or anywhere."""
    name = _FIELDS[int(rng.integers(len(_FIELDS)))]
    place = content.find(name)
    near = place + int(rng.integers(-4, 48)) if place >= 0 else int(rng.integers(len(content)))
    number = _HOSTILE[int(rng.integers(len(_HOSTILE)))]
    at = max(0, min(near, len(content) - 4))
    content[at : at + 4] = number.to_bytes(4, "big")


def _repeat_chunk(content: bytearray, rng: np.random.Generator) -> None:
    start = int(rng.integers(len(content)))
    content[start:start] = content[start : start + int(rng.integers(1, 2000))]


_WAYS = (
    _flip_bits, _truncate, _swap_chunks, _zero_run, _hostile_number, _hostile_number, _repeat_chunk,
)  # fmt: skip


def write_damaged(folder: Path, sound: list[Path], number: int) -> Path:
    """Write the damaged file of a number, the same each time, made of one of the sound files."""
    source = sound[number % len(sound)]
    path = folder / f"{number:04}_{source.name}"
    rng = np.random.default_rng((_SEED, number))
    path.write_bytes(corrupted(source.read_bytes(), rng))
    return path


def read_apart(paths: list[Path]) -> list[Outcome]:
    """Read files of one folder in a process of its own, which works in that folder.

    The process ends at the first file that does not end as it should; so do the outcomes.
    """
    folder = paths[0].parent
    before = _listing(folder)
    command = ["-c", _READER.format(limit=LIMIT_BYTES), *(p.name for p in paths)]
    said, broken, why = run_apart(command, folder, LIMIT_S)
    outcomes = [Outcome(*line.split("\t")) for line in said.splitlines()]
    if len(outcomes) < len(paths):
        outcomes.append(Outcome(paths[len(outcomes)].name, broken, why))
    if _listing(folder) != before:
        outcomes.append(Outcome(paths[0].name, "changed the folder", ""))
    return outcomes


def run_apart(command: list[str], folder: Path, limit_s: int) -> tuple[str, str, str]:
    """Run Python with the same code in a folder: what it printed, how it ended, its complaint."""
    same_code = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        run = subprocess.run(
            [sys.executable, *command], cwd=folder, env=same_code, capture_output=True, text=True,
            timeout=limit_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(), f"more than {limit_s} s", ""
    return run.stdout, f"ended with {run.returncode}", run.stderr[-2000:]


def _listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file in and below a folder, with size and time of the last change."""
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*")))
    return {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in stats}


def main() -> None:
    """Read all files; print the tally and every defect; leave those files in ``.cache/fuzz``."""
    n_files = asked_number(__doc__, 1000)
    tally: Counter[str] = Counter()
    kept = Path(__file__).parent / ".cache" / "fuzz"
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as folder:
        sound = whole_files(Path(made))
        for number in range(n_files):
            path = write_damaged(Path(folder), sound, number)
            for outcome in read_apart([path]):
                tally[outcome.result] += 1
                if outcome.result not in ALLOWED:
                    kept.mkdir(parents=True, exist_ok=True)
                    (kept / path.name).write_bytes(path.read_bytes())
                    print(outcome.name, outcome.result, outcome.said, sep="\n")
            path.unlink()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"largest process {used.ru_maxrss / 1024:.0f} MB")
    sum_up(tally, ALLOWED)


def asked_number(about: str | None, usual: int) -> int:
    """Read how many files are asked for, at least one; to --help say what this is, and end."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", nargs="?", type=int, default=usual, metavar="N", help="how many files")
    n_files = int(parser.parse_args().n)
    if n_files < 1:
        parser.error("N is 1 or more")
    return n_files


def sum_up(tally: Counter[str], allowed: frozenset[str]) -> NoReturn:
    """Print how often files ended in each way, and end well if all ways are allowed."""
    print(", ".join(f"{n} {result}" for result, n in tally.most_common()))
    sys.exit(not set(tally) <= allowed)


if __name__ == "__main__":
    main()
