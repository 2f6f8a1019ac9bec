"""Points -> whether the feet are cut off at the picture's lower edge, and what is said then.

A network goes on where the picture ends: it draws feet that it does not see, near where they would
be. So a runner without feet comes out as one who stands, or whose legs are hardly seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.wording import _

MAX_FEET_CUT_FRAC = 0.1
"""More frames than this, and it is said: a foot stands in about a third of them."""


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
