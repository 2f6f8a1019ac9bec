"""People as a pose estimator gives them, in the mirror too."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.pose.detect.estimator import Landmarks


def test_a_mirrored_body_is_mirrored_back() -> None:
    rng = np.random.default_rng(0)
    body = Landmarks(rng.uniform(0, 300, (33, 2)), rng.uniform(size=33))
    turned = body.mirrored(300)
    assert not np.allclose(turned.xy_px, body.xy_px)
    assert turned.mirrored(300).xy_px == pytest.approx(body.xy_px)
    assert np.array_equal(turned.mirrored(300).visibility, body.visibility)
