"""Step rate and angles of a clip -> whether somebody runs in it, or why nobody does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.core.skeleton import SIDES
from aqvision.core.types import FloatArray
from aqvision.core.wording import _

SPRINT_STEPS_HZ = 4.2
"""The middle, in ratio, of what sprinting takes: 3 to 5.5 steps a second, and a few."""
_RUNNING_STEP_RATES_HZ = (2.2, 6.0)
# All but a twentieth at either end. Between the thighs lie some 100 degrees in a sprint, 50 in a
# walk; the ankles of a runner who comes or goes differ by half a trunk and more.
_TAILS = (5, 95)
_STANDING_DEG, _STANDING_TRUNKS = 20.0, 0.12
# A walker's knee bends to some 60 degrees, a jogger's to 90, a sprinter's to 120.
_WALKING_KNEE_DEG = 75.0
_HINT = _(
    "film one runner from the side, over six steps or more, or choose whom to measure; of a "
    "runner, see that knees and feet are in the picture; a posture that is held is measured as a "
    "hold"
)
_PROMPTS = (Prompt.PERSON, Prompt.HOLD)


def plausible_step_rate(step_rate_hz: float) -> bool:
    """Tell whether a step rate can be a jog or a sprint in real time.

    Parameters
    ----------
    step_rate_hz
        Steps a second; NaN is none.

    Examples
    --------
    >>> plausible_step_rate(4.5), plausible_step_rate(1.1)
    (True, False)
    """
    low, high = _RUNNING_STEP_RATES_HZ
    return low <= step_rate_hz <= high


def refuse_no_run(angles: pd.DataFrame, step_rate_hz: float) -> None:
    """Refuse somebody seen from the side who stands or walks.

    Slow motion that nobody declared has the step rate of a walk, but the knees of a run.

    Parameters
    ----------
    angles
        T rows of angles in degrees, as ``measure_angles`` gives them.
    step_rate_hz
        Steps a second; NaN where not known.

    Raises
    ------
    PoseError
        The thighs hardly part, or steps are slow and knees nearly straight.
    """
    apart = (angles["left_thigh_deg"] - angles["right_thigh_deg"]).to_numpy(dtype=np.float64)
    if _range(apart) < _STANDING_DEG:
        raise PoseError(_("nobody runs in this clip: the athlete stands"), _HINT, _PROMPTS)
    knees = np.concatenate([angles[f"{side}_knee_flexion_deg"].to_numpy() for side in SIDES])
    bent = knees[np.isfinite(knees)]
    if not len(bent) or plausible_step_rate(step_rate_hz):
        return
    if np.percentile(bent, _TAILS[1]) < _WALKING_KNEE_DEG:
        raise PoseError(_("nobody runs in this clip: the athlete walks"), _HINT, _PROMPTS)


def refuse_standing(feet_apart_trunks: FloatArray) -> None:
    """Refuse somebody seen from the front or from behind whose feet do not leave the ground.

    Parameters
    ----------
    feet_apart_trunks
        (T,) height of the left ankle above the right one, in trunk lengths.

    Raises
    ------
    PoseError
        The ankles stay at one height.
    """
    if _range(feet_apart_trunks) < _STANDING_TRUNKS:
        raise PoseError(_("nobody runs in this clip: the athlete stands"), _HINT, _PROMPTS)


def _range(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.ptp(np.percentile(known, _TAILS))) if len(known) else np.inf
