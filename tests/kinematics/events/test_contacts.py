"""A sprint of known contacts -> those contacts, each below one frame, and none that was not."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX, LANDMARKS, Side
from aqvision.kinematics.events.contacts import check_toeoffs, find_contacts
from aqvision.kinematics.events.onset import EventTime
from samples.generator import AFTER, BEFORE, SprintParameters
from tests.support.synthetic import (
    Array,
    Run,
    analyze,
    contacts_of,
    matched,
    motion_of,
    with_points,
)

MOCAP = Path(__file__).parents[3].parent / "shared" / "data" / "mocap"
BOTH = pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])


def errors_ms(runs: list[Run]) -> Array:
    """Errors of touchdown and toe-off of every contact of some runs, (K, 2) in ms."""
    return np.array(
        [
            [1e3 * (a.touchdown_s - b.touchdown_s), 1e3 * (a.toeoff_s - b.toeoff_s)]
            for run in runs
            for a, b in matched(contacts_of(run), run.contacts)
        ]
    )


@BOTH
@pytest.mark.parametrize(("rate_hz", "mean_ms", "worst_ms"), [(60, 5, 7), (120, 3, 4), (240, 2, 3)])
def test_perfect_points_give_every_contact_and_its_times(
    parameters: SprintParameters, rate_hz: float, mean_ms: float, worst_ms: float
) -> None:
    error = errors_ms([Run(parameters, rate_hz)])
    assert np.abs(error.mean(axis=0)).max() < mean_ms
    assert np.abs(error).max() < worst_ms


@BOTH
@pytest.mark.parametrize("rate_hz", [120, 240])
def test_noisy_points_blur_the_times_but_do_not_shift_them(
    parameters: SprintParameters, rate_hz: float
) -> None:
    """Noise of 1 px is 8 mm on the athlete."""
    error = errors_ms([Run(parameters, rate_hz, 1.0, seed) for seed in range(3)])
    perfect = errors_ms([Run(parameters, rate_hz)])
    assert np.abs(error.mean(axis=0)).max() < 6
    assert np.abs(error.mean(axis=0) - perfect.mean(axis=0)).max() < 4.5
    assert error.std(axis=0).max() < 4


@BOTH
def test_two_pixels_of_noise_cost_no_contact(parameters: SprintParameters) -> None:
    error = errors_ms([Run(parameters, rate_hz, 2.0, 3) for rate_hz in (120, 240)])
    assert np.abs(error.mean(axis=0)).max() < 8


@BOTH
def test_running_left_is_as_good_as_running_right(parameters: SprintParameters) -> None:
    error = errors_ms([Run(parameters, from_left_of_track=True)])
    assert np.abs(error.mean(axis=0)).max() < 4


def test_contact_that_the_clip_cuts_is_not_reported() -> None:
    """The clip starts and stops in mid-contact."""
    run = Run()
    first, last = run.contacts[0], run.contacts[-1]
    pose = run.pose()
    keep = (pose.time_s > first.touchdown_s + 0.04) & (pose.time_s < last.touchdown_s + 0.05)
    cut = PoseSequence(
        time_s=pose.time_s[keep],
        xy_px=pose.xy_px[keep],
        visibility=pose.visibility[keep],
        width_px=pose.width_px,
        height_px=pose.height_px,
    )
    matched(find_contacts(motion_of(cut), EventSettings()), run.contacts[1:-1])


def test_contact_that_the_picture_cuts_is_not_reported() -> None:
    run = Run()
    pose = run.pose()
    third = run.contacts[2]
    middle = (third.touchdown_s + third.toeoff_s) / 2
    edge = int(np.interp(middle, pose.time_s, pose.point(f"{third.side}_heel")[:, 0]))
    narrow = replace(pose, width_px=edge)
    found = find_contacts(motion_of(narrow), EventSettings())
    assert 1 <= len(found) <= 2
    matched(found, run.contacts[: len(found)])


def test_hidden_foot_misses_its_contact_and_invents_none() -> None:
    run = Run()
    hidden = run.contacts[2]

    def hide(points: Array) -> Array:
        frames = (run.time_s > hidden.touchdown_s - 0.1) & (run.time_s < hidden.toeoff_s + 0.1)
        for joint in ("ankle", "heel", "foot_index"):
            points[frames, INDEX[f"{hidden.side}_{joint}"]] = np.nan
        return points

    found = find_contacts(motion_of(with_points(run.pose(), hide)), EventSettings())
    matched(found, tuple(c for c in run.contacts if c != hidden))


def test_feet_alternate_and_contacts_do_not_overlap_each_other_in_a_sprint() -> None:
    contacts = contacts_of(Run(AFTER, 240, 2.0, 5))
    assert all(a.side != b.side for a, b in pairwise(contacts))
    assert all(a.toeoff_s < b.touchdown_s for a, b in pairwise(contacts))


@pytest.mark.parametrize("contact_s", [0.09, 0.105, 0.12])
def test_contact_time_answers_a_change_one_to_one(contact_s: float) -> None:
    parameters = replace(BEFORE, contact_time_s=contact_s)
    error = errors_ms([Run(parameters)])
    over_read = (error[:, 1] - error[:, 0]).mean()
    assert abs(over_read) < 4


def test_foot_stands_where_it_stood() -> None:
    contacts = contacts_of(Run())
    lengths = np.diff([c.foot_x_leg for c in contacts]) * 0.53 * 1.78
    assert lengths == pytest.approx([7.7 / 4.2] * (len(contacts) - 1), abs=0.025)


def standing(points: Array) -> Array:
    return np.broadcast_to(points[:1], points.shape).copy()


@pytest.mark.parametrize("noise_px", [0.0, 1.0, 4.0])
def test_standing_still_is_no_contact(noise_px: float) -> None:
    pose = with_points(Run(noise_px=0).pose(), standing)
    jitter = np.random.default_rng(1).normal(0, noise_px, pose.xy_px.shape)
    still = with_points(pose, lambda points: points + jitter)
    analysis = analyze(still, choice=AthleteChoice(track=1))
    assert analysis.contacts == ()
    assert all(np.isnan(m.value) for m in analysis.metrics.values())


def test_who_stands_still_is_refused_unless_chosen() -> None:
    pose = with_points(Run(noise_px=0).pose(), standing)
    with pytest.raises(PoseError, match="the athlete stands"):
        analyze(pose)


def test_noise_alone_is_no_run() -> None:
    random = np.random.default_rng(2)
    pose = with_points(Run().pose(), standing)
    walk = np.cumsum(random.normal(0, 3, pose.xy_px.shape), axis=0)
    contacts = find_contacts(motion_of(with_points(pose, lambda p: p + walk)), EventSettings())
    assert len(contacts) <= 1


def test_moving_camera_gives_no_place_of_the_foot() -> None:
    motion = motion_of(Run().pose(), CameraMotion(0.5))
    assert all(np.isnan(c.foot_x_leg) for c in find_contacts(motion, EventSettings()))


# -- motion capture on force plates ------------------------------------------------------------


def mocap_pose() -> PoseSequence:
    """Sagittal markers as points: 250 px a metre, y down, the whole path in view."""
    table = pd.read_csv(MOCAP / "run_3.5mps_sagittal.csv")
    points = np.full((len(table), len(LANDMARKS), 2), np.nan)
    columns = {"foot_index": "toe"}
    for i, landmark in enumerate(LANDMARKS):
        side, _, joint = landmark.partition("_")
        column = f"{side[0].upper()}_{columns.get(joint, joint)}"
        if f"{column}_x" in table:
            points[:, i, 0] = 200 + 250 * (table[f"{column}_x"] + 7)
            points[:, i, 1] = 700 - 250 * table[f"{column}_y"]
    time = table["time_s"].to_numpy()
    return PoseSequence(
        time_s=time - time[0],
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=4000,
        height_px=1080,
    )


@pytest.mark.real_data
@pytest.mark.skipif(not MOCAP.is_dir(), reason="the folder ../shared/data/mocap is not here")
def test_contacts_of_a_real_run_lie_on_those_of_the_force_plates() -> None:
    events = json.loads((MOCAP / "run_3.5mps_force_events.json").read_text(encoding="utf-8"))
    plates = np.array(events["force_contacts_50N"]) - events["t0"]
    contacts = find_contacts(motion_of(mocap_pose()), EventSettings())
    found = np.array([[c.touchdown_s, c.toeoff_s] for c in contacts])
    assert all(a.side != b.side for a, b in pairwise(contacts))
    on_plates = found[(found[:, 0] > plates[0, 0] - 0.1) & (found[:, 1] < plates[-1, 1] + 0.1)]
    error_ms = 1e3 * (on_plates - plates)
    print("touchdown, toe-off against force in ms:", error_ms.round(1).tolist())  # noqa: T201
    # this runner is still moving forward as he lands: the push of the ground tells the touch
    assert abs(error_ms[:, 0].mean()) < 5
    assert abs(error_ms[:, 1].mean()) < 8
    assert error_ms.std(axis=0).max() < 5


# -- toe-offs against the knee -------------------------------------------------------------------


RUN = Run()
SIDES: list[Side] = ["right" if c.side == "right" else "left" for c in RUN.contacts]
TRUE = [EventTime(at_s=c.toeoff_s, se_s=0.003, misfit=1.0) for c in RUN.contacts]


def test_toeoffs_alike_keep_their_errors() -> None:
    assert check_toeoffs(motion_of(RUN.pose()), SIDES, TRUE) == TRUE


def test_toeoff_far_from_its_knee_is_less_sure_and_not_moved() -> None:
    late = [*TRUE[:2], EventTime(at_s=TRUE[2].at_s + 0.03, se_s=0.003, misfit=1.0), *TRUE[3:]]
    checked = check_toeoffs(motion_of(RUN.pose()), SIDES, late)
    assert checked[2] is not None
    assert checked[2].at_s == late[2].at_s
    assert checked[2].se_s == pytest.approx(0.03, abs=0.006)
    assert [c for i, c in enumerate(checked) if i != 2] == [c for i, c in enumerate(TRUE) if i != 2]


def test_two_toeoffs_tell_nothing_usual() -> None:
    late = [TRUE[0], EventTime(at_s=TRUE[1].at_s + 0.03, se_s=0.003, misfit=1.0), None]
    assert check_toeoffs(motion_of(RUN.pose()), SIDES[:3], late) == late
