"""Analysis -> the five moments of one step that a kinogram shows.

The rules are those of the ALTIS kinogram in biomechanics terms: touchdown and full support and
toe-off of one foot, the highest point of the flight after it, and the strike of the other leg.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact

_MAX_STEP_S = 0.75
_MARGIN_FRAC = 0.01
_N_EVEN = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame worth looking at; ``side`` is the foot of the step, None without a step."""

    phase: str
    label: str
    frame: int
    time_s: float
    side: Side | None


PHASES = {
    "touchdown": "Touchdown",
    "full-support": "Full support",
    "toe-off": "Toe-off",
    "mid-flight": "Mid-flight",
    "strike": "Strike",
}


def find_moments(analysis: Analysis) -> list[Moment]:
    """Choose the five moments of the step nearest to the middle of the clip.

    A step of the foot towards the camera with the whole body in view comes first; else what
    there is of a contact; without contacts five evenly spaced frames, labelled by their time.

    Source: biomechanics-notes.
    """
    step = _best_step(analysis)
    if step is None:
        return _even_moments(analysis)
    contact, after = step
    frames = _support_frames(analysis, contact)
    if after is not None:
        frames |= _flight_frames(analysis, contact, after)
    time = analysis.pose.time_s
    return [
        Moment(phase, PHASES[phase], frame, float(time[frame]), contact.side)
        for phase, frame in frames.items()
    ]


def _best_step(analysis: Analysis) -> tuple[Contact, Contact | None] | None:
    """Contact and the other foot's next one, if any: in view, near foot, whole, central."""
    time = analysis.pose.time_s
    middle = float(time[0] + time[-1]) / 2
    in_view = _in_view(analysis)
    candidates = []
    for i, contact in enumerate(analysis.contacts):
        after = _next_contact(analysis.contacts, i)
        end = contact.toeoff_s if after is None else after.touchdown_s
        during = (time >= contact.touchdown_s) & (time <= end)
        if not during.any():
            continue
        preference = (
            not bool(in_view[during].all()),
            after is None,
            contact.side != analysis.scene.camera.near_side,
            abs((contact.touchdown_s + end) / 2 - middle),
        )
        candidates.append((preference, i, contact, after))
    if not candidates:
        return None
    return min(candidates, key=lambda c: c[:2])[2:]


def _next_contact(contacts: tuple[Contact, ...], i: int) -> Contact | None:
    for after in contacts[i + 1 : i + 2]:
        soon = after.touchdown_s - contacts[i].touchdown_s < _MAX_STEP_S
        if soon and after.side == opposite(contacts[i].side):
            return after
    return None


def _in_view(analysis: Analysis) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell the frames in which every joint that is ever known lies inside the picture, (T,)."""
    pose = analysis.pose
    known = np.isfinite(pose.xy_px).any(axis=(0, 2))
    size = np.array([pose.width_px, pose.height_px], dtype=np.float64)
    margin = _MARGIN_FRAC * size
    with np.errstate(invalid="ignore"):
        inside = (pose.xy_px > margin) & (pose.xy_px < size - margin)
    return np.asarray(inside[:, known].all(axis=(1, 2)))


def _support_frames(analysis: Analysis, contact: Contact) -> dict[str, int]:
    """Touchdown, full support (hips over the foot) and toe-off."""
    time = analysis.pose.time_s
    first = min(int(np.searchsorted(time, contact.touchdown_s)), len(time) - 1)
    last = max(int(np.searchsorted(time, contact.toeoff_s, side="right")) - 1, first)
    foot = (_x(analysis, f"{contact.side}_ankle") + _x(analysis, f"{contact.side}_foot_index")) / 2
    gap = np.abs(_hips(analysis)[:, 0] - foot)[first : last + 1]
    over = first + _least(gap)
    return {"touchdown": first, "full-support": over, "toe-off": last}


def _flight_frames(analysis: Analysis, contact: Contact, after: Contact) -> dict[str, int]:
    """Highest hips between toe-off and touchdown; after it the rear thigh nearest to vertical."""
    time = analysis.pose.time_s
    first = min(int(np.searchsorted(time, contact.toeoff_s, side="right")), len(time) - 1)
    last = max(int(np.searchsorted(time, after.touchdown_s)) - 1, first)
    # the filter moves the highest point little, the ends of the flight are left out
    inner = slice(first + (last - first) // 4, last - (last - first) // 4 + 1)
    height = _hips(analysis)[inner, 1]
    if analysis.scene.ground == "moving camera":
        height = np.full_like(height, np.nan)  # the picture's own rise and fall hides the body's
    highest = inner.start + _least(height)
    rear = np.abs(analysis.series[f"{contact.side}_thigh_deg"].to_numpy(dtype=np.float64))
    start = min(highest + 1, last)
    return {"mid-flight": highest, "strike": start + _least(rear[start : last + 1])}


def _least(values: FloatArray) -> int:
    """Place of the least known value; the middle where none is known."""
    if not np.isfinite(values).any():
        return len(values) // 2
    return int(np.nanargmin(values))


def _x(analysis: Analysis, name: str) -> FloatArray:
    return analysis.pose.point(name)[:, 0]


def _hips(analysis: Analysis) -> FloatArray:
    return (analysis.pose.point("left_hip") + analysis.pose.point("right_hip")) / 2


def _even_moments(analysis: Analysis) -> list[Moment]:
    found = np.flatnonzero(analysis.pose.detected)
    whole = np.flatnonzero(_in_view(analysis))
    usable = whole if len(whole) >= _N_EVEN else found
    places = np.linspace(0, len(usable) - 1, min(_N_EVEN, len(usable)) + 2)[1:-1]
    moments = []
    for number, place in enumerate(places, start=1):
        frame = int(usable[round(float(place))])
        time_s = float(analysis.pose.time_s[frame])
        moments.append(Moment(f"frame-{number}", f"{time_s:.2f} s", frame, time_s, None))
    return moments
