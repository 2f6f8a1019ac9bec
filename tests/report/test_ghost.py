"""The ghost: the same posture lies on itself, however large, wherever and whichever way it ran."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from aqvision.report.ghost import body_size_px, ghost, outline

BODY = np.random.default_rng(4).uniform(20, 200, (33, 2))


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_body_lies_on_itself(mirrored: bool) -> None:
    flip = np.array([-1.0 if mirrored else 1.0, 1.0])
    other = 1.7 * flip * BODY + [300.0, -40.0]
    scale = body_size_px([other]) / body_size_px([BODY])
    assert scale == pytest.approx(1.7)
    assert ghost(BODY, other, scale, mirrored=mirrored) == pytest.approx(other)


def test_the_size_is_that_of_the_longest_look() -> None:
    short = BODY.copy()
    short[INDEX["left_knee"]] = short[INDEX["left_hip"]]
    assert body_size_px([short, BODY]) >= body_size_px([BODY])


def test_a_size_that_is_never_seen_is_not_known() -> None:
    unknown = BODY.copy()
    unknown[INDEX["left_knee"]] = np.nan
    assert np.isnan(body_size_px([unknown]))
    assert body_size_px([unknown, BODY]) == pytest.approx(body_size_px([BODY]))


def test_a_bone_without_an_end_is_left_out() -> None:
    both_legs, trunk = 4, 4
    assert outline(BODY).count("M") == both_legs + trunk
    unknown = BODY.copy()
    unknown[INDEX["left_ankle"]] = np.nan
    assert outline(unknown).count("M") == both_legs + trunk - 1
