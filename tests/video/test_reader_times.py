"""Edit lists, odd clocks, pauses, several tracks -> the frames and times that a player shows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from av.stream import Disposition
from av.video.stream import VideoStream

from aqvision.core.clip import Clip
from aqvision.core.errors import VideoError
from aqvision.video.reader import find_pauses, open_video, read_frames
from aqvision.video.seek import read_frames_at
from aqvision.video.timing import find_timing
from tests.support.footage import Clock, Coding, set_edits, write_film
from tests.video.test_reader import count_up, number_of, numbered

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

FPS = 60.0
BEHIND = {"bf": "3", "b_strategy": "0", "g": "12"}
PLAIN = {"bf": "0", "g": "12"}


def shown(path: Path) -> tuple[list[int], list[float]]:
    """Numbers and times of all frames; each is found again by its time."""
    video = open_video(path)
    frames = list(read_frames(video))
    numbers, times_s = [number_of(f.rgb) for f in frames], [f.time_s for f in frames]
    again = list(read_frames_at(video, times_s))
    assert [number_of(f.rgb) for f in again] == numbers
    assert [f.time_s for f in again] == pytest.approx(times_s, abs=1e-9)
    assert video.n_packets == len(frames)
    assert video.duration_s == pytest.approx(times_s[-1])
    return numbers, times_s


@pytest.mark.parametrize("options", [PLAIN, BEHIND], ids=["in order", "out of order"])
@pytest.mark.parametrize("suffix", ["mp4", "mov"])
@pytest.mark.parametrize(
    ("edits", "numbers"),
    [
        ([(0.4, 0.1)], range(6, 30)),
        ([(20 / FPS, 10.5 / FPS)], range(11, 30)),
        ([(0.2, 0.0)], range(12)),
        ([(9.9 / FPS, 14 / FPS)], range(14, 24)),
        ([(0.5, None), (0.5, 0.0)], range(30)),
        ([(1.0, None), (0.25, 0.25)], range(15, 30)),
    ],
    ids=["head", "between frames", "tail", "both ends", "late", "late without head"],
)
def test_edit_lists_show_what_a_player_shows(
    edits: list[tuple[float, float | None]],
    numbers: range,
    suffix: str,
    options: dict[str, str],
    tmp_path: Path,
    make_video: MakeVideo,
) -> None:
    path = make_video(tmp_path / f"trimmed.{suffix}", count_up(30), fps=FPS, options=options)
    set_edits(path, edits)
    seen, times_s = shown(path)
    assert seen == list(numbers)
    assert times_s == pytest.approx(np.arange(len(numbers)) / FPS, abs=1e-6)
    assert open_video(path).fps == pytest.approx(FPS)


def test_a_part_played_twice_is_there_twice(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "twice.mp4", count_up(30), fps=FPS, options=PLAIN)
    set_edits(path, [(5 / FPS, 5 / FPS)] * 2)
    seen, times_s = shown(path)
    assert seen == [*range(5, 10)] * 2
    assert times_s == pytest.approx(np.arange(10) / FPS, abs=1e-3)  # edits end at whole ms


def test_a_trimmed_file_cut_short_is_still_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(
        tmp_path / "lost.mp4", count_up(120), fps=FPS, movflags="faststart", options=PLAIN
    )
    set_edits(path, [(1.5, 0.5)])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])
    with pytest.raises(VideoError, match="cut short"):
        open_video(path)


def test_an_edit_list_that_shows_nothing_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "nothing.mp4", count_up(30), fps=FPS)
    set_edits(path, [(0.0, 0.2)])
    with pytest.raises(VideoError, match="holds no picture"):
        open_video(path)


@pytest.mark.parametrize(
    ("suffix", "tick_s", "step"),
    [
        ("mp4", Fraction(1, 600), 5),
        ("mov", Fraction(1, 90_000), 375),
        ("mp4", Fraction(1, 1_000_000), 4167),
        ("mp4", Fraction(1001, 120_000), 1),
        ("mkv", Fraction(1, 1000), 7),
        ("avi", Fraction(1001, 30_000), 1),
    ],
)
def test_any_clock_keeps_its_times(
    suffix: str, tick_s: Fraction, step: int, tmp_path: Path
) -> None:
    clock = Clock(range(0, 30 * step, step), tick_s, 1 / (step * tick_s).limit_denominator(1000))
    pictures = (picture / 255 for picture in count_up(30))
    path = write_film(tmp_path / f"clock.{suffix}", pictures, Coding(options=PLAIN), clock)
    numbers, times_s = shown(path)
    assert numbers == list(range(30))
    assert times_s == pytest.approx(clock.times_s, abs=1e-6 if suffix != "mkv" else 6e-4)


def test_times_before_zero_count_from_the_first_frame(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(
        tmp_path / "early.mp4",
        count_up(30),
        fps=FPS,
        movflags="negative_cts_offsets",
        options=BEHIND,
    )
    content = bytearray(path.read_bytes())
    if (at := content.find(b"edts")) > 0:
        content[at : at + 4] = b"skip"
    at = content.index(b"ctts") + 12  # an earlier offset for every frame, below zero for most
    for _ in range(int.from_bytes(content[at - 4 : at], "big")):
        offset = int.from_bytes(content[at + 4 : at + 8], "big", signed=True) - 4096
        content[at + 4 : at + 8] = offset.to_bytes(4, "big", signed=True)
        at += 8
    path.write_bytes(content)
    with av.open(str(path)) as container:
        first_s = next(container.decode(video=0)).time
    assert first_s is not None
    assert first_s < 0
    numbers, times_s = shown(path)
    assert numbers == list(range(30))
    assert times_s == pytest.approx(np.arange(30) / FPS, abs=1e-6)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_pause_keeps_times_true_and_stays_out_of_the_rate(
    suffix: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    pts = [10 * n + (4000 if n >= 20 else 0) for n in range(40)]
    tags = {"com.android.capture.fps": "200"}
    path = make_video(
        tmp_path / f"paused.{suffix}",
        count_up(40),
        fps=100.0,
        pts=pts,
        tags=tags,
        movflags="use_metadata_tags" if suffix == "mp4" else "",
    )
    numbers, times_s = shown(path)
    assert numbers == list(range(40))
    assert times_s == pytest.approx(np.array(pts) / 1000, abs=1e-9)
    assert find_pauses(np.array(times_s)).nonzero()[0].tolist() == [19]
    video = open_video(path)
    assert video.fps == pytest.approx(100, rel=0.02)
    if suffix == "mp4":
        timing = find_timing(video, Clip(path))
        assert timing.seconds_per_playback_second == pytest.approx(0.5, rel=0.02)


def test_dropped_frames_are_no_pause() -> None:
    times_s = np.delete(np.arange(240) / 120, [50, 51, 52, 53, 100, 101])
    assert not find_pauses(times_s).any()
    assert not find_pauses(np.array([0.0])).any()


def two_tracks(
    path: Path, kinds: Sequence[str], marks: Sequence[Disposition], firsts: Sequence[int]
) -> Path:
    """Write twelve numbered pictures into each of two tracks; one picture where it is MJPEG."""
    with av.open(str(path), "w") as container:
        streams = [container.add_stream(kind, rate=30) for kind in kinds]
        for kind, stream, mark in zip(kinds, streams, marks, strict=True):
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.disposition = 320, 240, mark
            stream.pix_fmt = "yuvj420p" if kind == "mjpeg" else "yuv420p"
        for number in range(12):
            for kind, stream, first in zip(kinds, streams, firsts, strict=True):
                if kind != "mjpeg" or number == 0:
                    assert isinstance(stream, VideoStream)
                    picture = numbered(first + number)
                    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                    container.mux(stream.encode(frame))
        for stream in streams:
            assert isinstance(stream, VideoStream)
            container.mux(stream.encode())
    return path


@pytest.mark.parametrize("kinds", [("mjpeg", "libx264"), ("libx264", "mjpeg")])
def test_a_cover_picture_is_not_the_film(kinds: tuple[str, str], tmp_path: Path) -> None:
    cover, film = Disposition.attached_pic, Disposition.default
    marks = [cover if kind == "mjpeg" else film for kind in kinds]
    firsts = [255 if kind == "mjpeg" else 0 for kind in kinds]
    path = two_tracks(tmp_path / "covered.mp4", kinds, marks, firsts)
    assert shown(path)[0] == list(range(12))


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("main", [0, 1])
def test_of_two_films_the_one_that_players_show_is_read(
    main: int, suffix: str, tmp_path: Path
) -> None:
    marks = [Disposition.default if place == main else Disposition(0) for place in range(2)]
    path = two_tracks(tmp_path / f"two.{suffix}", ["libx264"] * 2, marks, [0, 100])
    assert shown(path)[0] == [100 * main + n for n in range(12)]
