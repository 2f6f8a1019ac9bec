"""Points of bodies -> whether the picture lies on its side or on its head, and how to turn it.

The network finds bodies at any angle, but follows and measures only those that stand. So a film
that was turned on its way comes out as one in which nobody runs, which is true and no help.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import numpy as np

from aqvision.core.errors import PoseError, VideoError
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.detect.boxes import cutting
from aqvision.pose.estimate import SurveyedClip
from aqvision.pose.track.search import whole_picture
from aqvision.video.seek import read_frames_at

# From shoulders to ankles, a body in the blocks still points down by 0.7 of its length.
_UPRIGHT, _ON_HEAD = 0.5, -0.5
_LOOKS = (0.2, 0.35, 0.5, 0.65, 0.8)
_MIN_BODIES = 3
_SHOULDERS = [INDEX[f"{side}_shoulder"] for side in SIDES]
_ANKLES = [INDEX[f"{side}_ankle"] for side in SIDES]


class Turned(StrEnum):
    """How a picture lies, as far as its bodies tell."""

    UPRIGHT = "upright"
    ON_HEAD = "on its head"
    FEET_RIGHT = "feet to the right"
    FEET_LEFT = "feet to the left"


_WHAT = {
    Turned.ON_HEAD: _("the picture stands on its head: feet are above heads"),
    Turned.FEET_RIGHT: _("the picture lies on its side: feet point to the right"),
    Turned.FEET_LEFT: _("the picture lies on its side: feet point to the left"),
}
_HINTS = {
    Turned.ON_HEAD: _("turn the film by half a turn, as phones and players can, and give it again"),
    Turned.FEET_RIGHT: _(
        "turn the film by a quarter turn to the right, as phones and players can, and give it again"
    ),
    Turned.FEET_LEFT: _(
        "turn the film by a quarter turn to the left, as phones and players can, and give it again"
    ),
}


def how_turned(bodies_px: FloatArray) -> Turned:
    """Tell how the picture lies in which bodies were found.

    Parameters
    ----------
    bodies_px
        (N, 33, 2) points, x right and y down; NaN where not found.

    Returns
    -------
    Turned
        Upright where fewer than three bodies are known, or they do not agree.
    """
    along = bodies_px[:, _ANKLES].mean(axis=1) - bodies_px[:, _SHOULDERS].mean(axis=1)
    along = along[np.isfinite(along).all(axis=1)]
    if len(along) < _MIN_BODIES:
        return Turned.UPRIGHT
    across, down = np.median(along / np.linalg.norm(along, axis=1)[:, None], axis=0)
    if down >= _UPRIGHT or max(abs(across), abs(down)) < _UPRIGHT:
        return Turned.UPRIGHT
    if down <= _ON_HEAD:
        return Turned.ON_HEAD
    return Turned.FEET_RIGHT if across > 0 else Turned.FEET_LEFT


def refuse_turned(pose: PoseSequence) -> None:
    """Refuse an athlete who lies or stands on the head in nearly all of the frames.

    Parameters
    ----------
    pose
        The athlete's points as the network gave them.

    Raises
    ------
    PoseError
        The picture is turned; the hint says how to turn it back.
    """
    turned = how_turned(pose.xy_px)
    if turned != Turned.UPRIGHT:
        raise PoseError(_WHAT[turned], _HINTS[turned])


@contextmanager
def told_if_turned(surveyed: SurveyedClip) -> Iterator[None]:
    """Say of a film in which nobody can be measured that it is turned, where that is why.

    Parameters
    ----------
    surveyed
        The film; it is looked at again only if something is refused.

    Raises
    ------
    PoseError
        What was raised inside, or that the picture is turned.
    """
    try:
        yield
    except PoseError as error:
        turned = how_turned(_bodies(surveyed))
        if turned == Turned.UPRIGHT:
            raise
        raise PoseError(_WHAT[turned], _HINTS[turned]) from error


def _bodies(surveyed: SurveyedClip) -> FloatArray:
    """Ask the network for anybody in a few whole pictures, the largest of each, (N, 33, 2)."""
    times = [surveyed.video.duration_s * part for part in _LOOKS]
    found: list[FloatArray] = []
    try:
        for frame in read_frames_at(surveyed.video, times):
            crop = cutting(frame.rgb, whole_picture(frame))
            people = surveyed.estimator.find_people(crop).result()
            found += sorted((p.xy_px for p in people), key=_extent)[-1:]
    except VideoError:
        pass  # what was refused before is what matters
    return np.array(found).reshape(-1, len(INDEX), 2)


def _extent(xy_px: FloatArray) -> float:
    return float(np.ptp(xy_px, axis=0).max())
