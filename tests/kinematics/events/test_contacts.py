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
from aqvision.core.skeleton import INDEX, LANDMARKS
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.events.onset import Scatter, cut_end, find_instants
from aqvision.kinematics.events.onset_priors import Rise
from samples.generator import AFTER, BEFORE, SprintParameters
from samples.generator import Contact as TrueContact
from tests.support.synthetic import Array, Run, analysis_of, analyze, motion_of, with_points

MOCAP = Path(__file__).parents[3].parent / "shared" / "data" / "mocap"
BOTH = pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])


def matched(
    found: tuple[Contact, ...], true: tuple[TrueContact, ...], within_s: float = 0.04
) -> list[tuple[Contact, TrueContact]]:
    """Pair contacts one to one; fails when one is missed or invented."""
    assert [c.side for c in found] == [c.side for c in true]
    pairs = list(zip(found, true, strict=True))
    assert all(abs(a.touchdown_s - b.touchdown_s) < within_s for a, b in pairs)
    return pairs


def errors_ms(runs: list[Run]) -> Array:
    """Errors of touchdown and toe-off of every contact of some runs, (K, 2) in ms."""
    return np.array(
        [
            [1e3 * (a.touchdown_s - b.touchdown_s), 1e3 * (a.toeoff_s - b.toeoff_s)]
            for run in runs
            for a, b in matched(analysis_of(run).contacts, run.contacts)
        ]
    )


@BOTH
@pytest.mark.parametrize(("rate_hz", "mean_ms", "worst_ms"), [(60, 5, 7), (120, 3, 4), (240, 2, 3)])
def test_perfect_points_give_every_contact_and_its_instants(
    parameters: SprintParameters, rate_hz: float, mean_ms: float, worst_ms: float
) -> None:
    error = errors_ms([Run(parameters, rate_hz)])
    assert np.abs(error.mean(axis=0)).max() < mean_ms
    assert np.abs(error).max() < worst_ms


@BOTH
@pytest.mark.parametrize("rate_hz", [120, 240])
def test_noisy_points_blur_the_instants_but_do_not_shift_them(
    parameters: SprintParameters, rate_hz: float
) -> None:
    """Noise of 1 px is 8 mm on the athlete."""
    error = errors_ms([Run(parameters, rate_hz, 1.0, seed) for seed in range(3)])
    perfect = errors_ms([Run(parameters, rate_hz)])
    assert np.abs(error.mean(axis=0)).max() < 8
    assert np.abs(error.mean(axis=0) - perfect.mean(axis=0)).max() < 5.5
    assert error.std(axis=0).max() < 6


@BOTH
def test_two_pixels_of_noise_cost_no_contact(parameters: SprintParameters) -> None:
    error = errors_ms([Run(parameters, rate_hz, 2.0, 3) for rate_hz in (120, 240)])
    assert np.abs(error.mean(axis=0)).max() < 10


@BOTH
def test_running_left_is_as_good_as_running_right(parameters: SprintParameters) -> None:
    error = errors_ms([Run(parameters, from_left_of_track=True)])
    assert np.abs(error.mean(axis=0)).max() < 6


def test_contact_that_the_clip_cuts_is_not_reported() -> None:
    """The clip starts and stops in mid-contact."""
    run = Run()
    first, last = run.contacts[0], run.contacts[-1]
    pose = run.pose()
    keep = (pose.time_s > first.touchdown_s + 0.04) & (pose.time_s < last.touchdown_s + 0.05)
    cut = PoseSequence(
        pose.time_s[keep], pose.xy_px[keep], pose.visibility[keep], pose.width_px, pose.height_px
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
    contacts = analysis_of(Run(AFTER, 240, 2.0, 5)).contacts
    assert all(a.side != b.side for a, b in pairwise(contacts))
    assert all(a.toeoff_s < b.touchdown_s for a, b in pairwise(contacts))


@pytest.mark.parametrize("contact_s", [0.09, 0.105, 0.12])
def test_contact_time_answers_a_change_one_to_one(contact_s: float) -> None:
    parameters = replace(BEFORE, contact_time_s=contact_s)
    error = errors_ms([Run(parameters)])
    over_read = (error[:, 1] - error[:, 0]).mean()
    assert abs(over_read) < 4


def test_foot_stands_where_it_stood() -> None:
    contacts = analysis_of(Run()).contacts
    lengths = np.diff([c.foot_x_leg for c in contacts]) * 0.53 * 1.78
    assert lengths == pytest.approx([7.7 / 4.2] * (len(contacts) - 1), abs=0.03)


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


# -- the instant itself ------------------------------------------------------------------------


def lift(time_s: Array, at_s: float, speed: float = 1.2, acceleration: float = 20.0) -> Array:
    past = np.maximum(0, time_s - at_s)
    return speed * past + 0.5 * acceleration * past**2


def find_lift(
    time_s: Array, height: Array, resting_s: float, rough_s: float, margin_s: float
) -> tuple[float, float] | None:
    """Time one end alone, with the rise of `lift` expected but not known."""
    outer = rough_s + (margin_s if rough_s > resting_s else -margin_s)
    end = cut_end(time_s, height, rough_s, resting_s, outer, Scatter(0.008))
    if end is None:
        return None
    instant = find_instants([end], Rise(1.2, 0.4, 0.2, 30.0, 40.0, 20.0))[0]
    return instant.at_s, instant.se_s


@pytest.mark.parametrize("rate_hz", [60, 120, 240])
@pytest.mark.parametrize("at_s", [0.1013, 0.1052, 0.1094])
def test_a_lift_is_found_between_frames(rate_hz: float, at_s: float) -> None:
    time = np.arange(0, 0.25, 1 / rate_hz)
    height = lift(time, at_s)
    for sign in (1, -1):  # a landing is a lift seen backwards
        seen = height if sign == 1 else height[::-1]
        true = at_s if sign == 1 else time[-1] - at_s
        resting = 0.03 if sign == 1 else time[-1] - 0.03
        found = find_lift(time, seen, resting, true + 0.008, 0.06)
        assert found is not None
        assert found[0] == pytest.approx(true, abs=0.0025)


def test_the_lift_states_its_own_error() -> None:
    time = np.arange(0, 0.25, 1 / 120)
    random = np.random.default_rng(3)
    found = [
        find_lift(time, lift(time, 0.105) + random.normal(0, 0.008, len(time)), 0.03, 0.11, 0.06)
        for _ in range(60)
    ]
    errors = [f[0] - 0.105 for f in found if f is not None]
    stated = np.mean([f[1] for f in found if f is not None])
    assert len(errors) == 60
    assert abs(np.mean(errors)) < 0.003
    assert 0.4 < stated / np.std(errors) < 2.5


def test_too_few_points_give_no_instant() -> None:
    time = np.arange(0, 0.25, 1 / 60)
    height = lift(time, 0.105)
    height[time > 0.11] = np.nan
    assert find_lift(time, height, 0.03, 0.11, 0.06) is None


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
    return PoseSequence(time - time[0], points, np.ones(points.shape[:2]), 4000, 1080)


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
    # this runner lands on the heel; the toe, which is timed, follows 10 to 20 ms later
    assert 0 < error_ms[:, 0].mean() < 30
    assert abs(error_ms[:, 1].mean()) < 8
    assert error_ms.std(axis=0).max() < 5


# -- heel first --------------------------------------------------------------------------------


def touchdown_on_the_heel_ms(earlier_s: float, seed: int = 2) -> float:
    """Mean error of touchdown, by the toe, where each heel lands some time before its toe."""
    run = Run(BEFORE, 240, 0.3, seed)

    def lands_on_heel(points: Array) -> Array:
        for contact in run.contacts:
            heel, toe = (INDEX[f"{contact.side}_{joint}"] for joint in ("heel", "foot_index"))
            middle = 0.5 * (contact.touchdown_s + contact.toeoff_s)
            level = np.interp(middle, run.time_s, points[:, toe, 1])
            landing = contact.touchdown_s - earlier_s
            before = (run.time_s > landing - 0.08) & (run.time_s < landing)
            standing = (run.time_s >= landing) & (run.time_s <= middle)
            fall_px = 1.5 * 125 * (landing - run.time_s[before])
            points[before, heel, 1] = level - fall_px
            points[standing, heel, 1] = level
        return points

    contacts = find_contacts(motion_of(with_points(run.pose(), lands_on_heel)), EventSettings())
    early = [
        c.touchdown_s - t.touchdown_s for c, t in matched(contacts, run.contacts, within_s=0.06)
    ]
    return 1e3 * float(np.mean(early))


def test_a_heel_that_lands_first_times_the_touchdown() -> None:
    """The same run, but each foot lands on its heel 30 ms before the toe comes down."""
    assert touchdown_on_the_heel_ms(0.03) == pytest.approx(-30, abs=12)


def test_between_toe_first_and_heel_first_the_touchdown_does_not_jump() -> None:
    """Heels that land 2 ms earlier may not move a clip's touchdowns by much more than that."""
    instants = [touchdown_on_the_heel_ms(early / 1e3) for early in range(4, 17, 2)]
    print("touchdown, each heel 2 ms earlier, in ms:", np.round(instants, 1))  # noqa: T201
    assert np.abs(np.diff(instants)).max() < 4
