"""Survey -> nothing, or why this clip holds no run to measure: a still, slides, a crowd."""

from __future__ import annotations

from collections.abc import Sequence

from aqvision.core.errors import PoseError, VideoError
from aqvision.core.prompts import Prompt
from aqvision.core.types import FloatArray
from aqvision.pose.track.athlete import Candidate, close_candidates

_MIN_LOOKS = 4
# Less than the limbs of the smallest athlete change between two looks: 13 of 480 x 270 pixels.
_STILL_FRAC = 1e-4
# More than an athlete who fills the picture's height changes with a camera that stands still.
_CUT_FRAC = 0.25
_MAX_MOVING_LOOKS = 0.1
_MOSTLY = 0.5
_CROWD = 5


def refuse_stills(looks: FloatArray) -> None:
    """Refuse a picture that stands still, and one still picture after the other.

    Parameters
    ----------
    looks
        As in a survey.

    Raises
    ------
    VideoError
        Nothing moves, or nothing but whole pictures changes.
    """
    changed = looks[1:, 1]
    if len(looks) < _MIN_LOOKS:
        return
    if (changed < _STILL_FRAC).all():
        raise VideoError(
            "nothing moves in this clip: it shows a still picture",
            "give the video of a run, not a photograph",
        )
    moving = (changed >= _STILL_FRAC) & (changed < _CUT_FRAC)
    still = changed < _STILL_FRAC
    if moving.mean() <= _MAX_MOVING_LOOKS and still.mean() > _MOSTLY:
        raise VideoError(
            "this clip shows one still picture after the other",
            "give the video of a run as the camera wrote it, not a slide show",
        )


def refuse_crowd(candidates: Sequence[Candidate], chosen: int) -> None:
    """Refuse to guess among many who may be the athlete as well.

    Raises
    ------
    PoseError
        Five or more come close to each other.
    """
    n_alike = len(close_candidates(candidates, chosen)) + 1
    if n_alike >= _CROWD:
        raise PoseError(
            f"{n_alike} people may be the athlete alike: no single one runs through this clip",
            "choose whom to measure, or film one runner alone",
            (Prompt.PERSON,),
        )
