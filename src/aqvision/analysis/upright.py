"""Film × network -> its people, surveyed in a picture that stands upright.

The mark by which players turn a film may be lost on its way. The network finds bodies at any
angle, so the likeliest athlete tells how the picture lies; everything after the survey knows
upright pictures only.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.settings import PoseSettings
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.pose.detect.estimator import PoseEstimator
from aqvision.pose.estimate import Progress, SurveyedClip, show_nothing, survey_clip
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Video

# From shoulders to ankles, a body in the blocks still points down by 0.7 of its length.
_UPRIGHT, _ON_HEAD = 0.5, -0.5
_MIN_BODIES = 3


class Turned(StrEnum):
    """How a picture lies, as far as its bodies tell."""

    UPRIGHT = "upright"
    ON_HEAD = "on its head"
    FEET_RIGHT = "feet to the right"
    FEET_LEFT = "feet to the left"


_QUARTERS_BACK = {Turned.FEET_RIGHT: 1, Turned.ON_HEAD: 2, Turned.FEET_LEFT: 3}
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


def how_turned(down_px: FloatArray) -> Turned:
    """Tell how the picture lies in which a body was seen.

    Parameters
    ----------
    down_px
        (N, 2) way from the middle of the shoulders to that of the ankles, x right and y down.

    Returns
    -------
    Turned
        Upright where the body was seen fewer than three times, or the ways do not agree.
    """
    lengths = np.linalg.norm(down_px, axis=1)
    down_px, lengths = down_px[lengths > 0], lengths[lengths > 0]
    if len(down_px) < _MIN_BODIES:
        return Turned.UPRIGHT
    across, down = np.median(down_px / lengths[:, None], axis=0)
    if down >= _UPRIGHT or max(abs(across), abs(down)) < _UPRIGHT:
        return Turned.UPRIGHT
    if down <= _ON_HEAD:
        return Turned.ON_HEAD
    return Turned.FEET_RIGHT if across > 0 else Turned.FEET_LEFT


def refuse_turned(athlete: Track) -> None:
    """Refuse a film whose athlete lies or stands on the head.

    Parameters
    ----------
    athlete
        Where the survey saw the athlete.

    Raises
    ------
    PoseError
        The picture is turned; the hint says how to turn it back.
    """
    turned = _turn_of(athlete)
    if turned != Turned.UPRIGHT:
        raise PoseError(_WHAT[turned], _HINTS[turned])


def survey_upright(
    video: Video,
    estimator: PoseEstimator,
    settings: PoseSettings,
    clip: Clip,
    *,
    progress: Progress = show_nothing,
) -> SurveyedClip:
    """Find the people in a film of a run, turned upright first where it is not.

    Parameters
    ----------
    video
        The film as players show it.
    estimator, settings, progress
        As for :func:`aqvision.pose.estimate.survey_clip`.
    clip
        What the user says of it. Places in pixels were read off the picture as players show it, so
        such a film is refused instead of turned.

    Raises
    ------
    PoseError
        The picture is turned, and cannot be turned back with what is known.
    VideoError
        The file is damaged on the way, or nothing moves in it.
    """
    found = survey_clip(video, estimator, settings, progress=progress)
    if not found.survey.tracks:
        return found
    likeliest = found.survey.tracks[0]  # others may lie on the grass
    quarters = _QUARTERS_BACK.get(_turn_of(likeliest), 0)
    if not quarters:
        return found
    if clip.marks is not None or clip.choice.at is not None:
        refuse_turned(likeliest)
    righted = survey_clip(video.turned(quarters), estimator, settings, progress=progress)
    tracks = righted.survey.tracks
    if not tracks or _turn_of(tracks[0]) != Turned.UPRIGHT:
        refuse_turned(likeliest)
    return righted


def _turn_of(athlete: Track) -> Turned:
    return how_turned(np.array([seen.down for seen in athlete.sightings]))
