from collections.abc import Mapping

import pytest

from aqvision.kinematics.coordination.segments import BODY, MEN, WOMEN, Segment

PAIRED = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")


@pytest.mark.parametrize("table", [WOMEN, MEN, BODY], ids=["women", "men", "mean"])
def test_segments_make_up_the_whole_body(table: Mapping[str, Segment]) -> None:
    masses = [s.mass_frac * (2 if name in PAIRED else 1) for name, s in table.items()]
    assert sum(masses) == pytest.approx(1, abs=1e-3)


def test_the_hand_lies_beyond_the_wrist_and_the_head_beyond_the_shoulders() -> None:
    assert BODY["hand"].centre_frac > 1
    assert BODY["head"].centre_frac < 0
    others = [segment for name, segment in BODY.items() if name not in ("hand", "head")]
    assert all(0.3 < segment.centre_frac < 0.6 for segment in others)


def test_the_mean_lies_half_way() -> None:
    assert BODY["thigh"].mass_frac == pytest.approx((0.1478 + 0.1416) / 2)
