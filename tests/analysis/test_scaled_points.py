"""Scale and rate of an analysis: those that the clip was made with, and NaN where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.scaled_points import above_ground_px, in_metres, metres_per_px, rate_hz
from aqvision.core.skeleton import INDEX
from aqvision.core.types import View
from tests.support.synthetic import Run, analysis_of
from tests.support.synthetic import metres_per_px as true_metres_per_px

RUN = Run(rate_hz=120, noise_px=0.5)


def test_the_scale_is_that_of_the_side_view_alone() -> None:
    analysis = analysis_of(RUN)
    assert metres_per_px(analysis) == pytest.approx(true_metres_per_px(analysis))
    camera = replace(analysis.scene.camera, view=View.FRONT)
    front = replace(analysis, scene=replace(analysis.scene, camera=camera))
    assert np.isnan(metres_per_px(front))
    assert np.isnan(in_metres(front, front.pose)).all()


def test_points_stand_on_the_ground() -> None:
    analysis = analysis_of(RUN)
    feet = above_ground_px(analysis, analysis.pose)[:, INDEX["left_foot_index"], 1]
    assert 0 <= np.nanmin(feet) < 5
    assert 0.7 < np.nanmedian(in_metres(analysis, analysis.pose)[:, INDEX["left_hip"], 1]) < 1.2


def test_the_rate_has_no_digits_of_rounding() -> None:
    assert rate_hz(analysis_of(RUN).pose) == 120
