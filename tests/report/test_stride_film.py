"""One stride of a clip -> its frames, framing and files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import INDEX
from aqvision.core.types import View
from aqvision.report.moments import choose_step
from aqvision.report.picture_sets import save_picture_sets
from aqvision.report.stride_film import (
    MAX_PICTURES,
    choose_stride,
    load_stride_film,
    stride_film_names,
    stride_film_of,
)
from aqvision.video.reader import open_video
from samples.generator.clip import FPS
from samples.generator.landmarks import landmarks_m
from tests.support.end_runs import end_pose
from tests.support.grey_clips import (
    GREY_A_FRAME,
    PLAYBACK_FPS,
    RATE_HZ,
    grey_frames,
    grey_of,
    small_slow_motion,
)
from tests.support.synthetic import Run, analysis_of, analyze, with_points
from validation.frontal_renders import EndRender

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def test_the_stride_is_whole_and_holds_the_step_of_the_kinogram() -> None:
    analysis = analysis_of(Run())
    stride, step = choose_stride(analysis), choose_step(analysis)
    assert stride is not None and step is not None
    near = [c.touchdown_s for c in analysis.contacts if c.side == stride.side]
    assert stride.side == analysis.scene.camera.near_side
    assert stride.whole
    assert stride.start_s in near
    assert stride.end_s == near[near.index(stride.start_s) + 1]
    assert stride.start_s <= step[0].touchdown_s < stride.end_s


def test_without_a_whole_stride_there_is_what_follows_touchdown() -> None:
    analysis = analysis_of(Run())
    two = replace(analysis, contacts=analysis.contacts[2:4])
    stride = choose_stride(two)
    assert stride is not None
    assert not stride.whole
    assert stride.start_s == two.contacts[0].touchdown_s
    assert stride.end_s == two.contacts[1].toeoff_s
    assert stride_film_of(two) is not None
    assert choose_stride(replace(analysis, contacts=())) is None
    assert stride_film_of(replace(analysis, contacts=())) is None


@pytest.mark.parametrize("rate_hz", [60.0, 120.0, 240.0])
def test_frames_are_even_and_few_from_touchdown_to_touchdown(rate_hz: float) -> None:
    analysis = analysis_of(Run(rate_hz=rate_hz))
    stride, film = choose_stride(analysis), stride_film_of(analysis)
    assert stride is not None and film is not None
    times = analysis.pose.time_s[[cut.frame for cut in film.cuts]]
    assert 15 <= len(times) <= MAX_PICTURES
    assert times[0] == pytest.approx(stride.start_s, abs=0.5 / rate_hz + 1e-9)
    assert times[-1] == pytest.approx(stride.end_s, abs=0.5 / rate_hz + 1e-9)
    assert np.ptp(np.diff(times)) < 1.01 / rate_hz


@pytest.mark.parametrize("led", [False, True])
def test_the_window_keeps_its_size_holds_the_body_and_follows_without_jerks(led: bool) -> None:
    """A camera that is led by hand shakes; the body fills a like part of the picture anyway."""
    pose = Run().pose()
    if led:
        shake = 6 * np.random.default_rng(3).standard_normal((len(pose), 1, 2))
        middle = pose.middle("hip")[:, None]
        pose = with_points(pose, lambda xy: xy - middle + [960, 540] + shake)
    film = stride_film_of(analyze(pose))
    assert film is not None
    windows = np.array([cut.window for cut in film.cuts])
    assert np.ptp(windows[:, 2:], axis=0).tolist() == [0, 0]
    # from frame to frame the picture moves evenly, in parts of its height
    steps = np.diff([cut.frame for cut in film.cuts])[:, None]
    speed = np.diff(windows[:, :2], axis=0) / steps
    assert np.abs(np.diff(speed, axis=0)).max() < 0.01 * windows[0, 3]
    for cut in film.cuts:
        inside = (cut.xy_px - cut.window[:2]) / cut.window[2:]
        assert inside.min() > 0.02
        assert inside.max() < 0.98
    if not led:
        # one line of sight: the body's rise and fall is seen
        assert np.ptp(windows[:, 1]) == 0
        assert 0.5 < np.mean([np.ptp(c.xy_px[:, 1]) / c.window[3] for c in film.cuts]) < 0.85


def test_the_pictures_are_those_of_their_times(tmp_path: Path, make_video: MakeVideo) -> None:
    analysis = small_slow_motion()
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    chosen = stride_film_of(analysis)
    assert chosen is not None
    save_picture_sets(analysis, open_video(clip), tmp_path, [chosen])
    film, stride = load_stride_film(tmp_path), choose_stride(analysis)
    assert film is not None and stride is not None
    assert film.stride.start_s == pytest.approx(stride.start_s, abs=1e-5)
    shapes, off = set(), []
    for cut, since_ms, coded in zip(chosen.cuts, film.since_ms, film.pictures, strict=True):
        # real time, twice as fast as the file plays
        assert since_ms == pytest.approx(1000 * (cut.frame / RATE_HZ - stride.start_s), abs=0.02)
        picture = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        shapes.add(picture.shape)
        off.append(float(picture[:8, :8].mean()) - grey_of(cut.frame))
    # coding as coarse as this rounds brightness; a wrong frame would be off everywhere
    assert np.abs(off).max() <= GREY_A_FRAME + 0.5
    assert np.abs(off).mean() < GREY_A_FRAME / 2
    assert len(shapes) == 1
    written = {p.relative_to(tmp_path).as_posix() for p in (tmp_path / "stride").iterdir()}
    assert written <= set(stride_film_names())
    joints = json.loads((tmp_path / "stride" / "index.json").read_text())["pictures"][0][
        "joints_px"
    ]
    assert len(joints) == 33


def test_from_the_front_a_stride_begins_where_the_left_foot_comes_below_the_right() -> None:
    run = EndRender(View.FRONT)
    analysis = analyze(end_pose(run))
    stride, film = choose_stride(analysis), stride_film_of(analysis)
    assert stride is not None and film is not None
    assert (stride.side, stride.whole) == ("left", True)
    for event_s in (stride.start_s, stride.end_s):
        around = run.motion(event_s + np.array([-0.12, 0.0, 0.12]))
        truth_px = run.camera.project(landmarks_m(around))[..., 1]
        before, at, after = truth_px[:, INDEX["left_ankle"]] - truth_px[:, INDEX["right_ankle"]]
        assert before < 0 < after
        # both feet are level for some hundredths of a second as they pass: it lies in these
        assert abs(at) < 0.15 * min(-before, after)
    assert stride.end_s - stride.start_s == pytest.approx(2 / run.step_frequency_hz, abs=0.008)
    times = analysis.pose.time_s[[cut.frame for cut in film.cuts]]
    assert times[[0, -1]] == pytest.approx([stride.start_s, stride.end_s], abs=0.51 / FPS)
    for cut in film.cuts:
        inside = (cut.xy_px - cut.window[:2]) / cut.window[2:]
        assert inside.min() > 0.02
        assert inside.max() < 0.98
    assert choose_stride(replace(analysis, steps=analysis.steps.iloc[:0])) is None


def test_a_film_of_an_earlier_result_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "stride"
    folder.mkdir()
    (folder / "00.webp").write_bytes(b"x")
    earlier = {("touchdown_s" if name == "start_s" else name): v for name, v in GOOD.items()}
    (folder / "index.json").write_text(json.dumps(earlier))
    film = load_stride_film(tmp_path)
    assert film is not None
    assert film.stride.start_s == 1.0


def test_a_folder_without_a_film_gives_none(tmp_path: Path) -> None:
    assert load_stride_film(tmp_path) is None
    assert load_stride_film(None) is None


GOOD = {
    "side": "left",
    "start_s": 1.0,
    "end_s": 1.5,
    "whole": True,
    "pictures": [{"name": "00", "time_s": 1.0, "joints_px": []}],
}


@pytest.mark.parametrize(
    "damage",
    [
        {"pictures": [{"name": "../secret", "time_s": 1.0}]},
        {"pictures": [{"name": "01", "time_s": 1.0}]},
        {"side": "middle"},
        {"end_s": 1.0},
        {"start_s": None},
    ],
)
def test_a_damaged_index_is_refused(tmp_path: Path, damage: dict[str, object]) -> None:
    folder = tmp_path / "stride"
    folder.mkdir()
    for path in (folder / "00.webp", tmp_path / "secret.webp"):
        path.write_bytes(b"x")
    (folder / "index.json").write_text(json.dumps(GOOD))
    assert load_stride_film(tmp_path) is not None
    (folder / "index.json").write_text(json.dumps(GOOD | damage))
    with pytest.raises(LibraryError):
        load_stride_film(tmp_path)
