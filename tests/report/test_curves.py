"""Clips -> angles over the stride, and their charts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.curves import (
    CURVES,
    analysis_curves,
    comparison_curves,
    near_strides,
    stride_curves,
    toe_off_percent,
)
from tests.support.comparisons import before_and_after
from tests.support.synthetic import Run, analysis_of

THIGH = next(c for c in CURVES if c.joint == "thigh_deg")


def test_strides_run_from_touchdown_to_touchdown_of_the_near_foot() -> None:
    analysis = analysis_of(Run())
    strides = near_strides(analysis)
    near = [c for c in analysis.contacts if c.side == analysis.scene.camera.near_side]
    assert [(s[0], s[2]) for s in strides] == [
        (a.touchdown_s, b.touchdown_s) for a, b in pairwise(near)
    ]
    assert 15 < toe_off_percent([analysis]) < 40


def test_a_missed_contact_breaks_the_stride() -> None:
    analysis = analysis_of(Run())
    far = next(
        i for i, c in enumerate(analysis.contacts) if c.side != analysis.scene.camera.near_side
    )
    fewer = analysis.contacts[:far] + analysis.contacts[far + 1 :]
    assert len(near_strides(replace(analysis, contacts=fewer))) < len(near_strides(analysis))


def test_curves_start_and_end_with_the_angle_at_touchdown() -> None:
    analysis = analysis_of(Run())
    curves = stride_curves([analysis], THIGH)
    angle = analysis.series[f"{analysis.scene.camera.near_side}_thigh_deg"]
    for row, (start, _, stop) in zip(curves, near_strides(analysis), strict=True):
        assert row[[0, -1]] == pytest.approx(
            np.interp([start, stop], analysis.series["time_s"], angle)
        )


def test_a_withheld_angle_is_not_drawn() -> None:
    analysis = analysis_of(Run())
    hidden = replace(analysis.metrics[THIGH.metric], confidence=Grade.WITHHELD)
    changed = replace(analysis, metrics={**analysis.metrics, THIGH.metric: hidden})
    assert "curve-thigh_deg" in {f.key for f in analysis_curves(analysis)}
    assert "curve-thigh_deg" not in {f.key for f in analysis_curves(changed)}
    assert "curve-thigh_deg" not in {f.key for f in comparison_curves([analysis], [changed])}


def test_the_band_is_one_standard_deviation_wide() -> None:
    before = before_and_after().before * 2
    curves = comparison_curves(before, before_and_after().after)
    figure = next(f for f in curves if f.key == "curve-thigh_deg")
    band = next(t for t in figure.plot["data"] if t.get("fill") == "toself")
    strides = stride_curves(before, THIGH)
    assert len(strides) >= 3
    upper = np.array(band["y"][:101])
    lower = np.array(band["y"][101:])[::-1]
    assert (upper - lower) / 2 == pytest.approx(strides.std(axis=0, ddof=1), abs=0.02)
