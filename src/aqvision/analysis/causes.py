"""A film in which nobody can be measured -> the same refusal with the likeliest cause beside it.

A network goes on where the picture ends: it draws feet that it does not see, near where they would
be. So a runner without feet comes out as one who stands, or whose legs are hardly seen; so does one
who is seen for a fraction of a second, or nobody is found at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.wording import _
from aqvision.video.reader import Video
from aqvision.video.timing import Timing

MAX_FEET_CUT_FRAC = 0.1
"""More frames than this, and it is said: a foot stands in about a third of them."""


_ENOUGH_S = 1.0
"""Two strides of a sprint; of a shorter clip its length is the likeliest cause."""


@contextmanager
def told_if_short(video: Video, timing: Timing) -> Iterator[None]:
    """Say of a film in which nobody can be measured that it is too short, where it is.

    Parameters
    ----------
    video, timing
        The file and its rates.

    Raises
    ------
    PoseError
        What was raised inside, with how long the clip lasts.
    """
    try:
        yield
    except PoseError as error:
        lasts_s = video.lasts_s * timing.seconds_per_playback_second
        if lasts_s >= _ENOUGH_S:
            raise
        raise PoseError(
            _("{lasts_s:.2f} s is too short: one second or more is needed; {symptom}").format(
                symptom=error, lasts_s=lasts_s
            ),
            _("give a longer part of the film: two seconds, or six steps, at the least"),
            error.prompts,
        ) from error


@contextmanager
def told_if_feet_cut(pose: PoseSequence) -> Iterator[None]:
    """Say of an athlete who is refused that the feet are cut off, where they are.

    Parameters
    ----------
    pose
        The athlete's points in the pictures of the film.

    Raises
    ------
    PoseError
        What was raised inside, with the feet as its likeliest cause.
    """
    try:
        yield
    except PoseError as error:
        if not pose.feet_cut_frac > MAX_FEET_CUT_FRAC:
            raise
        raise PoseError(
            _(
                "{symptom}; the feet are cut off at the lower edge in {frac:.0%} of the frames"
            ).format(symptom=error, frac=pose.feet_cut_frac),
            _(
                "film again with some ground below the feet, all the way through: without the feet "
                "a run is not told from a walk or a stand"
            ),
            error.prompts,
        ) from error
