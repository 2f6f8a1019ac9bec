"""One clip -> the frames that a kinogram shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.report.moments import find_moments
from aqvision.report.wording import PHASES
from tests.support.synthetic import Run, analysis_of


def test_the_five_moments_lie_in_order_inside_one_step_of_the_near_foot() -> None:
    analysis = analysis_of(Run())
    moments = find_moments(analysis)
    assert [m.phase for m in moments] == list(PHASES)
    times = [m.time_s for m in moments]
    assert times == sorted(times)
    step = next(c for c in analysis.contacts if c.touchdown_s <= times[0] <= c.toeoff_s)
    after = next(c for c in analysis.contacts if c.touchdown_s > step.toeoff_s)
    assert {m.side for m in moments} == {step.side} == {analysis.scene.camera.near_side}
    assert times[0] - step.touchdown_s < 1 / 120
    assert 0 <= step.toeoff_s - times[2] < 1 / 120
    assert step.toeoff_s < times[3] < times[4] < after.touchdown_s


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
