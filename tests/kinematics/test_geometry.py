import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aqvision.kinematics.geometry import (
    included_angle_deg,
    segment_angle_deg,
    wrap_deg,
    wrap_series_deg,
)
from tests.support.synthetic import Array

angles = st.floats(-720, 720)
inside = st.floats(-179, 179)
lengths = st.floats(0.1, 10)
places = st.floats(-100, 100)


def arm(angle_deg: float, length: float = 1.0) -> Array:
    """A vector at an angle from downward vertical, positive towards x."""
    radians = np.radians(angle_deg)
    return length * np.array([np.sin(radians), -np.cos(radians)])


def test_segment_angle_has_the_sign_of_the_contract() -> None:
    hip = np.array([0.0, 1.0])
    assert segment_angle_deg(hip, hip + np.array([0, -1])) == 0
    assert segment_angle_deg(hip, hip + np.array([1, 0])) == 90
    assert segment_angle_deg(hip, hip + np.array([-1, 0])) == -90
    assert segment_angle_deg(hip, hip + np.array([0, 1])) == 180


@given(inside, lengths, places, places)
def test_segment_angle_knows_neither_length_nor_place(
    angle: float, length: float, x: float, y: float
) -> None:
    start = np.array([x, y])
    found = float(segment_angle_deg(start, start + arm(angle, length)))
    assert abs(wrap_deg(found - angle)) < 1e-6


@given(inside, angles)
def test_turning_the_world_turns_every_segment_alike(angle: float, turn: float) -> None:
    found = float(segment_angle_deg(np.zeros(2), arm(angle + turn)))
    assert abs(wrap_deg(found - angle - turn)) < 1e-6


@given(st.floats(0, 180), angles, lengths, lengths, places)
def test_included_angle_survives_rotation_scale_shift_and_mirror(
    angle: float, turn: float, length: float, scale: float, shift: float
) -> None:
    vertex = np.array([shift, -shift])
    first, last = vertex + arm(turn, length), vertex + scale * arm(turn + angle)
    # near 0 and 180 a rounding error of 1e-14 in a cosine would be 1e-5 degrees; atan2 has none
    assert abs(float(included_angle_deg(first, vertex, last)) - angle) < 1e-6
    mirror = np.array([-1.0, 1.0])
    turned = included_angle_deg(first * mirror, vertex * mirror, last * mirror)
    assert abs(float(turned) - angle) < 1e-6


@given(inside, lengths)
def test_mirror_negates_a_segment_and_its_other_end_is_half_a_turn_away(
    angle: float, length: float
) -> None:
    start, end = np.zeros(2), arm(angle, length)
    mirror = np.array([-1.0, 1.0])
    assert abs(wrap_deg(float(segment_angle_deg(start, end * mirror)) + angle)) < 1e-6
    assert abs(wrap_deg(float(segment_angle_deg(end, start)) - angle - 180)) < 1e-6


@given(angles, st.floats(0, 180), lengths, lengths)
def test_bend_of_a_joint_is_the_difference_of_its_segments(
    upper: float, bend: float, thigh: float, shank: float
) -> None:
    """180 less the included angle, whichever end is named first."""
    hip = np.zeros(2)
    knee = hip + arm(upper, thigh)
    ankle = knee + arm(upper - bend, shank)
    difference = float(segment_angle_deg(hip, knee) - segment_angle_deg(knee, ankle))
    assert abs(abs(wrap_deg(difference)) - bend) < 1e-6
    assert abs(180 - float(included_angle_deg(hip, knee, ankle)) - bend) < 1e-6
    assert abs(180 - float(included_angle_deg(ankle, knee, hip)) - bend) < 1e-6


@given(angles, angles)
def test_wrapped_difference_forgets_whole_turns(one: float, other: float) -> None:
    apart = wrap_deg(one - other)
    assert abs(wrap_deg(wrap_deg(one) - wrap_deg(other) - apart)) < 1e-9
    assert abs(wrap_deg(one + 360 - other - apart)) < 1e-9


@given(angles)
def test_wrap_stays_in_one_turn_and_changes_by_whole_turns(angle: float) -> None:
    wrapped = wrap_deg(angle)
    assert -180 <= wrapped < 180
    turns = (angle - wrapped) / 360
    assert abs(turns - round(turns)) < 1e-9
    assert wrap_series_deg(np.array([angle]))[0] == wrapped


def test_edges_of_the_turn() -> None:
    assert wrap_deg(180.0) == -180.0
    assert wrap_deg(-180.0) == -180.0
    assert wrap_deg(540.0) == -180.0


def test_missing_point_gives_missing_angle() -> None:
    gap, one = np.array([[np.nan, np.nan], [0.0, 0.0]]), np.array([[1.0, 0.0], [1.0, 0.0]])
    assert np.isnan(segment_angle_deg(gap, one)).tolist() == [True, False]
    assert np.isnan(included_angle_deg(one, gap, -one)).tolist() == [True, False]
    assert np.isnan(wrap_series_deg(np.array([np.nan])))[0]
