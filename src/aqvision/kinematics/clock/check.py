"""Timing + what the motion shows -> ClockCheck: can the clock be right, and if not, what to ask.

A run takes 2.2 to 6 steps a second, a body in flight falls at g, and neither changes its pace all
at once. A clip that does otherwise plays at another speed than it was filmed at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.wording import _
from aqvision.kinematics.clock.cadence import PaceChange
from aqvision.kinematics.clock.free_fall import Fall
from aqvision.kinematics.running import SPRINT_STEPS_HZ, plausible_step_rate
from aqvision.video.timing import Confidence, Timing

# Cameras set for lamps of 50 Hz play at 25 or 50 and film at multiples of them.
_CAMERA_RATES_FPS = (24, 30, 60, 120, 240, 480, 960)
_CAMERA_RATES_50_HZ_FPS = (25, 50, 100, 200, 400)
_NEAR_RATE = 1.25
_SAME_RATE = 0.01
_UNEVEN = _(
    "Steps take very different times, as if only a part of the clip were slow motion: cut it to "
    "that part, then give the rate it was filmed at."
)
_FALL_SIGMAS = 1.96
_GROSS = 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCheck:
    """The timing with all its evidence; why its times are withheld; what is odd and what to do.

    ``doubt`` is the reason that withheld metrics show, empty where the clock stands. ``code``,
    ``text`` and ``hint`` make a warning; empty where there is none.
    """

    timing: Timing
    doubt: str = ""
    code: str = ""
    text: str = ""
    hint: str = ""


def judge_clock(
    timing: Timing,
    step_rate_hz: float,
    fall: Fall | None,
    change: PaceChange | None,
    *,
    even: bool = True,
) -> ClockCheck:
    """Hold the clock against the motion that it times.

    Parameters
    ----------
    timing
        The rates of playback and of the camera, and what tells them.
    step_rate_hz
        Steps a second by the clock of ``timing``.
    fall
        How fast the body falls by that clock; None where that cannot be seen.
    change
        Where playback changes its speed; None where it does not.
    even
        Whether one rate can fit the whole clip; no rate is named where it cannot.
    """
    if change is not None:
        return _changing(timing, change)
    if not np.isfinite(step_rate_hz):
        return _unknown(timing)
    steps = _("{step_rate_hz:.2g} steps a second").format(step_rate_hz=step_rate_hz)
    if not plausible_step_rate(step_rate_hz):
        return _implausible(timing, step_rate_hz, fall, even)
    told = _with(timing, _("{steps} fit a run").format(steps=steps))
    if fall is None:
        return ClockCheck(timing=told)
    if not contradicts(fall):
        agreed = _with(told, _("the body falls {how}").format(how=_as_it_should(fall)))
        return ClockCheck(timing=agreed)
    return _wrong_fall(told, step_rate_hz, fall)


def contradicts(fall: Fall) -> bool:
    """Tell whether the body falls so much too slowly or too fast that the clock must be wrong.

    Parameters
    ----------
    fall
        How fast the body falls by that clock.
    """
    off = abs(float(np.log(fall.slowed)))
    return off > np.log(_GROSS) and off > _FALL_SIGMAS * fall.slowed_se_frac


def likely_rate(capture_fps: float, step_rate_hz: float, fall: Fall | None) -> float | None:
    """Name the rate of a camera that would make a run of a clip; None where none would.

    Parameters
    ----------
    capture_fps, step_rate_hz
        Frames and steps a second by the clock so far.
    fall
        How fast the body falls by that clock; None where that cannot be seen.

    Examples
    --------
    >>> likely_rate(30, 0.55, None), likely_rate(30, 1.05, None)
    (240, 120)
    """
    slowed = SPRINT_STEPS_HZ / step_rate_hz if fall is None else fall.slowed
    in_25s = abs(capture_fps / 25 - round(capture_fps / 25)) < _SAME_RATE and capture_fps < 75
    fitting = [
        rate
        for rate in (_CAMERA_RATES_50_HZ_FPS if in_25s else _CAMERA_RATES_FPS)
        if plausible_step_rate(step_rate_hz * rate / capture_fps)
        and abs(np.log(rate / capture_fps / slowed)) < np.log(2 / _NEAR_RATE)
    ]
    wanted = capture_fps * slowed
    return min(fitting, key=lambda rate: abs(np.log(rate / wanted)), default=None)


def _as_it_should(fall: Fall) -> str:
    return _("as it should, which tells the clock to within {known_frac:.0%}").format(
        known_frac=_FALL_SIGMAS * fall.slowed_se_frac
    )


def _with(timing: Timing, *evidence: str) -> Timing:
    return replace(timing, evidence=(*timing.evidence, *evidence))


def _doubted(timing: Timing, evidence: str) -> Timing:
    return replace(_with(timing, evidence), confidence=Confidence.UNSURE)


def _changing(timing: Timing, change: PaceChange) -> ClockCheck:
    factor = max(change.factor, 1 / change.factor)
    place = change.time_s / timing.seconds_per_playback_second
    text = _(
        "Playback changes its speed {factor:.2g} times about {place:.1f} s into the clip."
    ).format(factor=factor, place=place)
    return ClockCheck(
        timing=_doubted(
            timing,
            _("playback changes its speed {factor:.2g} times at {place:.1f} s").format(
                factor=factor, place=place
            ),
        ),
        doubt=_("playback speed changes inside the clip: cut it to one part"),
        code="changing_speed",
        text=text,
        hint=_(
            "Times are withheld. Cut the clip to a part of one speed, or give the parts one by one."
        ),
    )


def _unknown(timing: Timing) -> ClockCheck:
    told = _doubted(timing, _("no step rate can be seen that the clock could be held against"))
    seen = _("no step rate can be seen, so the clock cannot be checked")
    return ClockCheck(
        timing=told,
        doubt=seen,
        code="no_step_rate",
        text=_("N{value}: times are withheld.").format(value=seen[1:]),
        hint=_("Film the whole athlete from the side, six steps or more."),
    )


def _implausible(timing: Timing, step_rate_hz: float, fall: Fall | None, even: bool) -> ClockCheck:
    steps = _("{step_rate_hz:.2g} steps a second").format(step_rate_hz=step_rate_hz)
    rate = likely_rate(timing.capture_fps, step_rate_hz, fall)
    return ClockCheck(
        timing=_doubted(timing, _("{steps} fit no run").format(steps=steps)),
        doubt=_("{step_rate_hz:.2g} steps/s is no running: give the rate it was filmed at").format(
            step_rate_hz=step_rate_hz
        ),
        code="implausible_step_rate",
        text=_("{steps} do not fit a run: times are withheld.").format(steps=steps),
        hint=_question(timing, rate) if even else _UNEVEN,
    )


def _wrong_fall(timing: Timing, step_rate_hz: float, fall: Fall) -> ClockCheck:
    speed = _("slowly") if fall.slowed > 1 else _("fast")
    times = max(fall.slowed, 1 / fall.slowed)
    seen = _("the body falls as if the clock ran {times:.2g} times too {speed}").format(
        times=times, speed=speed
    )
    text = _("In flight {seen}").format(seen=seen)
    rate = likely_rate(timing.capture_fps, step_rate_hz, fall)
    if timing.user_given:
        return ClockCheck(
            timing=_with(timing, seen),
            code="doubtful_capture_rate",
            text=f"{text}.",
            hint=_("Check the capture rate and the scale that you gave."),
        )
    return ClockCheck(
        timing=_doubted(timing, seen),
        doubt=_("{seen}: give the rate it was filmed at").format(seen=seen),
        code="implausible_fall",
        text=_("{text}: times are withheld.").format(text=text),
        hint=_question(timing, rate),
    )


def _question(timing: Timing, rate: float | None) -> str:
    """Ask for the true rate, and name the one that would make a run of it."""
    if rate is None:
        return _("If the clip is slow motion, give the rate it was filmed at.")
    return _(
        "Played at {fps:.4g} frames/s, the run looks filmed at about {rate:g}: give {rate:g} as "
        "the rate it was filmed at, if that is right."
    ).format(fps=timing.playback_fps, rate=rate)
