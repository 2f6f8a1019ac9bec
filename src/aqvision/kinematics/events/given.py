"""Contacts that a person read off the pictures -> Contacts: with their errors, and placed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aqvision.core.errors import CalibrationError
from aqvision.core.given_contacts import GivenContact
from aqvision.core.wording import _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.events.feet import find_foot
from aqvision.kinematics.events.ground import Ground, find_ground
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between

# An eye names the frame; where in the frame is as likely everywhere.
_SE_FRAMES = 1 / np.sqrt(12)


def place_contacts(
    motion: Motion, given: Sequence[GivenContact], ground: Ground | None = None
) -> tuple[Contact, ...]:
    """Take contacts as they are given.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    given
        What a person says, in order of time.
    ground
        How the ground moves and runs; found here if left out.

    Returns
    -------
    tuple of Contact
        The same times, each good to a frame (standard error: a frame / sqrt(12)), and where each
        foot stood.

    Raises
    ------
    CalibrationError
        A contact is not within the clip.
    """
    start_s, stop_s = float(motion.time_s[0]), float(motion.time_s[-1])
    outside = next((c for c in given if c.touchdown_s < start_s or c.toeoff_s > stop_s), None)
    if outside is not None:
        raise CalibrationError(
            _("the contact from {start:.3f} to {stop:.3f} s is not within the clip").format(
                start=outside.touchdown_s, stop=outside.toeoff_s
            ),
            _("the athlete is seen from {start:.3f} to {stop:.3f} s; times are real time").format(
                start=start_s, stop=stop_s
            ),
        )
    ground = ground or find_ground(motion)
    se_s = float(_SE_FRAMES * np.median(np.diff(motion.time_s)))
    return tuple(_placed(contact, motion, ground, se_s) for contact in given)


def _placed(given: GivenContact, motion: Motion, ground: Ground, se_s: float) -> Contact:
    inside = between(motion.time_s, given.touchdown_s, given.toeoff_s)
    along = find_foot(motion, given.side, ground).toe[inside, 0]
    known = motion.ground == GroundKind.TRACK and np.isfinite(along).any()
    return Contact(
        side=given.side,
        touchdown_s=given.touchdown_s,
        touchdown_se_s=se_s,
        toeoff_s=given.toeoff_s,
        toeoff_se_s=se_s,
        foot_x_leg=float(np.nanmedian(along)) if known else float("nan"),
    )
