from dataclasses import replace

import numpy as np
import pytest

from validation.renders import Render
from validation.thorax import ThoraxWaves, split, thorax_section


def clips(body: str, gain: float, leak: float) -> list[ThoraxWaves]:
    """Clips of a body with rotations ahead of the arms by 30 degrees, without noise."""
    ahead = np.exp(1j * np.radians(30))
    causes = [(a * ahead, complex(arm)) for a in (2.0, 9.0, 17.0) for arm in (25.0, 40.0)]
    return [ThoraxWaves(body, turn, arm, gain * turn + leak * arm) for turn, arm in causes]


def test_doses_tell_gain_and_leak_apart() -> None:
    found = split(clips("one", 0.7, 0.3))
    assert (found.gain, found.leak) == pytest.approx((0.7, 0.3))
    assert found.is_told
    assert split(clips("one", 0.7, 0.3)[:1]).is_told is False
    alike = [ThoraxWaves("one", 16 + 0j, 45 + 0j, line + 0j) for line in (22.0, 25.0, 23.0)]
    assert split(alike).is_told is False


def test_leak_of_a_clip_is_what_the_rotation_leaves_of_its_line() -> None:
    clip = clips("one", 1.0, 0.25)[0]
    assert clip.leak_at(1.0) == pytest.approx(0.25)
    assert clip.corrected(split(clips("one", 1.0, 0.25))) == pytest.approx(clip.rotation)


def test_a_correction_is_called_good_only_if_it_helps_the_body_left_out() -> None:
    alike = clips("one", 0.7, 0.3) + clips("two", 0.7, 0.3)
    assert "errs less on every body" in thorax_section(alike)
    unlike = clips("one", 0.7, 0.3) + clips("two", 1.0, 0.02)
    assert "does not hold" in thorax_section(unlike)


def test_a_clip_from_the_left_has_a_name_of_its_own() -> None:
    right, left = Render(), replace(Render(), from_left=True)
    assert repr(right) != repr(left)
    assert right.camera.position_m[1] == -left.camera.position_m[1] < 0
