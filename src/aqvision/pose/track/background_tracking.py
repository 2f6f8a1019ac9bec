"""Frames and the paths of people through them -> CameraPath, from what lies around the people."""

from __future__ import annotations

from collections.abc import Iterator

from aqvision.camera.background import BackgroundTracker, Rectangle
from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import CameraPath, find_path
from aqvision.pose.track.identity import Guide
from aqvision.video.reader import Frame, Video

# Enough to place a corner to a twentieth of a pixel, at 2 to 3 ms a frame.
_LONGER_SIDE_PX = 480
_GROW_FRAC = 0.15


class BackgroundAroundPeople:
    """Takes the frames of a clip, in order, and tells in the end how the camera turned.

    Parameters
    ----------
    video
        The clip.
    guide
        Where its people are, who are no background.
    """

    def __init__(self, video: Video, guide: Guide) -> None:
        longer = max(video.width_px, video.height_px)
        self._step = max(1, round(longer / _LONGER_SIDE_PX))
        self._width_px = video.width_px // self._step
        self._guide = guide
        self._tracker = BackgroundTracker()

    def add(self, frame: Frame) -> None:
        """Take the next frame.

        Parameters
        ----------
        frame
            One that comes after those before.
        """
        self._tracker.add(frame.shrunken_gray(self._step), list(self._people(frame.time_s)))

    def path(self) -> CameraPath:
        """Tell how the camera turned over the frames so far."""
        tracker = self._tracker
        return find_path(tracker.matches, tracker.links, self._width_px, self._step)

    def _people(self, time_s: float) -> Iterator[Rectangle]:
        for person in (self._guide.athlete, *self._guide.others):
            box = person.path.at(time_s)
            if box is not None:
                room = _GROW_FRAC * box.height
                edges = (box.left - room, box.top - room, box.right + room, box.bottom + room)
                left, top, right, bottom = (edge / self._step for edge in edges)
                yield left, top, right, bottom


def background_to_follow(
    video: Video, camera: CameraMotion, guide: Guide
) -> BackgroundAroundPeople | None:
    """Prepare to follow the background; None where the camera stands still beyond doubt.

    Parameters
    ----------
    video
        The clip.
    camera
        What the survey tells of its motion.
    guide
        Where its people are.
    """
    return None if camera.beyond_doubt_still else BackgroundAroundPeople(video, guide)
