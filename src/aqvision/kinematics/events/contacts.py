"""Motion -> contacts: touchdown and toe-off of each foot, below one frame, with standard errors.

A foot is on the ground while it is low and does not move against the ground. Where exactly that
begins and ends is fitted to unfiltered points: thresholds alone call a contact 15 to 25 ms too
long (measured: docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import SIDES, Side, opposite
from aqvision.kinematics.events.contact_ends import Stance, find_contact_ends
from aqvision.kinematics.events.feet import Foot, find_foot, find_rough_stances
from aqvision.kinematics.events.ground import Ground, find_ground
from aqvision.kinematics.events.onset import EventTime
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between, peak

_OUTSIDE_FRAMES = 3.5
_IN_VIEW_S = 0.05
_MIN_FRAMES_OUTSIDE = 3
_AROUND_TOEOFF_S = 0.07
_USUAL_LAG_S = 0.015
_MIN_TOEOFFS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One foot's time on the ground.

    Parameters
    ----------
    side
        Which foot.
    touchdown_s, touchdown_se_s, toeoff_s, toeoff_se_s
        Initial contact and toe-off in seconds of real time from the first frame, with standard
        errors.
    foot_x_leg
        Where the foot stands along the track in leg lengths; NaN when the ground cannot be seen
        standing still.
    touchdown_shared_s, toeoff_shared_s
        The parts of the standard errors by which all touchdowns, or all toe-offs, of the clip are
        off together: more contacts do not shrink them.
    """

    side: Side
    touchdown_s: float
    touchdown_se_s: float
    toeoff_s: float
    toeoff_se_s: float
    foot_x_leg: float
    touchdown_shared_s: float = 0.0
    toeoff_shared_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """Contact time."""
        return self.toeoff_s - self.touchdown_s


def find_contacts(
    motion: Motion, settings: EventSettings, ground: Ground | None = None
) -> tuple[Contact, ...]:
    """Find the contacts that lie wholly in view, in order of time.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    settings
        Thresholds and limits of contact times.
    ground
        How the ground moves and runs; found here if left out.

    Returns
    -------
    tuple of Contact
        Empty when the feet never rest on the ground.
    """
    ground = ground or find_ground(motion)
    if not ground.run_speed > 0:
        return ()
    stances = []
    for side in SIDES:
        foot = find_foot(motion, side, ground)
        rough = find_rough_stances(motion, foot, ground.run_speed, settings)
        stances += [Stance(foot, start, stop) for start, stop in rough]
    if motion.rate_hz < settings.min_capture_fps:
        found = [_by_frames(stance) for stance in stances]
    else:
        found = _fitted(motion, stances)
    candidates = [c for c in found if c is not None and _plausible(c, settings)]
    return _alternating(candidates, settings.min_gap_s)


def _fitted(motion: Motion, stances: list[Stance]) -> list[Contact | None]:
    """Fit both ends on unfiltered points; None when an end lies at the edge of the clip."""
    ends = find_contact_ends(stances)
    sides = [s.foot.side for s in stances]
    toeoffs = check_toeoffs(motion, sides, [toeoff for _, toeoff in ends])
    on_track = motion.ground == GroundKind.TRACK
    return [
        _contact(s.foot, touchdown, toeoff, on_track=on_track)
        for s, (touchdown, _), toeoff in zip(stances, ends, toeoffs, strict=True)
    ]


def _contact(
    foot: Foot, touchdown: EventTime | None, toeoff: EventTime | None, *, on_track: bool
) -> Contact | None:
    if touchdown is None or toeoff is None or not _in_view(foot, touchdown, toeoff):
        return None
    along = foot.toe[between(foot.time_s, touchdown.at_s, toeoff.at_s), 0]
    place = float(np.nanmedian(along)) if on_track and np.isfinite(along).any() else np.nan
    return Contact(
        side=foot.side,
        touchdown_s=touchdown.at_s,
        touchdown_se_s=touchdown.se_s,
        toeoff_s=toeoff.at_s,
        toeoff_se_s=toeoff.se_s,
        foot_x_leg=place,
        touchdown_shared_s=touchdown.shared_s,
        toeoff_shared_s=toeoff.shared_s,
    )


def _by_frames(stance: Stance) -> Contact | None:
    """Half a frame beyond the first and last resting frame: all that a slow rate can tell."""
    time_s, step = stance.foot.time_s, stance.foot.frame_s
    se = step / np.sqrt(12)
    touchdown, toeoff = stance.start_s - step / 2, stance.stop_s + step / 2
    if touchdown - step < time_s[0] or toeoff + step > time_s[-1]:
        return None
    return Contact(
        side=stance.foot.side,
        touchdown_s=touchdown,
        touchdown_se_s=se,
        toeoff_s=toeoff,
        toeoff_se_s=se,
        foot_x_leg=float("nan"),
    )


def _in_view(foot: Foot, touchdown: EventTime, toeoff: EventTime) -> bool:
    """Tell whether the foot was surely also measured shortly before and after the contact.

    An end that may lie outside the view, by twice its standard error, was not seen.
    """
    known = np.isfinite(foot.toe[:, 1])
    margin_s = max(_IN_VIEW_S, _OUTSIDE_FRAMES * foot.frame_s)
    start, stop = touchdown.at_s - 2 * touchdown.se_s, toeoff.at_s + 2 * toeoff.se_s
    before = known & between(foot.time_s, start - margin_s, start)
    after = known & between(foot.time_s, stop, stop + margin_s)
    return min(int(before.sum()), int(after.sum())) >= _MIN_FRAMES_OUTSIDE


def check_toeoffs(
    motion: Motion, sides: Sequence[Side], toeoffs: Sequence[EventTime | None]
) -> list[EventTime | None]:
    """Raise the standard error of a toe-off whose knee straightens at another time than usual.

    The knee is straightest near toe-off: before it in a sprint, after it in a jog, but alike from
    step to step. So a toe-off is held against the others of the clip, never moved.
    Source: fellin-2010.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    sides, toeoffs
        Foot and time of each of N toe-offs.

    Returns
    -------
    list of EventTime or None
        The same times; where the lag of the knee departs from the clip's median by more than
        15 ms, the standard error is at least that departure.
    """
    lags = np.array(
        [
            np.nan if toeoff is None else _straightest_s(motion, side, toeoff.at_s) - toeoff.at_s
            for side, toeoff in zip(sides, toeoffs, strict=True)
        ]
    )
    known = lags[np.isfinite(lags)]
    if len(known) < _MIN_TOEOFFS:
        return list(toeoffs)
    apart = np.abs(lags - np.median(known))
    return [
        replace(toeoff, se_s=max(toeoff.se_s, float(off)))
        if toeoff is not None and off > _USUAL_LAG_S
        else toeoff
        for toeoff, off in zip(toeoffs, apart, strict=True)
    ]


def _straightest_s(motion: Motion, side: Side, near_s: float) -> float:
    """When the knee is straightest around a time; NaN where it is not seen to turn."""
    frames = between(motion.time_s, near_s - _AROUND_TOEOFF_S, near_s + _AROUND_TOEOFF_S)
    hip, knee, ankle = (motion.point(f"{side}_{j}")[frames] for j in ("hip", "knee", "ankle"))
    bend = wrap_series_deg(segment_angle_deg(hip, knee) - segment_angle_deg(knee, ankle))
    return peak(motion.time_s[frames], bend, -1)[0]


def _plausible(contact: Contact, settings: EventSettings) -> bool:
    return settings.min_contact_s <= contact.duration_s <= settings.max_contact_s


def _alternating(candidates: list[Contact], min_gap_s: float) -> tuple[Contact, ...]:
    """Keep the chain of contacts, feet in turn, that holds the most contact time.

    Two contacts of the same foot may follow each other only when there is room for one of the
    other foot between them, which then was not seen.
    """
    ordered = sorted(candidates, key=lambda c: c.touchdown_s)
    best: list[tuple[float, int]] = []
    for i, contact in enumerate(ordered):
        total, before = contact.duration_s, -1
        for j in range(i):
            if (
                _may_follow(ordered[j], contact, min_gap_s)
                and best[j][0] + contact.duration_s > total
            ):
                total, before = best[j][0] + contact.duration_s, j
        best.append((total, before))
    chain: list[Contact] = []
    i = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    while i >= 0:
        chain.append(ordered[i])
        i = best[i][1]
    return tuple(reversed(chain))


def _may_follow(earlier: Contact, later: Contact, min_gap_s: float) -> bool:
    if later.side == opposite(earlier.side):
        return later.touchdown_s > earlier.touchdown_s + 0.1
    return later.touchdown_s > earlier.toeoff_s + 2 * min_gap_s + 0.05
