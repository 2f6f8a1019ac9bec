"""Motion -> contacts: touchdown and toe-off of each foot, below one frame, with standard errors.

A foot is on the ground while it is low and does not move against the ground. Where exactly that
begins and ends is fitted to unfiltered heights of the toe, as the instant at which rest turns
into motion: thresholds alone call a contact 15 to 25 ms too long. Source: biomechanics-notes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d
from scipy.signal import find_peaks

from aqvision.kinematics.instants import find_lift
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import INDEX, SIDES, Side, opposite
from aqvision.settings import EventSettings

_STROKE_MARGIN_S = 0.02
_MIN_STROKE_LEGS = 0.25
_SLOW_RATE_TOLERANCE = 2.0
_HEIGHT_WINDOW_S = 0.25
_OUTSIDE_S = 0.05
_MIN_FRAMES = 5
_MIN_FRAMES_OUTSIDE = 3
_OUTSIDE_FRAMES = 3.5
_LOW_QUANTILE = 0.2
_RATE_FOR_FILTER_HZ = 90.0


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot's time on the ground, in seconds of real time from the first frame.

    ``foot_x_leg`` is where the foot stands along the track in leg lengths, NaN when the ground
    cannot be seen standing still.
    """

    side: Side
    touchdown_s: float
    touchdown_se_s: float
    toeoff_s: float
    toeoff_se_s: float
    foot_x_leg: float

    @property
    def duration_s(self) -> float:
        """Contact time."""
        return self.toeoff_s - self.touchdown_s


@dataclass(frozen=True, slots=True, eq=False)
class _Foot:
    """One foot against the ground: (T,) place along the track and height, in leg lengths."""

    time_s: FloatArray
    x: FloatArray
    height: FloatArray
    x_measured: FloatArray
    height_measured: FloatArray

    @property
    def margin_s(self) -> float:
        """Time that is looked at before a touchdown and after a toe-off."""
        return max(_OUTSIDE_S, _OUTSIDE_FRAMES * float(np.median(np.diff(self.time_s))))


def find_contacts(motion: Motion, settings: EventSettings) -> tuple[Contact, ...]:
    """Find the contacts that lie wholly in view, in order of time.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    settings
        Thresholds and limits of contact times.

    Returns
    -------
    tuple of Contact
        Empty when the feet never rest on the ground.
    """
    ground_speed = _ground_speed(motion)
    run_speed = _run_speed(motion, ground_speed)
    if not run_speed > 0:
        return ()
    candidates = []
    for side in SIDES:
        foot = _foot(motion, side, ground_speed)
        for start, stop in _stances(motion, side, foot, run_speed, settings):
            if motion.rate_hz < settings.min_capture_fps:
                contact = _unrefined(foot, side, start, stop)
            else:
                contact = _refine(foot, side, start, stop, motion.ground == "track")
            if contact is not None and _plausible(contact, settings):
                candidates.append(contact)
    return _alternating(candidates, settings.min_gap_s)


def _ground_speed(motion: Motion) -> float:
    """Speed of the ground relative to the body in leg lengths/s, where the body stays in place.

    While a foot is low it moves with the ground, so the ground's speed is the median of that.
    """
    if motion.ground == "track":
        return 0.0
    hip_x = motion.middle("hip")[:, 0]
    speeds = []
    for side in SIDES:
        foot = motion.point(f"{side}_foot_index")
        speed = derivative(foot[:, 0] - hip_x, motion.time_s)
        with np.errstate(invalid="ignore"):
            low = foot[:, 1] < np.nanquantile(foot[:, 1], _LOW_QUANTILE)
        speeds.append(-speed[low])
    known = np.concatenate(speeds)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else float("nan")


def _run_speed(motion: Motion, ground_speed: float) -> float:
    if motion.ground != "track":
        return ground_speed
    x = motion.middle("hip")[:, 0]
    known = np.isfinite(x)
    return float(np.polyfit(motion.time_s[known], x[known], 1)[0])


def _foot(motion: Motion, side: Side, ground_speed: float) -> _Foot:
    toe = INDEX[f"{side}_foot_index"]
    shift = np.zeros(len(motion.time_s))
    if motion.ground != "track":
        shift = ground_speed * motion.time_s - motion.middle("hip")[:, 0]
    measured = motion.measured_leg[:, toe]
    # below 90 frames/s a filter smears a contact of a few frames
    smooth = motion.xy_leg[:, toe] if motion.rate_hz >= _RATE_FOR_FILTER_HZ else measured
    return _Foot(
        motion.time_s, smooth[:, 0] + shift, smooth[:, 1], measured[:, 0] + shift, measured[:, 1]
    )


def _stances(
    motion: Motion, side: Side, foot: _Foot, run_speed: float, settings: EventSettings
) -> list[tuple[float, float]]:
    """Rough start and stop of each time the foot is low and at rest, one a backward stroke."""
    time = foot.time_s
    height = np.where(np.isfinite(foot.height), foot.height, np.inf)
    lowest = minimum_filter1d(height, 2 * round(_HEIGHT_WINDOW_S * motion.rate_hz) + 1)
    speed = np.abs(derivative(foot.x, time))
    slow = motion.rate_hz < _RATE_FOR_FILTER_HZ
    tolerance = settings.max_ground_speed_frac * (_SLOW_RATE_TOLERANCE if slow else 1.0)
    with np.errstate(invalid="ignore"):
        resting = (speed < tolerance * run_speed) & (
            height < lowest + settings.max_ground_height_frac
        )
    stances = []
    for start, stop in _backward_strokes(motion, side):
        inside = np.flatnonzero(resting & between(time, start, stop))
        if len(inside) and time[inside[-1]] - time[inside[0]] >= 0.5 * settings.min_contact_s:
            stances.append((float(time[inside[0]]), float(time[inside[-1]])))
    return stances


def _backward_strokes(motion: Motion, side: Side) -> list[tuple[float, float]]:
    """List the times from the foot's foremost to its rearmost place under the body."""
    reach = motion.point(f"{side}_ankle")[:, 0] - motion.middle("hip")[:, 0]
    known = np.isfinite(reach)
    if known.sum() < _MIN_FRAMES:
        return []
    time = motion.time_s
    reach = np.interp(time, time[known], reach[known])
    fore, _ = find_peaks(reach, prominence=_MIN_STROKE_LEGS)
    rear, _ = find_peaks(-reach, prominence=_MIN_STROKE_LEGS)
    turns = [float(time[0]), *time[rear].tolist(), float(time[-1])]
    starts = [float(time[0]), *time[fore].tolist()]
    strokes = []
    for start in starts:
        stop = next((t for t in turns if t > start), None)
        if stop is not None:
            strokes.append((start - _STROKE_MARGIN_S, stop + _STROKE_MARGIN_S))
    return strokes


def _refine(foot: _Foot, side: Side, start: float, stop: float, on_track: bool) -> Contact | None:
    """Fit the instants on unfiltered points; None when an end lies at the edge of the clip."""
    middle = (start + stop) / 2
    height, margin_s = foot.height_measured, foot.margin_s
    touchdown = find_lift(foot.time_s, height, middle, start, margin_s)
    toeoff = find_lift(foot.time_s, height, middle, stop, margin_s)
    if touchdown is None or toeoff is None or not _in_view(foot, touchdown[0], toeoff[0]):
        return None
    inside = between(foot.time_s, touchdown[0], toeoff[0])
    place = float(np.nanmedian(foot.x_measured[inside])) if on_track and inside.any() else np.nan
    return Contact(side, *touchdown, *toeoff, place)


def _unrefined(foot: _Foot, side: Side, start: float, stop: float) -> Contact | None:
    """Half a frame beyond the first and last resting frame: all that a slow rate can tell."""
    step = float(np.median(np.diff(foot.time_s)))
    se = step / np.sqrt(12)
    touchdown, toeoff = start - step / 2, stop + step / 2
    if touchdown - step < foot.time_s[0] or toeoff + step > foot.time_s[-1]:
        return None
    return Contact(side, touchdown, se, toeoff, se, float("nan"))


def _in_view(foot: _Foot, touchdown: float, toeoff: float) -> bool:
    """Tell whether the foot was also measured shortly before and after the contact."""
    known = np.isfinite(foot.height_measured)
    before = known & between(foot.time_s, touchdown - foot.margin_s, touchdown)
    after = known & between(foot.time_s, toeoff, toeoff + foot.margin_s)
    return min(int(before.sum()), int(after.sum())) >= _MIN_FRAMES_OUTSIDE


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
