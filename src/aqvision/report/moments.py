"""Analysis -> the moments of one step or stride that a kinogram shows.

From the side the rules are those of the ALTIS kinogram in biomechanics terms: touchdown and full
support and toe-off of one foot, the highest point of the flight after it, and the strike of the
other leg. From the front or from behind each foot down, and each hand furthest in.
Source: mcmillan-2018.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import SIDES, Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.frontal import STANDING_PART
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.wording import AT_SECONDS, FOOT_DOWN, HAND_IN, PHASES

_MAX_STEP_S = 0.75
_MARGIN_FRAC = 0.01
_N_EVEN = 5
OTHER_FOOT = "other-"
"""Begins the names of pictures of the second step that is shown."""

_Preference = tuple[bool, bool, bool, float]
"""Not wholly in view, no flight after it, of the far foot, and how far from the clip's middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One frame worth looking at; ``side`` is the foot of the step, None without a step.

    ``other_foot`` tells the second step that is shown, of the other foot.
    """

    phase: str
    label: str
    frame: int
    time_s: float
    side: Side | None
    other_foot: bool = False

    @property
    def name(self) -> str:
        """Name of its picture: that of the moment, or of the moment of the other foot."""
        return f"{OTHER_FOOT}{self.phase}" if self.other_foot else self.phase


def find_moments(analysis: Analysis) -> list[Moment]:
    """Choose the moments of the step or stride nearest to the middle of the clip.

    From the side a step of the foot towards the camera with the whole body in view comes first,
    else what there is of a contact; then a step of the other foot, where one is wholly in view.
    Without contacts or strides, five evenly spaced frames, labelled by their time.

    Parameters
    ----------
    analysis
        One clip.
    """
    if frontal := _frontal_moments(analysis):
        return frontal
    step = choose_step(analysis)
    if step is None:
        return _even_moments(analysis)
    other = _step_of(analysis, opposite(step[0].side))
    second = [] if other is None else _moments_of(analysis, *other, other_foot=True)
    return [*_moments_of(analysis, *step), *second]


def _moments_of(
    analysis: Analysis, contact: Contact, after: Contact | None, *, other_foot: bool = False
) -> list[Moment]:
    frames = _support_frames(analysis, contact)
    if after is not None:
        frames |= _flight_frames(analysis, contact, after)
    time = analysis.pose.time_s
    return [
        replace(_moment(phase, PHASES[phase], time, frame, contact.side), other_foot=other_foot)
        for phase, frame in frames.items()
    ]


def choose_step(analysis: Analysis) -> tuple[Contact, Contact | None] | None:
    """Choose the step that is shown: in view, near foot, whole, central.

    Parameters
    ----------
    analysis
        One clip.

    Returns
    -------
    tuple or None
        A contact, and the other foot's next one, if any; None without contacts.
    """
    best = min(_steps(analysis), key=lambda step: step[:2], default=None)
    return None if best is None else best[2:]


def _step_of(analysis: Analysis, side: Side) -> tuple[Contact, Contact | None] | None:
    """Give a foot's most central step that is wholly in view; None where it has none."""
    whole = (
        step
        for step in _steps(analysis)
        if step[2].side == side and not step[0][0] and step[3] is not None
    )
    best = min(whole, key=lambda step: step[:2], default=None)
    return None if best is None else best[2:]


def _steps(analysis: Analysis) -> Iterator[tuple[_Preference, int, Contact, Contact | None]]:
    """List contacts with the other foot's next one, and what speaks against showing each."""
    time = analysis.pose.time_s
    middle = float(time[0] + time[-1]) / 2
    in_view = wholly_in_view(analysis)
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
        yield preference, i, contact, after


def _next_contact(contacts: tuple[Contact, ...], i: int) -> Contact | None:
    for after in contacts[i + 1 : i + 2]:
        soon = after.touchdown_s - contacts[i].touchdown_s < _MAX_STEP_S
        if soon and after.side == opposite(contacts[i].side):
            return after
    return None


def wholly_in_view(analysis: Analysis) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell the frames in which every joint that is ever known lies inside the picture, (T,).

    Parameters
    ----------
    analysis
        One clip.
    """
    pose = analysis.pose
    known = np.isfinite(pose.xy_px).any(axis=(0, 2))
    size = np.array([pose.width_px, pose.height_px], dtype=np.float64)
    margin = _MARGIN_FRAC * size
    with np.errstate(invalid="ignore"):
        inside = (pose.xy_px > margin) & (pose.xy_px < size - margin)
    return np.asarray(inside[:, known].all(axis=(1, 2)))


def _support_frames(analysis: Analysis, contact: Contact) -> dict[str, int]:
    """Touchdown, full support (hips over the foot) and toe-off: the frame nearest to each."""
    time = analysis.pose.time_s
    first, last = (_nearest(time, at_s) for at_s in (contact.touchdown_s, contact.toeoff_s))
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
    whole = np.flatnonzero(wholly_in_view(analysis))
    usable = whole if len(whole) >= _N_EVEN else found
    places = np.linspace(0, len(usable) - 1, min(_N_EVEN, len(usable)) + 2)[1:-1]
    moments = []
    for number, place in enumerate(places, start=1):
        frame = int(usable[round(float(place))])
        time = analysis.pose.time_s
        moments.append(_moment(f"frame-{number}", AT_SECONDS.format(s=time[frame]), time, frame))
    return moments


def _frontal_moments(analysis: Analysis) -> list[Moment]:
    """Choose moments of one stride; empty when no stride is seen from the front or from behind.

    A hand is left out where it is not measured.
    """
    time, strides = analysis.pose.time_s, _pairs_of_steps(analysis)
    if not strides:
        return []
    both = min(strides, key=lambda pair: abs(float(pair["step_start_s"].iloc[0]) - time.mean()))
    stands_s = both["step_start_s"] + STANDING_PART * both["step_time_s"]
    moments = [
        _moment(
            f"{side}-foot",
            FOOT_DOWN["left" if side == "left" else "right"],
            time,
            _nearest(time, at_s),
        )
        for side, at_s in zip(both["side"], stands_s, strict=True)
    ]
    if analysis.metrics["hand_crossing_frac"].confidence != Grade.WITHHELD:
        start = float(both["step_start_s"].iloc[0])
        stop = start + float(both["step_time_s"].sum())
        moments += [_hand_moment(analysis, side, start, stop) for side in SIDES]
    return sorted(moments, key=lambda moment: moment.frame)


def frontal_strides(analysis: Analysis) -> list[tuple[Side, float, float]]:
    """List the strides that are seen whole from the front or from behind.

    Parameters
    ----------
    analysis
        One clip.

    Returns
    -------
    list of (side, start, end)
        The foot that comes below the other, when it does so, and when it does so again, in seconds.
    """
    return [
        (
            "left" if pair["side"].iloc[0] == "left" else "right",
            float(pair["step_start_s"].iloc[0]),
            float(pair["step_start_s"].iloc[1] + pair["step_time_s"].iloc[1]),
        )
        for pair in _pairs_of_steps(analysis)
    ]


def _pairs_of_steps(analysis: Analysis) -> list[pd.DataFrame]:
    """List each two steps that make a stride; sway is measured of those alone."""
    steps = analysis.steps
    if "trunk_sway_range_deg" not in steps:
        return []
    whole = np.isfinite(steps["trunk_sway_range_deg"].to_numpy(dtype=np.float64))
    return [steps.iloc[i : i + 2] for i in np.flatnonzero(whole)]


def _hand_moment(analysis: Analysis, side: Side, start_s: float, stop_s: float) -> Moment:
    time = analysis.pose.time_s
    past = analysis.series[f"{side}_hand_past_frac"].to_numpy(dtype=np.float64)
    past = np.where((time >= start_s) & (time < stop_s), past, np.nan)
    return _moment(f"{side}-hand", HAND_IN[side], time, int(np.nanargmax(past)))


def _nearest(time_s: FloatArray, at_s: float) -> int:
    return int(np.argmin(np.abs(time_s - at_s)))


def _moment(
    phase: str, label: str, time_s: FloatArray, frame: int, side: Side | None = None
) -> Moment:
    return Moment(phase=phase, label=label, frame=frame, time_s=float(time_s[frame]), side=side)
