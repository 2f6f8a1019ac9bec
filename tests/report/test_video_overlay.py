"""What is drawn over the frames of a clip: in its place, at its time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.types import Image
from aqvision.kinematics.metrics.registry import Pillar
from aqvision.report.skeleton import FAR_RGB, NEAR_RGB
from aqvision.report.video_overlay import Overlay, _texts, draw_overlay, make_overlay
from tests.support.synthetic import Run, analysis_of

SIZE = (1280, 720)
GREY = 90


@pytest.fixture(scope="module")
def overlay() -> Overlay:
    return make_overlay(analysis_of(Run()), Pillar.PUSH, SIZE)


def frame_at(overlay: Overlay, time_s: float) -> int:
    return int(np.abs(overlay.time_s - time_s).argmin())


def drawn(overlay: Overlay, frame: int) -> Image:
    return draw_overlay(overlay, np.full((SIZE[1], SIZE[0], 3), GREY, np.uint8), frame)


def test_points_are_brought_to_the_size_that_is_shown(overlay: Overlay) -> None:
    pose = analysis_of(Run()).pose
    expected = (pose.xy_px + 0.5) * (SIZE[0] / pose.width_px) - 0.5
    np.testing.assert_allclose(overlay.points, expected, atol=1e-6)


def test_footprints_stay_on_a_track_and_come_with_the_touchdown(overlay: Overlay) -> None:
    third = overlay.footprints[2]
    before, after = (overlay.time_s < third.contact.touchdown_s - 0.01), overlay.time_s > 1.0
    assert np.isnan(third.xy_px[before]).all()
    assert np.ptp(third.xy_px[after], axis=0) == pytest.approx([0, 0], abs=1e-9)
    places = [f.xy_px[-1, 0] for f in overlay.footprints]
    steps = np.abs(np.diff(places))
    assert steps.max() < 1.3 * steps.min()
    assert [f.number for f in overlay.footprints] == list(range(1, len(places) + 1))


def test_a_footprint_stays_on_the_ground_when_the_camera_is_led(overlay: Overlay) -> None:
    analysis = analysis_of(Run())
    shift_px = 6.0 * np.arange(len(analysis.pose))
    to_picture = np.tile(np.eye(3), (len(shift_px), 1, 1))
    to_picture[:, 0, 2] = -shift_px
    led = make_overlay(
        replace(analysis, still_view=replace(analysis.still_view, to_picture=to_picture)),
        Pillar.PUSH,
        SIZE,
    )
    scale = SIZE[0] / analysis.pose.width_px
    for still, moved in zip(overlay.footprints, led.footprints, strict=True):
        np.testing.assert_allclose(
            moved.xy_px[:, 0], still.xy_px[:, 0] - scale * shift_px, atol=1e-6
        )
    np.testing.assert_allclose(
        led.points[..., 0], overlay.points[..., 0] - scale * shift_px[:, None], atol=1e-6
    )


def test_the_bar_of_a_step_has_the_colour_of_its_side(overlay: Overlay) -> None:
    last = len(overlay.time_s) - 1
    picture = drawn(overlay, last)
    for footprint in overlay.footprints[1:3]:
        near = footprint.contact.side == overlay.near_side
        x, y = (round(float(v)) for v in footprint.xy_px[last])
        around = picture[y : y + 20, x - 12 : x + 13].reshape(-1, 3)
        for colour, there in ((NEAR_RGB, near), (FAR_RGB, not near)):
            assert bool((around == colour).all(axis=1).any()) == there


def test_arrows_show_touchdown_and_toe_off_for_a_moment(overlay: Overlay) -> None:
    third = overlay.footprints[2]
    middle = (third.contact.touchdown_s + third.contact.toeoff_s) / 2

    def whites(time_s: float) -> int:
        frame = frame_at(overlay, time_s)
        x, y = (round(float(v)) for v in third.xy_px[frame])
        beside = drawn(overlay, frame)[y - 25 : y + 15, x + 10 : x + 30]
        return int((beside == 255).all(axis=2).sum())

    assert whites(third.contact.touchdown_s + 0.01) > 20
    assert whites(third.contact.toeoff_s + 0.01) > 20
    assert whites(third.contact.toeoff_s + 0.3) == 0
    assert middle > third.contact.touchdown_s


def test_texts_tell_time_angle_and_contact(overlay: Overlay) -> None:
    second = overlay.footprints[1].contact
    frame = frame_at(overlay, (second.touchdown_s + second.toeoff_s) / 2)
    time, angle, contact = _texts(overlay, frame)
    assert time == f"{overlay.time_s[frame]:.3f} s"
    assert angle == f"Knee bend {overlay.angle.values_deg[frame]:.0f}°"
    assert contact == f"contact 2, {second.side}"


def test_the_picture_that_is_given_stays_as_it_is(overlay: Overlay) -> None:
    rgb: Image = np.full((SIZE[1], SIZE[0], 3), GREY, np.uint8)
    made = draw_overlay(overlay, rgb, 60)
    assert (rgb == GREY).all()
    assert made.shape == rgb.shape
    # most of the picture is the clip's own
    assert (made == GREY).all(axis=2).mean() > 0.85
