"""Rendered runs of several bodies -> what of the shoulder line is rotation and what is the arms'.

A run is periodic, so each series is told by its wave at stride frequency: a complex number with
amplitude in degrees and phase. The line of the shoulders is taken as

    line = gain x true rotation + leak x swing of the near upper arm

with a real gain and a real leak. One clip cannot tell the two apart; clips of one body with other
rotation or other arms can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.harmonics import find_frequency, fit_harmonics
from aqvision.kinematics.metrics.torso import MOST_ARM_LEAK
from aqvision.pose.estimate import RawPose
from samples.generator import BEFORE
from validation.measuring import SETTINGS, motion_of
from validation.rendered_clips import SIDE_VIEWS, clip_of, load_truth
from validation.renders import Render, measure_renders
from validation.store import find_raw_pose
from validation.tables import known, section, table

_HARMONICS = 2
_STRIDE_RATES_HZ = (1.5, 3.0)
_SWINGING_DEG = 20.0
_FEWEST = 2
_MAX_GAIN_SE = 0.15
_STILL_ARMS = {"shoulder_flexion_peak_deg": -9.0, "shoulder_extension_peak_deg": -9.0}
_OURS, _FROM_LEFT = "ours", "ours, from the left"
_OTHERS = {"tiny": "mannequin", "mh": "realistic", "cyc": "realistic"}


def _turning(amplitude_deg: float, **others: float) -> Render:
    changed: dict[str, Any] = {"thorax_yaw_amplitude_deg": amplitude_deg, **others}
    return Render(replace(BEFORE, **changed))


RENDERS = (
    *((_OURS, _turning(amplitude)) for amplitude in (2.0, 4.5, 7.0, 12.0, 17.0)),
    *((_OURS, _turning(7.0, shoulder_flexion_peak_deg=peak)) for peak in (18.0, 24.0, 36.0, 42.0)),
    *((_OURS, _turning(amplitude, **_STILL_ARMS)) for amplitude in (2.0, 17.0)),
    (_OURS, _turning(7.0, arm_lag_frac=0.25)),
    (_OURS, _turning(-7.0)),
    *((_FROM_LEFT, replace(_turning(amplitude), from_left=True)) for amplitude in (2.0, 17.0)),
)


@dataclass(frozen=True, slots=True)
class Split:
    """Gain and leak of a body with their errors; NaN where clips are too few or alike."""

    gain: float
    leak: float
    gain_se: float
    leak_se: float

    @property
    def is_told(self) -> bool:
        """Tell whether the clips told gain and leak apart."""
        return self.gain_se < _MAX_GAIN_SE


@dataclass(frozen=True, slots=True)
class ThoraxWaves:
    """Waves at stride frequency of one clip, in degrees, forward on the right side positive.

    ``rotation`` is the truth, ``arm`` and ``line`` are measured.
    """

    body: str
    rotation: complex
    arm: complex
    line: complex

    def leak_at(self, gain: float) -> float:
        """Leak that explains the line at a gain, as a share of the arm's swing."""
        return float(((self.line - gain * self.rotation) / self.arm).real)

    def range_error_deg(self, found: complex) -> float:
        """Error of the range, if the rotation were this wave."""
        return 2 * (abs(found) - abs(self.rotation))

    def corrected(self, found: Split) -> complex:
        """Rotation that the line tells by the gain and leak of other bodies."""
        return (self.line - found.leak * self.arm) / found.gain


def measure_thorax(cache: Path) -> list[ThoraxWaves]:
    """Measure the shoulder line of every body."""
    raws = measure_renders([render for _, render in RENDERS], cache)
    ours = [_of_render(*named, raw) for named, raw in zip(RENDERS, raws, strict=True)]
    return ours + [_of_clip(name, cache) for name in SIDE_VIEWS]


def split(clips: Sequence[ThoraxWaves]) -> Split:
    """Find gain and leak of clips by least squares over real and imaginary parts."""
    causes = np.array([(c.rotation, c.arm) for c in clips])
    line = np.array([c.line for c in clips])
    basis = np.concatenate([causes.real, causes.imag])
    found = np.concatenate([line.real, line.imag])
    fit, _, rank, _ = np.linalg.lstsq(basis, found, rcond=None)
    if len(clips) < _FEWEST or rank < basis.shape[1]:
        return Split(*(float("nan"),) * 4)
    rest = found - basis @ fit
    variance = rest @ rest / max(1, len(found) - 2)
    gain_se, leak_se = np.sqrt(variance * np.diag(np.linalg.inv(basis.T @ basis)))
    return Split(float(fit[0]), float(fit[1]), float(gain_se), float(leak_se))


def _of_render(body: str, render: Render, raw: RawPose) -> ThoraxWaves:
    truth = render.motion(raw.sequence.time_s).angles_deg
    return _waves(body, raw, truth["thorax_yaw_deg"])


def _of_clip(name: str, cache: Path) -> ThoraxWaves:
    raw = find_raw_pose(clip_of(name), cache)
    truth = load_truth(name).table["ang_sh_yaw"].to_numpy(dtype=np.float64)
    return _waves(_OTHERS[name.split("_")[0]], raw, truth[: len(raw.sequence)])


def _waves(body: str, raw: RawPose, rotation_deg: FloatArray) -> ThoraxWaves:
    motion = motion_of(raw.sequence, raw.camera)
    angles = measure_angles(motion, SETTINGS.body)
    seen = raw.sequence.wholly_in_view
    thighs = (angles["right_thigh_deg"] - angles["left_thigh_deg"]).to_numpy()
    stride_hz = find_frequency(motion.time_s[seen], thighs[seen], *_STRIDE_RATES_HZ)
    forward = 1 if motion.near_side == "right" else -1

    def wave(series: FloatArray) -> complex:
        fit = fit_harmonics(motion.time_s[seen], series[seen], stride_hz, _HARMONICS)
        if fit is None:
            return complex("nan")
        return complex(fit.amplitude * np.exp(1j * np.radians(fit.phase_deg)))

    arm = forward * angles[f"{motion.near_side}_upper_arm_deg"].to_numpy()
    line = angles["thorax_yaw_deg"].to_numpy()
    return ThoraxWaves(body, wave(rotation_deg), wave(arm), wave(line))


def thorax_section(clips: Sequence[ThoraxWaves]) -> str:
    """Write the section on what the shoulder line shows."""
    families = dict.fromkeys(_family(clip) for clip in clips)
    left_out = [_left_out(clips, family) for family in families]
    holds = all(after < before for _, _, before, after in left_out if np.isfinite(after))
    rows = (
        f"{body} | {_told(found)} | {before:.1f} | {known(after, '.1f') or 'not told'}"
        for body, found, before, after in left_out
    )
    verdict = _HOLDS if holds else _DOES_NOT_HOLD
    return section(
        _INTRODUCTION, _body_table(clips), _LEFT_OUT_WORDS, table(_LEFT_OUT_HEAD, rows), verdict
    )


def _family(clip: ThoraxWaves) -> str:
    """Body, whatever the side it is seen from."""
    return clip.body.split(",")[0]


def _left_out(clips: Sequence[ThoraxWaves], family: str) -> tuple[str, Split, float, float]:
    """Gain and leak of all other bodies; error of this one's range as read and by them, RMS."""
    found = split([clip for clip in clips if _family(clip) != family])
    mine = [clip for clip in clips if _family(clip) == family]
    before = [clip.range_error_deg(clip.line) for clip in mine]
    after = [clip.range_error_deg(clip.corrected(found)) for clip in mine]
    return family, found, _rms(before), _rms(after) if found.is_told else float("nan")


def _rms(values: Sequence[float]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def _body_table(clips: Sequence[ThoraxWaves]) -> str:
    rows = []
    for body in dict.fromkeys(clip.body for clip in clips):
        mine = [clip for clip in clips if clip.body == body]
        leaks = [clip.leak_at(1.0) for clip in mine if abs(clip.arm) > _SWINGING_DEG]
        over = [clip.range_error_deg(clip.line) for clip in mine]
        rows.append(
            f"{body} | {len(mine)} | {_told(split(mine))} | {min(leaks):.2f} to "
            f"{max(leaks):.2f} | {min(over):+.1f} to {max(over):+.1f}"
        )
    return table(_BODY_HEAD, rows)


def _told(found: Split) -> str:
    """Cells of gain and leak; no numbers where the clips do not tell the two apart."""
    if not found.is_told:
        return "not told | not told"
    return f"{found.gain:.2f} ± {found.gain_se:.2f} | {found.leak:.2f} ± {found.leak_se:.2f}"


_BODY_HEAD = (
    "| body | clips | gain | leak | leak of each clip if the gain were 1 | range as read, over "
    "the truth, deg |"
)
_LEFT_OUT_HEAD = (
    "| body left out | gain of the others | leak of the others | error of the range as read, "
    "deg | after correction, deg |"
)
_INTRODUCTION = f"""## Thorax rotation: what the shoulder line shows

The far shoulder is hidden and guessed, among others from the arms. So the line of the shoulders is
taken as gain × true rotation + leak × swing of the near upper arm, wave by wave at stride
frequency. Bodies of which rotation or arms were changed tell both; others tell the leak only for a
gain that is assumed. Timing of the thorax is withheld where a leak between 0 and {MOST_ARM_LEAK}
would turn it."""
_LEFT_OUT_WORDS = """Were gain and leak the same for every body, those of some would correct the
others. Root mean square error of the range of rotation:"""
_HOLDS = "The correction errs less on every body that was left out."
_DOES_NOT_HOLD = """**The correction does not hold**: it errs more on a body that was left out, so
it is not made. The range stays as read, graded C: its direction counts, and only beyond what other
arms alone would make of it."""
