"""FrontalMotion + steps -> what a front or rear view shows: width of the steps, hands, trunk.

Everything is measured across the picture, where this view is sharp. What swings towards the camera
is left to the side view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import _
from aqvision.kinematics.frontal.motion import FrontalMotion
from aqvision.kinematics.frontal.steps import FrontalStep, feet_apart
from aqvision.kinematics.harmonics import HarmonicFit, fit_harmonics
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Need, Pillar, needs
from aqvision.kinematics.metrics.variation import TRUNK_SWAY, WIDTH
from aqvision.kinematics.signals import between

_FRONT: frozenset[View] = frozenset({View.FRONT})
_BOTH: frozenset[View] = frozenset({View.FRONT, View.REAR})

FRONTAL = (
    Metric(
        name="step_width_frac", label=_("Step width"), unit="leg", pillar=Pillar.FRONTAL,
        definition=_(
            "How far the left foot stands to the left of the right one, from a step to the next, "
            "in leg lengths; negative = the feet cross."
        ),
        source="measured-frontal", evidence=Evidence.COMPUTED, mdc_60hz=0.03, mdc_240hz=0.025,
        best=Grade.C, main=True, sided=False, views=_BOTH,
        variation=WIDTH,
    ),
    Metric(
        name="step_width_m", label=_("Step width in metres"), unit="m", pillar=Pillar.FRONTAL,
        definition=_("The same in metres, by the athlete's height."),
        source="measured-frontal", evidence=Evidence.COMPUTED, mdc_60hz=0.03, mdc_240hz=0.025,
        needs=needs(Need.SCALE), best=Grade.C, sided=False, views=_BOTH,
        variation=WIDTH, repeats="step_width_frac",
    ),
    Metric(
        name="hand_crossing_frac", label=_("Hand past the middle (of shoulder breadth)"), unit="",
        pillar=Pillar.FRONTAL,
        definition=_(
            "How far the wrist comes past the line of the trunk, in shoulder breadths; negative = "
            "it stays on its own side."
        ),
        source="measured-frontal", evidence=Evidence.COMPUTED, mdc_60hz=0.15, mdc_240hz=0.12,
        needs=needs(Need.HAND), best=Grade.C, main=True, views=_FRONT,
        variation=WIDTH,
    ),
    Metric(
        name="trunk_sway_range_deg", label=_("Trunk sway"), unit="deg", pillar=Pillar.FRONTAL,
        definition=_("How far the trunk sways from side to side over a stride, by harmonic fit."),
        source="measured-frontal", evidence=Evidence.COMPUTED, mdc_60hz=3.0, mdc_240hz=2.5,
        best=Grade.C, main=True, sided=False, views=_BOTH,
        variation=TRUNK_SWAY,
    ),
)  # fmt: skip

# A hand comes forward once a stride, sharper than a sine; the trunk sways like one.
_HAND_HARMONICS, _SWAY_HARMONICS = 2, 1
# When a foot stands, from one passing of the feet to the next: in later flight it passes the other,
# and in a picture from the front it is lowest somewhat earlier than from behind.
_STANDS = (0.5, 0.8)
STANDING_PART = sum(_STANDS) / 2
"""Part of a step, from its start, at which its foot stands under the body."""
_SAME_S = 1e-6
_NAN = float("nan")


def measure_frontal_series(motion: FrontalMotion) -> pd.DataFrame:
    """Measure what is followed frame by frame.

    Parameters
    ----------
    motion
        The athlete over T frames, seen from the front or from behind.

    Returns
    -------
    DataFrame
        T rows: ``time_s``; ``feet_apart_trunk``, height of the left ankle above the right one in
        trunk lengths; ``trunk_side_lean_deg`` to the athlete's left; per side
        ``SIDE_hand_past_frac``, how far the wrist is past the line of the trunk, in shoulder
        breadths.
    """
    hands = {f"{side}_hand_past_frac": _hand_past(motion, side) for side in SIDES}
    return pd.DataFrame(
        {
            "time_s": motion.time_s,
            "feet_apart_trunk": feet_apart(motion),
            "trunk_side_lean_deg": _side_lean_deg(motion),
            **hands,
        }
    )


def measure_frontal_steps(motion: FrontalMotion, steps: Sequence[FrontalStep]) -> pd.DataFrame:
    """Measure each step.

    Parameters
    ----------
    motion
        The athlete over T frames, seen from the front or from behind.
    steps
        N steps in order of time.

    Returns
    -------
    DataFrame
        N rows: ``side step_start_s step_start_se_s``, step time and frequency, and a column for
        each of ``FRONTAL``; NaN where not in view. The hand is that of the step's own side, over
        the stride that the step begins. Measured: docs/accuracy.md.
    """
    series = measure_frontal_series(motion)
    rows = [_row(motion, series, place) for place in _places(steps)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


_COLUMNS = (
    "side",
    "step_start_s",
    "step_start_se_s",
    "step_time_s",
    "step_frequency_hz",
    "step_width_frac",
    "step_width_m",
    "hand_crossing_frac",
    "trunk_sway_range_deg",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A step with the one that follows it directly; None where that was not seen."""

    step: FrontalStep
    after: FrontalStep | None


def _places(steps: Sequence[FrontalStep]) -> list[_Place]:
    following = [*steps[1:], None][: len(steps)]
    return [
        _Place(step, after if after and abs(after.start_s - step.end_s) < _SAME_S else None)
        for step, after in zip(steps, following, strict=True)
    ]


def _row(motion: FrontalMotion, series: pd.DataFrame, place: _Place) -> dict[str, object]:
    step = place.step
    hand = _fit(series, f"{step.side}_hand_past_frac", place, _HAND_HARMONICS)
    lean = _fit(series, "trunk_side_lean_deg", place, _SWAY_HARMONICS)
    width_trunk = _step_width_trunk(motion, place)
    return {
        "side": step.side,
        "step_start_s": step.start_s,
        "step_start_se_s": step.start_se_s,
        "step_time_s": step.step_s,
        "step_frequency_hz": 1 / step.step_s,
        "step_width_frac": width_trunk * motion.legs_per_trunk,
        "step_width_m": width_trunk * motion.metres_per_trunk,
        "hand_crossing_frac": _NAN if hand is None else hand.turn()[1],
        "trunk_sway_range_deg": _NAN if lean is None else 2 * lean.amplitude,
    }


def _fit(series: pd.DataFrame, column: str, place: _Place, n_harmonics: int) -> HarmonicFit | None:
    """Fit the stride that a step begins; None where it was not seen to its end."""
    if place.after is None:
        return None
    start, end = place.step.start_s, place.after.end_s
    time = series["time_s"].to_numpy()
    inside = between(time, start, end)
    return fit_harmonics(
        time[inside],
        series[column].to_numpy()[inside],
        1 / (end - start),
        n_harmonics,
        origin_s=start,
        drift=False,
    )


def _step_width_trunk(motion: FrontalMotion, place: _Place) -> float:
    """Left foot to the left of the right one, each measured where it stands, in trunk lengths.

    Both are held against the line that the hips follow, so that a runner who drifts across the
    picture, or whom the camera sees from beside the lane, is not measured wider or narrower.
    """
    if place.after is None:
        return _NAN
    line_px = _hips_line_px(motion, place.step.start_s, place.after.end_s)
    out = {s.side: _foot_beside_line(motion, s, line_px) for s in (place.step, place.after)}
    return out["left"] - out["right"]


def _foot_beside_line(motion: FrontalMotion, step: FrontalStep, line_px: FloatArray) -> float:
    first_s, last_s = (step.start_s + part * step.step_s for part in _STANDS)
    stands = between(motion.time_s, first_s, last_s)
    foot = (motion.point(f"{step.side}_ankle") + motion.point(f"{step.side}_heel"))[stands, 0] / 2
    beside = (foot - line_px[stands]) / motion.trunk_px[stands]
    return float(np.median(beside)) if len(beside) else _NAN


def _hips_line_px(motion: FrontalMotion, start: float, end: float) -> FloatArray:
    """Where the hips are without their sway, (T,): a line over the stride, extended."""
    inside = between(motion.time_s, start, end)
    time, hips = motion.time_s[inside], motion.middle("hip")[inside, 0]
    fit = fit_harmonics(time, hips, 1 / (end - start), 1, origin_s=start)
    if fit is None:
        return np.full(len(motion.time_s), _NAN)
    middle = float(time[np.isfinite(hips)].mean())
    return np.asarray(fit.mean + fit.slope_per_s * (motion.time_s - middle))


def _hand_past(motion: FrontalMotion, side: Side) -> FloatArray:
    """Wrist past the line of the trunk, towards the other side, in shoulder breadths, (T,)."""
    wrist, hips, shoulders = motion.point(f"{side}_wrist"), *_trunk(motion)
    along = (shoulders - hips) / np.linalg.norm(shoulders - hips, axis=1, keepdims=True)
    away = wrist - hips
    left_of_line = away[:, 0] * along[:, 1] - away[:, 1] * along[:, 0]
    past = left_of_line if side == "right" else -left_of_line
    return np.asarray(past / (_breadth_trunks(motion) * motion.trunk_px))


def _breadth_trunks(motion: FrontalMotion) -> float:
    """Usual breadth of the shoulders in trunk lengths; NaN where they are never seen."""
    across = motion.point("left_shoulder")[:, 0] - motion.point("right_shoulder")[:, 0]
    breadth = across / motion.trunk_px
    known = breadth[np.isfinite(breadth)]
    return float(np.median(known)) if len(known) else _NAN


def _side_lean_deg(motion: FrontalMotion) -> FloatArray:
    """Lean of the line hips - shoulders to the athlete's left, (T,) degrees."""
    hips, shoulders = _trunk(motion)
    along = shoulders - hips
    return np.asarray(np.degrees(np.arctan2(along[:, 0], along[:, 1])))


def _trunk(motion: FrontalMotion) -> tuple[FloatArray, FloatArray]:
    return motion.middle("hip"), motion.middle("shoulder")
