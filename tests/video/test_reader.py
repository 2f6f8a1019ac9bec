"""Files of every kind -> the right pictures, upright, at their exact times, or one clear line."""

from __future__ import annotations

import gc
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from aqvision.core.errors import VideoError
from aqvision.core.film_part import FilmPart
from aqvision.core.types import Image
from aqvision.video.reader import open_video, read_frames
from aqvision.video.seek import read_frames_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from tests.conftest import MakeVideo

N_BITS = 8
FPS = 60.0
STEADY_S = np.arange(30) / FPS
VARYING_MS = np.cumsum([0, *np.random.default_rng(1).integers(3, 40, 59)]).tolist()
KINDS = [
    ("mp4", "libx264", "h264"),
    ("mp4", "libx265", "hevc"),
    ("mp4", "libvpx-vp9", "vp9"),
    ("mp4", "libsvtav1", "av1"),
    ("mp4", "mpeg4", "mpeg4"),
    ("mp4", "mjpeg", "mjpeg"),
    ("mov", "libx264", "h264"),
    ("mov", "libx265", "hevc"),
    ("mov", "mjpeg", "mjpeg"),
    ("mov", "prores_ks", "prores"),
    ("avi", "libx264", "h264"),
    ("avi", "mpeg4", "mpeg4"),
    ("avi", "mjpeg", "mjpeg"),
    ("mkv", "libx264", "h264"),
    ("mkv", "libx265", "hevc"),
    ("mkv", "libvpx-vp9", "vp9"),
    ("mkv", "libsvtav1", "av1"),
    ("mkv", "mjpeg", "mjpeg"),
    ("webm", "libvpx", "vp8"),
    ("webm", "libvpx-vp9", "vp9"),
    ("webm", "libsvtav1", "av1"),
]
# Colours of the four quarters: top left, top right, bottom left, bottom right.
QUARTERS = ((220, 30, 30), (30, 200, 30), (40, 40, 220), (220, 220, 220))
# How a QuickTime track header says that a stored picture is to be shown:
# (a, b, c, d) of x' = a x + c y, y' = b x + d y, with y down.
SHOWN = {
    "90 degrees clockwise": (0, 1, -1, 0),
    "180 degrees": (-1, 0, 0, -1),
    "270 degrees clockwise": (0, -1, 1, 0),
    "mirrored": (-1, 0, 0, 1),
    "head over heels": (1, 0, 0, -1),
    "mirrored and turned": (0, 1, 1, 0),
}
# The picture that is stored, made from the upright one.
STORED: dict[str, Callable[[Image], Image]] = {
    "90 degrees clockwise": lambda upright: np.rot90(upright, 1),
    "180 degrees": lambda upright: np.rot90(upright, 2),
    "270 degrees clockwise": lambda upright: np.rot90(upright, 3),
    "mirrored": np.fliplr,
    "head over heels": np.flipud,
    "mirrored and turned": lambda upright: upright.transpose(1, 0, 2),
}


def numbered(number: int, width: int = 320, height: int = 240) -> Image:
    """Paint a number as eight bars, dark for 0 and bright for 1."""
    bits = (number >> np.arange(N_BITS)) & 1
    levels = np.where(bits, 220, 30)[np.arange(width) * N_BITS // width]
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:] = levels[None, :, None]
    return picture


def number_of(rgb: Image) -> int:
    """Read a painted number."""
    bars = np.array_split(rgb.mean(axis=(0, 2)), N_BITS)
    return sum(int(bar.mean() > 125) << bit for bit, bar in enumerate(bars))


def count_up(n_frames: int, width: int = 320, height: int = 240) -> Iterator[Image]:
    return (numbered(i % 256, width, height) for i in range(n_frames))


def four_quarters(width: int, height: int) -> Image:
    picture = np.zeros((height, width, 3), np.uint8)
    rows, columns = slice(0, height // 2), slice(0, width // 2)
    lower, right = slice(height // 2, height), slice(width // 2, width)
    places = ((rows, columns), (rows, right), (lower, columns), (lower, right))
    for place, colour in zip(places, QUARTERS, strict=True):
        picture[place] = colour
    return picture


def turn_track(path: Path, a: int, b: int, c: int, d: int) -> None:
    """Write a display matrix into the track header of an mp4 file, as a phone does."""
    content = bytearray(path.read_bytes())
    start = content.index(b"tkhd") + 4 + 40
    entries = (a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    content[start : start + 36] = b"".join(v.to_bytes(4, "big", signed=True) for v in entries)
    path.write_bytes(content)


def refusal(path: Path) -> str:
    """Read a file that must be refused; give the one line that says why."""
    with pytest.raises(VideoError) as caught:
        list(read_frames(open_video(path)))
    assert caught.value.hint
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    return message


@pytest.mark.parametrize(("suffix", "encoder", "codec"), KINDS)
def test_every_kind_of_file_gives_all_frames_in_order(
    suffix: str, encoder: str, codec: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / f"run.{suffix}", count_up(30), encoder, FPS)
    video = open_video(path)
    frames = list(read_frames(video))
    assert (video.codec, video.width_px, video.height_px) == (codec, 320, 240)
    assert video.n_packets == 30
    assert video.fps == pytest.approx(FPS)
    assert [number_of(frame.rgb) for frame in frames] == list(range(30))
    assert [frame.index for frame in frames] == list(range(30))
    # matroska keeps whole milliseconds
    tolerance_s = 0.0006 if suffix in {"mkv", "webm"} else 1e-6
    assert np.abs([f.time_s for f in frames] - STEADY_S).max() < tolerance_s


@pytest.mark.parametrize("suffix", ["mp4", "avi", "mkv"])
def test_frames_stored_out_of_order_come_in_order(
    suffix: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    options = {"bf": "3", "b_strategy": "0", "g": "12"}
    path = make_video(tmp_path / f"run.{suffix}", count_up(30), fps=FPS, options=options)
    with av.open(str(path)) as container:
        kinds = {int(frame.pict_type) for frame in container.decode(video=0)}
    assert av.video.frame.PictureType.B in kinds
    frames = list(read_frames(open_video(path)))
    assert [number_of(frame.rgb) for frame in frames] == list(range(30))
    assert np.abs([f.time_s for f in frames] - STEADY_S).max() < 0.0006


@pytest.mark.parametrize(
    ("suffix", "encoder"), [("mp4", "libx264"), ("mp4", "libx265"), ("webm", "libvpx-vp9")]
)
def test_varying_rate_keeps_exact_times(
    suffix: str, encoder: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / f"run.{suffix}", count_up(60), encoder, FPS, pts=VARYING_MS)
    video = open_video(path)
    times_s = [frame.time_s for frame in read_frames(video)]
    assert times_s == pytest.approx(np.array(VARYING_MS) / 1000, abs=1e-9)
    true_fps = 59 / (VARYING_MS[-1] / 1000)
    assert video.fps == pytest.approx(true_fps, rel=0.02)


def n_pictures_in_memory() -> int:
    return sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())


def test_pictures_leave_memory_at_once(tmp_path: Path, make_video: MakeVideo) -> None:
    video = open_video(make_video(tmp_path / "run.mp4", count_up(60), fps=FPS))
    gc.collect()
    gc.disable()
    try:
        n_before = n_pictures_in_memory()
        for frame in read_frames(video):
            assert frame.part(slice(0, 2), slice(0, 2)).shape == (2, 2, 3)
            assert frame.rgb.ndim == 3
        assert n_pictures_in_memory() - n_before <= 2
    finally:
        gc.enable()


@pytest.mark.parametrize(("width", "height"), [(320, 180), (854, 480), (646, 364)])
@pytest.mark.parametrize("codec", ["libx264", "mjpeg"])
def test_a_part_in_colours_is_that_part_of_the_whole(
    codec: str, width: int, height: int, tmp_path: Path, make_video: MakeVideo
) -> None:
    rng = np.random.default_rng(5)
    noise = rng.integers(0, 255, (2, height, width, 3)).astype(np.uint8)
    suffix = "mp4" if codec == "libx264" else "avi"
    video = open_video(make_video(tmp_path / f"noise.{suffix}", noise, codec))
    places = [(0, height, 0, width), (0, 0, 5, 9), (height - 3, height, width - 5, width)]
    for _ in range(30):
        rows, columns = np.sort(rng.integers(0, height, 2)), np.sort(rng.integers(0, width, 2))
        places.append((*rows.tolist(), *columns.tolist()))
    for top, bottom, left, right in places:
        frame = next(iter(read_frames(video)))
        part = frame.part(slice(top, bottom), slice(left, right))
        assert frame.size_px == (width, height)
        assert "rgb" not in frame.__dict__
        if top < bottom and left < right:
            assert np.array_equal(part, frame.rgb[top:bottom, left:right])
        else:
            assert part.size == 0


@pytest.mark.parametrize("suffix", ["mp4", "avi", "mkv"])
def test_frames_at_times_are_the_ones_asked_for(
    suffix: str, tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / f"run.{suffix}", count_up(60), fps=FPS, options={"g": "12"})
    wanted = [17, 0, 59, 35, 36, 3]
    frames = list(read_frames_at(open_video(path), [n / FPS for n in wanted]))
    assert [number_of(frame.rgb) for frame in frames] == sorted(wanted)
    assert [frame.index for frame in frames] == list(range(6))
    assert [f.time_s for f in frames] == pytest.approx([n / FPS for n in sorted(wanted)], abs=6e-4)


def test_frames_at_times_of_a_varying_rate(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "run.mp4", count_up(60), fps=FPS, pts=VARYING_MS)
    video = open_video(path)
    exact = read_frames_at(video, [ms / 1000 for ms in VARYING_MS])
    assert [number_of(frame.rgb) for frame in exact] == list(range(60))
    beside = read_frames_at(video, [(ms + 1) / 1000 for ms in VARYING_MS])
    assert [number_of(frame.rgb) for frame in beside] == list(range(60))


def test_no_frame_is_given_past_the_end(tmp_path: Path, make_video: MakeVideo) -> None:
    video = open_video(make_video(tmp_path / "run.mp4", count_up(30), fps=FPS))
    assert [number_of(f.rgb) for f in read_frames_at(video, [29 / FPS, 31 / FPS, 9.0])] == [29]


@pytest.mark.parametrize("first", [0, 600])
def test_time_counts_from_the_first_frame(
    first: int, tmp_path: Path, make_video: MakeVideo
) -> None:
    pts = [first + 10 * i for i in range(30)]
    video = open_video(make_video(tmp_path / "run.mkv", count_up(30), fps=100.0, pts=pts))
    assert [f.time_s for f in read_frames(video)] == pytest.approx(np.arange(30) / 100, abs=1e-9)
    assert [number_of(f.rgb) for f in read_frames_at(video, [0.0, 0.17])] == [0, 17]


@pytest.mark.parametrize("way", SHOWN)
def test_turned_pictures_come_upright(way: str, tmp_path: Path, make_video: MakeVideo) -> None:
    upright = four_quarters(240, 320)
    stored = np.ascontiguousarray(STORED[way](upright))
    path = make_video(tmp_path / "phone.mp4", [stored] * 4)
    turn_track(path, *SHOWN[way])
    video = open_video(path)
    assert (video.width_px, video.height_px) == (240, 320)
    for frame in read_frames(video):
        assert frame.rgb.flags.c_contiguous
        assert np.abs(frame.rgb.astype(int) - upright)[_away_from_edges(320, 240)].max() < 12


@pytest.mark.parametrize("width", [638, 854, 1366])
def test_unaligned_widths_keep_their_pixels(
    width: int, tmp_path: Path, make_video: MakeVideo
) -> None:
    picture = four_quarters(width, 360)
    video = open_video(make_video(tmp_path / "run.mp4", [picture] * 3))
    for frame in read_frames(video):
        assert frame.rgb.flags.c_contiguous
        assert frame.rgb.shape == (360, width, 3)
        assert np.abs(frame.rgb.astype(int) - picture)[_away_from_edges(360, width)].max() < 12


def test_memory_does_not_grow_with_length(tmp_path: Path, make_video: MakeVideo) -> None:
    for n_frames in (30, 400):
        make_video(tmp_path / f"{n_frames}.mp4", count_up(n_frames, 640, 360))
    program = (
        "import resource, pathlib\n"
        "from aqvision.video.reader import open_video, read_frames\n"
        "for name in ('30.mp4', '400.mp4'):\n"
        "    n = sum(1 for _ in read_frames(open_video(pathlib.Path(name))))\n"
        "    print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    (n_short, short_kb), (n_long, long_kb) = (map(int, s.split()) for s in run.stdout.splitlines())
    assert (n_short, n_long) == (30, 400)
    one_frame_kb = 640 * 360 * 3 / 1024
    assert long_kb - short_kb < 40 * one_frame_kb


def test_tags_of_the_phone_are_kept(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(
        tmp_path / "phone.mp4",
        count_up(4),
        movflags="use_metadata_tags",
        tags={"com.android.capture.fps": "240.000000"},
    )
    assert open_video(path).tags["com.android.capture.fps"] == "240.000000"


def test_squeezed_pixels_are_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    squeezed = make_video(tmp_path / "dv.mp4", count_up(4), pixel_aspect=Fraction(4, 3))
    assert refusal(squeezed) == "dv.mp4 is squeezed: its pixels are 1.33 times as wide as high"
    almost = make_video(tmp_path / "web.mp4", count_up(4), pixel_aspect=Fraction(1280, 1281))
    assert len(list(read_frames(open_video(almost)))) == 4


@pytest.mark.parametrize(
    ("suffix", "encoder", "movflags", "kept_frac"),
    [
        ("mp4", "libx264", "faststart", 0.5),
        ("mp4", "libx264", "faststart", 0.9),
        ("mp4", "libx264", "", 0.5),
        ("mp4", "libx264", "", 0.9),
        ("mp4", "libx264", "frag_keyframe+empty_moov", 0.5),
        ("mov", "libx265", "", 0.9),
        ("avi", "mpeg4", "", 0.5),
        ("avi", "mpeg4", "", 0.9),
        ("mkv", "libx264", "", 0.5),
        ("webm", "libvpx-vp9", "", 0.5),
    ],
)
def test_file_cut_short_is_refused(
    suffix: str,
    encoder: str,
    movflags: str,
    kept_frac: float,
    tmp_path: Path,
    make_video: MakeVideo,
) -> None:
    path = make_video(
        tmp_path / f"cut.{suffix}",
        count_up(120),
        encoder,
        FPS,
        movflags=movflags,
        options={"g": "30"},
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept_frac * len(whole))])
    assert "cut short" in refusal(path)


def test_damage_in_the_middle_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "damaged.mp4", count_up(120), fps=FPS)
    content = bytearray(path.read_bytes())
    middle = content.index(b"mdat") + len(content) // 3
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(content)
    assert "is damaged or cut short" in refusal(path)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.mp4").endswith("gone.mp4 does not exist")
    assert refusal(tmp_path).endswith("is not a file")


def _png() -> bytes:
    return cv2.imencode(".png", numbered(5))[1].tobytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"a letter, not a video at all\n" * 20, "is not a video"),
        (_png(), "is not a video"),
        (b"\x00\x00\x00\x18ftyp", "is damaged or cut short"),
    ],
    ids=["empty", "text", "picture", "first bytes only"],
)
def test_what_is_no_video_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "fake.mp4"
    path.write_bytes(content)
    assert reason in refusal(path)


def test_list_of_files_opens_no_other_file(tmp_path: Path, make_video: MakeVideo) -> None:
    make_video(tmp_path / "secret.mp4", count_up(10))
    path = tmp_path / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile secret.mp4\n", encoding="utf-8")
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == 10  # what a naive reader would show
    assert refusal(path) == "list.mp4 is not a video"


def test_one_frame_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "photo.mp4", [numbered(1)])
    assert refusal(path) == "photo.mp4 has one frame only"


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="mono")
        for number in range(20):
            silence = np.zeros((1, 1024), np.float32)
            frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
            frame.rate, frame.pts = 44100, number * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert refusal(path) == "sound.mp4 has no picture track"


def test_huge_pictures_are_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    black = np.zeros((4480, 4480, 3), np.uint8)
    path = make_video(tmp_path / "huge.mp4", [black, black], "mjpeg")
    assert refusal(path) == "huge.mp4 has pictures of 4480 x 4480 pixels"


def test_unknown_coding_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "odd.mkv", count_up(4), "ffv1")
    assert refusal(path) == "odd.mkv is coded in a way that is not read here"


@pytest.mark.real_data
def test_recorded_clip_opens(real_data: Path) -> None:
    video = open_video(real_data / "treadmill_jog_side.mp4")
    assert video.n_packets == 360
    assert video.height_px > video.width_px
    times_s = [frame.time_s for frame in read_frames(video)]
    assert len(times_s) == 360
    assert all(later > earlier for earlier, later in pairwise(times_s))


def _away_from_edges(height: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Index pixels that no colour edge and no border of the coding reaches."""
    rows = [y for y in range(8, height - 8) if abs(y - height // 2) > 8]
    columns = [x for x in range(8, width - 8) if abs(x - width // 2) > 8]
    return np.array(rows)[:, None], np.array(columns)


def test_a_part_is_read_at_the_times_of_the_film(tmp_path: Path, make_video: MakeVideo) -> None:
    pictures = [np.full((32, 32, 3), 8 * i, dtype=np.uint8) for i in range(30)]
    film = open_video(make_video(tmp_path / "film.mp4", pictures, fps=10.0))
    part = film.only(FilmPart(0.95, 1.5))
    frames = list(read_frames(part))
    assert [frame.index for frame in frames] == list(range(6))
    assert [frame.time_s for frame in frames] == pytest.approx([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
    assert [frame.rgb.mean() for frame in frames] == pytest.approx(
        [8 * i for i in range(10, 16)], abs=4
    )
    assert part.lasts_s == pytest.approx(0.55)
    assert part.turned(1).first_s == 0.95
    assert film.only(FilmPart(2.0)).lasts_s == pytest.approx(0.9)
    assert film.only(None) is film
    for beyond in (FilmPart(0.0, 3.2), FilmPart(2.89)):
        with pytest.raises(VideoError, match=r"film\.mp4 lasts 2\.90 s"):
            film.only(beyond)
