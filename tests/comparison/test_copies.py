"""Copies, cuts and other runs of one athlete -> what counts once, what is refused, what is kept."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.copies import (
    distinct,
    refuse_copies,
    refuse_copies_in_history,
    refuse_run_on_two_days,
    show_same_run,
)
from aqvision.core.errors import LibraryError
from aqvision.core.sequence import PoseSequence
from samples.generator import AFTER, BEFORE, SprintParameters
from tests.support.synthetic import PARTNER, Run, analysis_of

LANDMARKS = Path(__file__).parents[3] / "shared" / "data" / "landmarks"
RUNS = {"before": BEFORE, "after": AFTER, "lean": replace(BEFORE, trunk_lean_deg=12.0)}


def clip(  # noqa: PLR0913 - what may be done to a film
    name: str,
    parameters: SprintParameters = BEFORE,
    *,
    frames: slice = slice(None),
    noise_px: float = 1.5,
    size: float = 1.0,
    start_s: float = 0.0,
    athlete: str | None = None,
) -> Analysis:
    """A film of a run, cut, made smaller, coded anew: points err by what a network would."""
    base = analysis_of(Run())
    pose = Run(parameters, start_s=start_s).pose()
    number = sum(map(ord, name))
    noise = np.random.default_rng(number).normal(0, noise_px, pose.xy_px.shape)
    sequence = PoseSequence(
        time_s=pose.time_s[frames],
        xy_px=((pose.xy_px + noise) * size)[frames],
        visibility=pose.visibility[frames],
        width_px=round(pose.width_px * size),
        height_px=round(pose.height_px * size),
    )
    rate_hz = base.video.capture_fps / (frames.step or 1)
    return replace(
        base,
        athlete=athlete,
        raw_pose=replace(base.raw_pose, sequence=sequence),
        video=replace(base.video, capture_fps=rate_hz),
        provenance=replace(
            base.provenance, clip_name=name, clip_sha256=f"{number:064x}", athlete_choice=""
        ),
    )


FILM = clip("film.mp4")
COPIES = {
    "in another container": clip("film.mov", noise_px=0.0),
    "coded anew": clip("again.mp4"),
    "half the size": clip("half.mp4", size=0.5),
    "without its start": clip("late.mp4", frames=slice(40, None)),
    "without its end": clip("short.mp4", frames=slice(0, 70)),
    "every second frame": clip("half_rate.mp4", frames=slice(1, None, 2)),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_shows_the_same_run_either_way_round(how: str) -> None:
    assert show_same_run(FILM, COPIES[how])
    assert show_same_run(COPIES[how], FILM)


def test_cuts_of_one_film_are_copies_where_they_overlap() -> None:
    first, last = clip("a.mp4", frames=slice(0, 90)), clip("c.mp4", frames=slice(90, None))
    assert show_same_run(first, clip("b.mp4", frames=slice(50, None)))
    assert not show_same_run(first, last)


@pytest.mark.parametrize("start_s", [0.05, 0.11, 0.2])
@pytest.mark.parametrize("parameters", RUNS.values(), ids=list(RUNS))
def test_other_runs_are_no_copies(parameters: SprintParameters, start_s: float) -> None:
    """Even of a body that moves just alike: it passes the camera at another part of its stride."""
    assert not show_same_run(FILM, clip("other.mp4", parameters, start_s=start_s))


# Two runs that begin alike: half of the points lie within 0.05 trunk lengths.
ALIKE = (
    replace(
        BEFORE, speed_mps=7.36, first_touchdown_s=0.038, thigh_flexion_peak_deg=52.7,
        knee_flexion_peak_deg=112.6, shoulder_flexion_peak_deg=29.1, elbow_flexion_mean_deg=83.7,
        shoulder_extension_peak_deg=-48.7, trunk_lean_deg=9.0,
    ),
    replace(
        BEFORE, speed_mps=7.33, step_frequency_hz=4.25, contact_time_s=0.1104, start_x_m=0.02,
        first_touchdown_s=0.0488, thigh_toeoff_deg=-23.2, knee_toeoff_deg=26.3,
        thigh_opposite_touchdown_deg=-9.0, thigh_flexion_peak_deg=60.6, knee_flexion_peak_deg=114.1,
        shoulder_flexion_peak_deg=32.5, shoulder_extension_peak_deg=-49.2, arm_lag_frac=0.0687,
        elbow_flexion_mean_deg=87.2, trunk_lean_deg=12.0, thorax_yaw_amplitude_deg=8.65,
    ),
)  # fmt: skip
OTHER_ELBOWS = replace(BEFORE, elbow_flexion_mean_deg=BEFORE.elbow_flexion_mean_deg + 20)


@pytest.mark.parametrize("noise_px", [0.0, 1.5])
@pytest.mark.parametrize("pair", [ALIKE, (BEFORE, OTHER_ELBOWS)], ids=["alike", "elbows"])
def test_runs_alike_in_most_points_are_no_copies(
    pair: tuple[SprintParameters, SprintParameters], noise_px: float
) -> None:
    one, other = (clip(f"{i}.mp4", run, noise_px=noise_px) for i, run in enumerate(pair))
    assert not show_same_run(one, other)


def test_a_copy_in_which_left_and_right_are_confused_is_one() -> None:
    copy = clip("copy.mp4")
    pose = copy.raw_pose.sequence
    xy = pose.xy_px.copy()
    xy[::2] = xy[::2][:, PARTNER]
    mistaken = replace(copy.raw_pose, sequence=replace(pose, xy_px=xy))
    assert show_same_run(FILM, replace(copy, raw_pose=mistaken))


def test_a_copy_with_points_gone_astray_is_found() -> None:
    copy = clip("copy.mp4")
    pose = copy.raw_pose.sequence
    xy = pose.xy_px.copy()
    xy[::10] += 400.0
    astray = replace(copy.raw_pose, sequence=replace(pose, xy_px=xy))
    assert show_same_run(FILM, replace(copy, raw_pose=astray))


def test_clips_too_short_or_without_points_are_no_copies() -> None:
    assert not show_same_run(FILM, clip("cut.mp4", frames=slice(0, 20)))
    blind = clip("blind.mp4", noise_px=np.nan)
    assert not show_same_run(FILM, blind)


def test_a_copy_on_the_same_side_counts_once_in_any_order() -> None:
    other = clip("other.mp4", AFTER)
    clips = [FILM, clip("cut.mp4", frames=slice(40, None)), other]
    for order in permutations(clips):
        kept, remarks = distinct(order)
        assert [c.name for c in kept] == [c.name for c in order if c.name != "cut.mp4"]
        assert remarks == ("cut.mp4 shows the same run as film.mp4 and is counted once.",)
    assert distinct([FILM, other]) == ((FILM, other), ())
    assert distinct([]) == ((), ())


def test_cuts_that_a_third_joins_are_one_run() -> None:
    first, last = clip("a.mp4", frames=slice(0, 90)), clip("c.mp4", frames=slice(90, None))
    joint = clip("b.mp4", frames=slice(50, 130))
    assert len(distinct([first, last])[0]) == 2
    for order in permutations([first, joint, last]):
        kept, remarks = distinct(order)
        assert (len(kept), len(remarks)) == (1, 2)


def test_a_run_on_two_days_is_refused() -> None:
    other = clip("other.mp4", AFTER)
    refuse_run_on_two_days([FILM, other])
    with pytest.raises(LibraryError, match="the same run, on two days"):
        refuse_run_on_two_days([FILM, other, COPIES["half the size"]])


def test_a_copy_is_no_earlier_session() -> None:
    other, copy = clip("other.mp4", AFTER), COPIES["coded anew"]
    one, again = (clip(f"{n}.mp4", RUNS["lean"], start_s=0.11) for n in (1, 2))
    refuse_copies_in_history([[one, again]], [FILM, other])
    for history in ([[copy]], [[one], [again]]):
        with pytest.raises(LibraryError, match="given elsewhere as well"):
            refuse_copies_in_history(history, [FILM, other])


def test_the_same_run_before_and_after_is_refused() -> None:
    copy, other = clip("copy.mov"), clip("other.mp4", AFTER)
    for before, after in (([FILM], [copy]), ([other, copy], [FILM])):
        with pytest.raises(LibraryError, match="the same run") as refused:
            refuse_copies(before, after)
        assert "\n" not in str(refused.value)
        assert refused.value.hint
    refuse_copies([FILM, copy], [other])


def test_the_same_file_is_refused_wherever_it_stands() -> None:
    other = clip("other.mp4", AFTER)
    renamed = replace(FILM, provenance=replace(FILM.provenance, clip_name="renamed.mp4"))
    for before, after in (([FILM, FILM], [other]), ([other], [FILM, FILM]), ([FILM], [FILM])):
        with pytest.raises(LibraryError, match=r"film\.mp4 is given twice"):
            refuse_copies(before, after)
    with pytest.raises(LibraryError, match=r"film\.mp4 and renamed\.mp4 are one file"):
        refuse_copies([renamed], [FILM])


def test_another_athlete_of_the_same_film_is_not_a_copy() -> None:
    neighbour = clip("film.mp4", AFTER)
    chosen = replace(neighbour, provenance=replace(FILM.provenance, athlete_choice="track 2"))
    refuse_copies([FILM], [chosen])


def test_many_pairs_take_a_moment() -> None:
    tiled = [long_clip(f"{i}.mp4", AFTER if i % 2 else BEFORE) for i in range(5)]
    start = time.process_time()
    for one, other in combinations(tiled, 2):
        show_same_run(one, other)
    assert time.process_time() - start < 0.3  # some 5 ms a pair of 300 frames


def long_clip(name: str, parameters: SprintParameters, n_frames: int = 300) -> Analysis:
    """A film that shows its run over and over."""
    short = clip(name, parameters)
    pose = short.raw_pose.sequence
    again = np.arange(n_frames) % len(pose)
    sequence = replace(
        pose,
        time_s=np.arange(n_frames) / short.video.capture_fps,
        xy_px=pose.xy_px[again],
        visibility=pose.visibility[again],
    )
    return replace(short, raw_pose=replace(short.raw_pose, sequence=sequence))


@pytest.mark.real_data
@pytest.mark.skipif(not LANDMARKS.is_dir(), reason="needs ../shared/data/landmarks")
@pytest.mark.parametrize("name", ["treadmill_30fps_a", "treadmill_30fps_b", "road_pace345_30fps"])
def test_strides_of_real_runs_are_told_apart_and_overlapping_cuts_found(name: str) -> None:
    def part(first: int, last: int, noise: float) -> Analysis:
        random = np.random.default_rng(first)
        xy = points[first:last] + random.normal(0, noise, points[first:last].shape)
        pose = PoseSequence(
            time_s=times[first:last], xy_px=xy, visibility=seen[first:last],
            width_px=width_px, height_px=height_px,
        )  # fmt: skip
        raw = replace(FILM.raw_pose, sequence=pose)
        return replace(FILM, raw_pose=raw, video=replace(FILM.video, capture_fps=30.0))

    with np.load(LANDMARKS / f"{name}.npz") as file:
        points, seen = (file[key].astype(float) for key in ("raw_xy_px", "visibility"))
        times, (width_px, height_px) = file["playback_time_s"], (int(v) for v in file["size_px"])
    n = len(points)
    for at in (n // 3, n // 2, 2 * n // 3):
        assert not show_same_run(part(0, at, 0.0), part(at, n, 0.0))
        assert show_same_run(part(0, at + 15, 1.0), part(at - 15, n, 1.0))
