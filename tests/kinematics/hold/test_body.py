from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.errors import PoseError
from aqvision.core.types import View
from aqvision.kinematics.hold.body import refuse_no_hold
from tests.support.holds import STEADY, from_the_front, measured
from validation.hold_motions import LEG_M


def test_a_body_from_the_side_has_a_near_side_and_the_scale_of_its_height() -> None:
    body = measured().body
    assert body.view is View.SIDE
    assert body.near_side == "right"
    assert body.metres_per_leg == pytest.approx(LEG_M)
    assert body.leg_px / 400 == pytest.approx(LEG_M, rel=0.04)


def test_a_body_from_the_front_has_no_near_side() -> None:
    body = from_the_front().body
    assert body.view is View.FRONT
    assert body.near_side is None
    assert body.x_sign == 1
    assert body.leg_px / 400 == pytest.approx(LEG_M, rel=0.04)


def test_who_steps_or_travels_does_not_hold() -> None:
    body = measured().body
    refuse_no_hold(body)
    away = np.zeros_like(body.xy_leg)
    away[..., 0] = np.linspace(0, 3, len(away))[:, None]
    with pytest.raises(PoseError, match="nobody holds a posture"):
        refuse_no_hold(replace(body, xy_leg=body.xy_leg + away))


def test_a_hold_of_less_than_ten_seconds_is_refused() -> None:
    with pytest.raises(PoseError, match=r"lasts 8\.0 s"):
        measured(replace(STEADY, duration_s=8.0))
