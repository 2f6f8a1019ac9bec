"""Timing + what the motion shows -> ClockCheck: can the clock be right, and if not, what to ask.

A run takes 2.2 to 6 steps a second, a body in flight falls at g, and neither changes its pace all
at once. A clip that does otherwise plays at another speed than it was filmed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.clock.cadence import PaceChange
from aqvision.kinematics.clock.free_fall import Fall
from aqvision.kinematics.clock.step_rate import MIN_STRIDES
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
_UNEVEN_GIVEN = _(
    "Steps take very different times: a part of the clip may be slow motion, which is to be cut "
    "out, or the feet are badly seen."
)
_GIVEN = _(
    "Check that rate. If it is right, steps are missed: see whether the skeleton sits on the legs "
    "in the pictures, and film the legs larger and in better light."
)
_OR = _(", or {rate:g}, which makes {step_rate_hz:.2g}")
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
    n_strides: float = np.inf,
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
    n_strides
        Over how many strides the steps were counted; from fewer than two no rate is named.
    """
    if change is not None:
        return _changing(timing, change)
    if not plausible_step_rate(step_rate_hz):
        return _no_run(timing, step_rate_hz, fall, even=even, n_strides=n_strides)
    steps = _("{step_rate_hz:.2g} steps a second").format(step_rate_hz=step_rate_hz)
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


def plausible_rates(
    capture_fps: float, step_rate_hz: float, fall: Fall | None
) -> tuple[tuple[int, float], ...]:
    """List the rates of a camera that would make a run of a clip, the likeliest first.

    Parameters
    ----------
    capture_fps, step_rate_hz
        Frames and steps a second by the clock so far.
    fall
        How fast the body falls by that clock, which leaves out what contradicts it; None where
        that cannot be seen.

    Returns
    -------
    tuple
        Each rate with the steps a second that it makes.

    Examples
    --------
    >>> plausible_rates(30, 0.6, None), plausible_rates(30, 1.05, None)
    (((240, 4.8), (120, 2.4)), ((120, 4.2),))
    """
    slowed = SPRINT_STEPS_HZ / step_rate_hz if fall is None else fall.slowed
    in_25s = abs(capture_fps / 25 - round(capture_fps / 25)) < _SAME_RATE and capture_fps < 75

    def apart(rate: int) -> float:
        return abs(float(np.log(rate / capture_fps / slowed)))

    fitting = [
        rate
        for rate in (_CAMERA_RATES_50_HZ_FPS if in_25s else _CAMERA_RATES_FPS)
        if plausible_step_rate(step_rate_hz * rate / capture_fps)
        and (fall is None or apart(rate) < np.log(2 / _NEAR_RATE))
    ]
    return tuple((rate, step_rate_hz * rate / capture_fps) for rate in sorted(fitting, key=apart))


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


def _no_run(
    timing: Timing, step_rate_hz: float, fall: Fall | None, *, even: bool, n_strides: float
) -> ClockCheck:
    """Judge a clock by which no run is seen: too little was, or it plays at another speed."""
    if not np.isfinite(step_rate_hz):
        return _unknown(timing)
    if n_strides < MIN_STRIDES:
        return _too_short(timing)
    if timing.user_given:
        return _odd_word(timing, step_rate_hz, even=even)
    return _implausible(timing, step_rate_hz, fall, even=even)


def _unknown(timing: Timing) -> ClockCheck:
    told = _doubted(timing, _("no step rate can be seen that the clock could be held against"))
    seen = _("no step rate can be seen, so the clock cannot be checked")
    return ClockCheck(
        timing=told,
        doubt=seen,
        code="no_step_rate",
        text=_("No step rate can be seen, so the clock cannot be checked: times are withheld."),
        hint=_("Film the whole athlete from the side, six steps or more."),
    )


def _too_short(timing: Timing) -> ClockCheck:
    seen = _("fewer than two strides are seen, so the clock cannot be checked")
    return ClockCheck(
        timing=_doubted(timing, seen),
        doubt=seen,
        code="few_strides",
        text=_("Fewer than two strides are seen, which do not show whether the clock is right."),
        hint=_("Times are withheld. Film a longer stretch: six steps or more."),
    )


def _odd_word(timing: Timing, step_rate_hz: float, *, even: bool) -> ClockCheck:
    """Question the rate that the user gave, which is not asked for again."""
    steps = _("{step_rate_hz:.2g} steps a second").format(step_rate_hz=step_rate_hz)
    return ClockCheck(
        timing=_doubted(timing, _("{steps} fit no run").format(steps=steps)),
        doubt=_("{step_rate_hz:.2g} steps/s is no running by the rate that was given").format(
            step_rate_hz=step_rate_hz
        ),
        code="doubtful_capture_rate",
        text=_(
            "By the rate that was given, {steps} are seen, which fit no run: times are withheld."
        ).format(steps=steps),
        hint=_GIVEN if even else _UNEVEN_GIVEN,
    )


def _implausible(
    timing: Timing, step_rate_hz: float, fall: Fall | None, *, even: bool
) -> ClockCheck:
    steps = _("{step_rate_hz:.2g} steps a second").format(step_rate_hz=step_rate_hz)
    rates = plausible_rates(timing.capture_fps, step_rate_hz, fall)
    return ClockCheck(
        timing=_doubted(timing, _("{steps} fit no run").format(steps=steps)),
        doubt=_("{step_rate_hz:.2g} steps/s is no running: give the rate it was filmed at").format(
            step_rate_hz=step_rate_hz
        ),
        code="implausible_step_rate",
        text=_("{steps} do not fit a run: times are withheld.").format(steps=steps),
        hint=_question(timing, rates) if even else _UNEVEN,
    )


def _wrong_fall(timing: Timing, step_rate_hz: float, fall: Fall) -> ClockCheck:
    speed = _("slowly") if fall.slowed > 1 else _("fast")
    times = max(fall.slowed, 1 / fall.slowed)
    seen = _("the body falls as if the clock ran {times:.2g} times too {speed}").format(
        times=times, speed=speed
    )
    rates = plausible_rates(timing.capture_fps, step_rate_hz, fall)
    if timing.user_given:
        return ClockCheck(
            timing=_with(timing, seen),
            code="doubtful_capture_rate",
            text=_("In flight {seen}.").format(seen=seen),
            hint=_("Check the capture rate and the scale that you gave."),
        )
    return ClockCheck(
        timing=_doubted(timing, seen),
        doubt=_("{seen}: give the rate it was filmed at").format(seen=seen),
        code="implausible_fall",
        text=_("In flight {seen}: times are withheld.").format(seen=seen),
        hint=_question(timing, rates),
    )


def _question(timing: Timing, rates: Sequence[tuple[int, float]]) -> str:
    """Ask for the true rate, and offer each that would make a run of it."""
    if not rates:
        return _("If the clip is slow motion, give the rate it was filmed at.")
    (first, first_hz), *others = rates
    more = "".join(_OR.format(rate=rate, step_rate_hz=hz) for rate, hz in others)
    return _(
        "Played at {fps:.4g} frames/s, the run looks filmed faster or slower: give {rate:g} as the "
        "rate it was filmed at, which makes {step_rate_hz:.2g} steps a second{more}, if that is "
        "right. A jog takes 2.6 to 3 steps a second, a sprint 3.8 to 5."
    ).format(fps=timing.playback_fps, rate=first, step_rate_hz=first_hz, more=more)
