"""Films for browsers: every frame of the clip at its time, and no face that is to be hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.analysis.store import save_analysis
from aqvision.core.clip import Clip
from aqvision.core.errors import VideoError
from aqvision.core.heads import head_circles
from aqvision.core.types import Image
from aqvision.report.played_film import FACTS, FILM, FilmFacts, frame_at, write_film
from aqvision.video.container import opened, picture_track
from aqvision.video.reader import open_video, read_frames
from tests.support.grey_clips import small_slow_motion
from tests.support.synthetic import Run, analyze

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def grey(number: int, size: tuple[int, int] = (48, 64)) -> Image:
    return np.full((*size, 3), 20 + 5 * number, np.uint8)


def made(clip: Clip, folder: Path, result: Path | None = None) -> tuple[list[float], FilmFacts]:
    """Make a film; give the grey of each of its frames."""
    folder.mkdir()
    write_film(clip, result, folder)
    greys = [float(f.rgb.mean()) for f in read_frames(open_video(folder / FILM))]
    return greys, FilmFacts.from_json((folder / FACTS).read_text())


def test_frames_keep_number_and_time_whatever_the_codec_and_the_clock(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    stamps = [0, 33, 67, 140, 141, 400, 433, 467, 900, 933]
    path = make_video(tmp_path / "clip.mp4", map(grey, range(10)), "libx265", pts=stamps)
    greys, facts = made(Clip(path), tmp_path / "film")
    np.testing.assert_allclose(greys, [20 + 5 * n for n in range(10)], atol=2)
    np.testing.assert_allclose(facts.played_s, np.array(stamps) / 1000, atol=1e-5)
    film = open_video(tmp_path / "film" / FILM)
    assert film.codec == "h264"
    shown = [frame.time_s for frame in read_frames(film)]
    np.testing.assert_allclose(shown, facts.played_s, atol=2e-5)


def test_a_film_on_its_side_is_turned_where_no_result_knows_it(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    dark_left = grey(0)
    dark_left[:, 32:] = 200
    path = make_video(tmp_path / "clip.mp4", [dark_left] * 4)
    write_film(Clip(path), None, tmp_path, quarter_turns=1)
    facts = FilmFacts.from_json((tmp_path / FACTS).read_text())
    assert (facts.width_px, facts.height_px) == (48, 64)
    frame = next(iter(read_frames(open_video(tmp_path / FILM)))).rgb
    assert frame[:28].mean() < 60
    assert frame[36:].mean() > 160


def test_every_frame_is_near_one_that_stands_by_itself(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / "clip.mp4", (grey(n % 40) for n in range(60)))
    made(Clip(path), tmp_path / "film")
    film = tmp_path / "film" / FILM
    with opened(film, "mov") as container:
        packets = [p for p in container.demux(picture_track(container, film)) if p.size]
    keys = [i for i, packet in enumerate(packets) if packet.is_keyframe]
    assert max(np.diff([*keys, len(packets)])) <= 12
    # stored in the order in which they are shown, so that no player leaves any out at either end
    assert [p.pts for p in packets] == sorted(p.pts or 0 for p in packets)
    # what a browser needs first stands first
    assert film.read_bytes().index(b"moov") < film.read_bytes().index(b"mdat")


@pytest.mark.parametrize(
    ("size", "expected"), [((1082, 1922), (1280, 720)), ((54, 40), (40, 54)), ((51, 35), (34, 50))]
)
def test_it_is_even_and_never_larger_than_the_clip(
    tmp_path: Path, make_video: MakeVideo, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    codec = "mjpeg" if size[0] % 2 else "libx264"
    path = make_video(tmp_path / "clip.mkv", (grey(n, size) for n in range(3)), codec)
    _greys, facts = made(Clip(path), tmp_path / "film")
    assert (facts.width_px, facts.height_px) == expected


def test_a_clip_that_breaks_off_is_refused_in_words(tmp_path: Path, make_video: MakeVideo) -> None:
    path = make_video(tmp_path / "clip.mp4", map(grey, range(10)))
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(VideoError, match=r"damaged|cut short"):
        made(Clip(path), tmp_path / "film")


def test_faces_that_nobody_has_found_yet_are_not_shown(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / "clip.mp4", map(grey, range(4)))
    hidden = Clip(path, blur_faces=True)
    with pytest.raises(VideoError, match="faces are to be hidden") as refused:
        made(hidden, tmp_path / "unmeasured")
    assert "measure it first" in refused.value.hint
    save_analysis(small_slow_motion(), tmp_path / "shown")
    with pytest.raises(VideoError, match="faces are to be hidden"):
        made(hidden, tmp_path / "measured", tmp_path / "shown")


def test_a_head_is_hidden_and_a_frame_without_a_known_head_is_covered(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    whole = analyze(Run(rate_hz=60, noise_px=0.5).pose())
    xy = whole.raw_pose.sequence.xy_px
    lost = 3
    gone = np.zeros(whole.pose.visibility.shape, bool)
    gone[:lost] = True
    analysis = replace(
        whole,
        provenance=replace(whole.provenance, faces_blurred=True),
        pose=whole.pose.without(gone),
        raw_pose=replace(
            whole.raw_pose,
            sequence=whole.raw_pose.sequence.without(gone),
            other_heads=np.empty((0, 5)),
        ),
    )
    n_frames = 8
    pictures = []
    for points in xy[:n_frames]:
        picture = np.full((1080, 1920, 3), 120, np.uint8)
        x, y, radius = head_circles(points)[0]
        rows, columns = (slice(round(v - radius / 2), round(v + radius / 2)) for v in (y, x))
        picture[rows, columns][::4] = 255
        picture[1000:1040, 1600:1640][::8] = 255
        pictures.append(picture)
    path = make_video(tmp_path / "clip.mp4", pictures, fps=60.0)
    save_analysis(analysis, tmp_path / "result")
    folder = tmp_path / "film"
    folder.mkdir()
    write_film(Clip(path, blur_faces=True), tmp_path / "result", folder)
    frames = [frame.rgb.astype(float) for frame in read_frames(open_video(folder / FILM))]
    assert len(frames) == n_frames
    for number, rgb in enumerate(frames):
        x, y, radius = (float(v) * 1280 / 1920 for v in head_circles(xy[number])[0])
        r = round(radius / 2)
        head = rgb[round(y) - r : round(y) + r, round(x) - r : round(x) + r]
        corner = rgb[670:690, 1070:1090]
        assert np.ptp(head.mean(axis=(1, 2))) < 60
        assert (np.ptp(corner.mean(axis=(1, 2))) > 60) == (number >= lost)


@given(
    steps=st.lists(st.sampled_from([1, 1, 1, 2, 30]), min_size=1, max_size=30),
    copies=st.booleans(),
)
def test_each_measured_frame_is_shown_at_its_own_time(steps: list[int], *, copies: bool) -> None:
    measured = np.cumsum([0, *steps]) / 60
    shown = np.sort(np.concatenate([measured, measured + 0.4 / 60])) if copies else measured
    found = frame_at(measured, shown)
    assert sorted(set(found.tolist()) - {-1}) == list(range(len(measured)))
    assert frame_at(measured, measured).tolist() == list(range(len(measured)))


def test_nothing_is_shown_before_after_and_in_a_pause() -> None:
    measured = np.array([1.0, 1.02, 1.04, 3.0, 3.02])
    assert frame_at(measured, np.array([0.5, 0.98, 1.06, 2.0, 2.98, 3.04])).tolist() == [
        -1,
        -1,
        2,
        -1,
        -1,
        -1,
    ]
