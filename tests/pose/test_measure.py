"""The background of a clip is followed where it may move, and never on people."""

from __future__ import annotations

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.pose.measure import BackgroundAroundPeople, background_to_follow
from aqvision.pose.track.identity import CropPath, ExpectedPerson, Guide
from aqvision.video.reader import Frame
from tests.support.turned import HEIGHT, WIDTH, view_of_wall
from tests.support.videos import video_of

VIDEO = video_of(30.0, 40, (2 * WIDTH, 2 * HEIGHT))


def guide() -> Guide:
    """Expect the athlete left of the middle and somebody else at the right."""
    times = np.array([0.0, 2.0])

    def standing(x: float) -> ExpectedPerson:
        path = CropPath(times, np.array([[x, 270.0]] * 2), np.array([300.0, 300.0]))
        return ExpectedPerson(path, None)

    return Guide(
        crop=standing(380.0).path,
        region=standing(380.0).path,
        athlete=standing(380.0),
        others=(standing(800.0),),
        faces_right=True,
    )


def test_still_camera_is_not_followed() -> None:
    assert background_to_follow(VIDEO, CameraMotion(0.0004), guide()) is None
    for speed in (0.005, 0.4, float("nan")):  # perhaps still, surely moving, not known
        assert background_to_follow(VIDEO, CameraMotion(speed), guide()) is not None


def test_people_who_move_are_not_taken_for_the_background() -> None:
    background = BackgroundAroundPeople(VIDEO, guide())
    random = np.random.default_rng(2)
    for i in range(12):
        small = view_of_wall((0.0, 0.5 * i, 0.0)).copy()
        noise = random.integers(0, 255, (150, 150)).astype(np.uint8)
        small[60:210, 115:265] = small[60:210, 325:475] = noise
        rgb = np.repeat(np.kron(small, np.ones((2, 2), np.uint8))[..., None], 3, axis=2)
        background.add(Frame(i, i / 30, rgb))
    path = background.path()
    assert path.reason == ""
    shift_px = np.tan(path.turn[:, 1]) * path.focal_px
    true_px = np.tan(np.radians(0.5 * np.arange(12))) * 720.0 * 2  # in pixels of the video
    assert np.abs(shift_px - true_px).max() < 1.0
