"""One clip -> the frames that a kinogram shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.skeleton import opposite
from aqvision.core.types import FloatArray
from aqvision.report.moments import find_moments
from aqvision.report.wording import PHASES
from samples.generator import AFTER
from tests.support.synthetic import Run, analysis_of


def test_the_five_moments_lie_in_order_inside_one_step_of_the_near_foot() -> None:
    analysis = analysis_of(Run())
    moments = [m for m in find_moments(analysis) if not m.other_foot]
    assert [m.phase for m in moments] == list(PHASES)
    times = [m.time_s for m in moments]
    assert times == sorted(times)
    step = min(analysis.contacts, key=lambda c: abs(c.touchdown_s - times[0]))
    after = next(c for c in analysis.contacts if c.touchdown_s > step.toeoff_s)
    assert {m.side for m in moments} == {step.side} == {analysis.scene.camera.near_side}
    assert times[2] < times[3] < times[4] < after.touchdown_s


def crossing_s(time_s: FloatArray, values: FloatArray, near_s: float) -> float:
    """Give the time nearest to another at which values pass zero, by straight lines."""
    passes = np.flatnonzero(np.sign(values[1:]) != np.sign(values[:-1]))
    parts = values[passes] / (values[passes] - values[passes + 1])
    at_s = time_s[passes] + parts * (time_s[passes + 1] - time_s[passes])
    return float(at_s[np.abs(at_s - near_s).argmin()])


def top_s(time_s: FloatArray, values: FloatArray, frame: int) -> float:
    """Give the time of the top of a parabola through the values about a frame."""
    a, b, _ = np.polyfit(
        time_s[frame - 2 : frame + 3] - time_s[frame], values[frame - 2 : frame + 3], 2
    )
    return float(time_s[frame] - b / (2 * a))


@pytest.mark.parametrize(
    "run", [Run(rate_hz=60), Run(), Run(AFTER, rate_hz=120, noise_px=0.5), Run(rate_hz=240)]
)
@pytest.mark.parametrize("other_foot", [False, True])
def test_each_frame_is_within_half_a_frame_of_its_event(run: Run, other_foot: bool) -> None:
    analysis = analysis_of(run)
    pose, time = analysis.pose, analysis.pose.time_s
    moments = {m.phase: m for m in find_moments(analysis) if m.other_foot == other_foot}
    assert list(moments) == list(PHASES)
    side = moments["touchdown"].side
    step = min(analysis.contacts, key=lambda c: abs(c.touchdown_s - moments["touchdown"].time_s))
    foot = (pose.point(f"{side}_ankle") + pose.point(f"{side}_foot_index"))[:, 0] / 2
    thigh = analysis.series[f"{side}_thigh_deg"].to_numpy(dtype=np.float64)
    events_s = {
        "touchdown": step.touchdown_s,
        "full-support": crossing_s(
            time, pose.middle("hip")[:, 0] - foot, (step.touchdown_s + step.toeoff_s) / 2
        ),
        "toe-off": step.toeoff_s,
        "mid-flight": top_s(time, -pose.middle("hip")[:, 1], moments["mid-flight"].frame),
    }
    strike_s = crossing_s(time, thigh, moments["strike"].time_s)
    after = next(c for c in analysis.contacts if c.touchdown_s > step.toeoff_s)
    if strike_s < after.touchdown_s:
        events_s["strike"] = strike_s
    else:  # the thigh passes the vertical only on the ground: what is shown is the end of flight
        assert 0 < after.touchdown_s - moments["strike"].time_s <= 1 / run.rate_hz
    for phase, at_s in events_s.items():
        shown = moments[phase]
        assert shown.time_s == time[shown.frame]
        assert abs(shown.time_s - at_s) <= 0.5 / run.rate_hz * 1.02, phase


def test_full_support_has_the_hips_over_the_foot() -> None:
    analysis = analysis_of(Run())
    moment = next(m for m in find_moments(analysis) if m.phase == "full-support")
    pose = analysis.pose
    hips = (pose.point("left_hip") + pose.point("right_hip"))[moment.frame, 0] / 2
    foot = (pose.point(f"{moment.side}_ankle") + pose.point(f"{moment.side}_foot_index")) / 2
    stride_px = np.ptp(pose.point("left_hip")[:, 0]) / len(analysis.contacts)
    assert abs(hips - foot[moment.frame, 0]) < 0.1 * stride_px


def test_without_contacts_the_moments_are_spread_over_the_clip() -> None:
    analysis = replace(analysis_of(Run()), contacts=())
    moments = find_moments(analysis)
    assert [m.side for m in moments] == [None] * 5
    assert np.ptp(np.diff([m.time_s for m in moments])) < 0.05
    assert moments[0].label == f"{moments[0].time_s:.2f} s"


def test_a_lone_contact_shows_its_support_only() -> None:
    analysis = analysis_of(Run())
    alone = replace(analysis, contacts=analysis.contacts[2:3])
    assert [m.phase for m in find_moments(alone)] == ["touchdown", "full-support", "toe-off"]


def test_the_other_foot_is_shown_too_where_its_step_is_wholly_in_view() -> None:
    analysis = analysis_of(Run())
    near = analysis.scene.camera.near_side
    other = [m for m in find_moments(analysis) if m.other_foot]
    assert [m.phase for m in other] == list(PHASES)
    assert {m.side for m in other} == {opposite(near)}
    assert all(m.name == f"other-{m.phase}" for m in other)
    near_only = [c for c in analysis.contacts if c.side == near]
    alone = replace(analysis, contacts=tuple(near_only))
    assert not any(m.other_foot for m in find_moments(alone))
