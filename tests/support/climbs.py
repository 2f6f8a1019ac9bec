"""Runs of an athlete at several speeds, whose arms lag above one of them, for the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.core.types import FloatArray
from aqvision.coupling.couplings import COUPLINGS
from aqvision.coupling.tracks import Track
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.summary import MetricSummary, withheld_summary
from tests.support.synthetic import Run, analysis_of

SPEEDS_MPS = (6.5, 7.1, 7.7, 8.3, 8.9, 9.5)
ARM, THIGHS, CONTACT = "arm_leg_phase_deg", "thigh_thigh_phase_deg", "contact_time_s"
_STEP_S = 0.24
_STEP_SD = {ARM: 3.0, THIGHS: 2.0, CONTACT: 0.003}


@dataclass(frozen=True, slots=True, kw_only=True)
class Climber:
    """How an athlete runs: arms that lag by ``lag_deg_per_mps`` above ``break_mps``."""

    lag_deg_per_mps: float = 0.0
    break_mps: float = 8.4
    sides: tuple[str, ...] = ("left", "right")
    run_sd_deg: float = 0.5
    n_steps: int = 8
    name: str | None = None

    def run(
        self, speeds_mps: Sequence[float] | FloatArray, random: np.random.Generator
    ) -> Analysis:
        """Film one run: a speed for each step, or one for all of them."""
        speed = np.broadcast_to(np.asarray(speeds_mps, dtype=np.float64), self.n_steps).copy()
        side = np.array((["left", "right"] * self.n_steps)[: self.n_steps])
        lags = np.isin(side, self.sides) * self.lag_deg_per_mps
        arm = 5.0 - lags * np.maximum(0.0, speed - self.break_mps)
        of_run = self.run_sd_deg * random.standard_normal(2)
        values = {ARM: arm + of_run[0], THIGHS: np.full(self.n_steps, 180.0) + of_run[1],
                  CONTACT: 0.9 / speed}  # fmt: skip
        for name, sd in _STEP_SD.items():
            values[name] = values[name] + sd * random.standard_normal(self.n_steps)
        values[THIGHS][side == "right"] = np.nan
        values["stance_force_bw"] = _STEP_S / values[CONTACT]
        values["speed_mps"], values["step_length_m"] = speed, speed * _STEP_S
        values["step_time_s"] = np.full(self.n_steps, _STEP_S)
        return self._analysis(side, values)

    def _analysis(self, side: np.ndarray, values: dict[str, FloatArray]) -> Analysis:
        touchdown_s = _STEP_S * np.arange(self.n_steps)
        steps = pd.DataFrame({"side": side, "touchdown_s": touchdown_s, **values})
        base = analysis_of(Run())
        sha256 = hashlib.sha256(steps.to_csv().encode()).hexdigest()
        unseen = replace(base.raw_pose.sequence, visibility=0 * base.pose.visibility)
        withheld = withheld_summary("", "not of interest here")
        return replace(
            base,
            athlete=self.name,
            provenance=replace(
                base.provenance, clip_name=f"run-{sha256[:4]}.mp4", clip_sha256=sha256
            ),
            # points that are not seen: else all would be taken for copies of one run
            raw_pose=replace(base.raw_pose, sequence=unseen),
            steps=steps.reindex(columns=["side", "touchdown_s", *METRICS]),
            video=replace(base.video, capture_fps=240.0),
            metrics={
                **dict.fromkeys(METRICS, withheld),
                **{name: _summary(name, side, value) for name, value in values.items()},
            },
        )

    def ladder(self, speeds_mps: Sequence[float] = SPEEDS_MPS, seed: int = 3) -> list[Analysis]:
        """Film a run at each speed."""
        random = np.random.default_rng(seed)
        return [self.run([speed], random) for speed in speeds_mps]


def _summary(name: str, side: np.ndarray, value: FloatArray) -> MetricSummary:
    left, right = (float(np.nanmean(value[side == s])) if np.isfinite(value[side == s]).any()
                   else float("nan") for s in ("left", "right"))  # fmt: skip
    return MetricSummary(
        value=float(np.nanmean([left, right])), left=left, right=right,
        sd=float(np.nanstd(value)), measurement_sd=0.0, se=0.01, n=len(value),
        unit=METRICS[name].unit, confidence=Grade.B, reason="",
    )  # fmt: skip


def track(
    values: Sequence[float] | FloatArray,
    name: str = ARM,
    *,
    side: str | None = "left",
    speeds_mps: Sequence[float] = SPEEDS_MPS,
    step_sd: float = 1.0,
    grade: Grade = Grade.B,
) -> Track:
    """Make a track of these values."""
    coupling = next(one for one in COUPLINGS if one.name == name)
    metric, speed = METRICS[name], np.asarray(speeds_mps, dtype=np.float64)
    level = float(np.mean(values))
    return Track(
        coupling=coupling, metric=metric, side=side,  # type: ignore[arg-type]
        speed_mps=speed, force_bw=speed / 4, value=np.asarray(values, dtype=np.float64),
        step_variance=np.full(len(speed), step_sd**2), run=np.arange(len(speed), dtype=np.float64),
        run_sd=metric.variation.run_sd_of(level),
        worthwhile=metric.minimal_detectable_change(240.0, level), grade=grade, reason="",
    )  # fmt: skip


def lagging(slope: float, break_mps: float = 8.4, level: float = 5.0) -> FloatArray:
    """Values that fall by a slope above a speed."""
    return level - slope * np.maximum(0.0, np.array(SPEEDS_MPS) - break_mps)
