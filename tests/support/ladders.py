"""Clips of an athlete whose truth is known as a line over speed, for the tests of comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.summary import MetricSummary, withheld_summary
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of

KNEE = "knee_flexion_peak_deg"
NAN = float("nan")
WITHHELD = withheld_summary("", "not of interest here")
_NUMBER = count()


@dataclass(frozen=True, slots=True)
class Athlete:
    """The bend of the knee in degrees: a line over speed, and how it scatters."""

    at_8_mps: float = 110.0
    slope_per_mps: float = 0.0
    step_sd: float = 3.0
    clip_sd: float = 2.0
    speed_sd_mps: float = 0.05
    measurement_sd: float = 0.5
    n_steps: int = 8

    def run(self, speed_mps: float, random: np.random.Generator) -> Analysis:
        """Film one run: knee and speed are measured, each with its error."""
        mean = self.at_8_mps + self.slope_per_mps * (speed_mps - 8) + random.normal(0, self.clip_sd)
        knee = mean + random.normal(0, self.step_sd, self.n_steps)
        side = (["left", "right"] * self.n_steps)[: self.n_steps]
        touchdown_s = 0.25 * np.arange(self.n_steps)
        steps = pd.DataFrame({"side": side, "touchdown_s": touchdown_s, KNEE: knee})
        seen_mps = speed_mps + random.normal(0, self.speed_sd_mps)
        base = analysis_of(Run())
        return replace(
            base,
            provenance=replace(base.provenance, clip_sha256=f"{next(_NUMBER):064x}"),
            steps=steps.reindex(columns=["side", "touchdown_s", *METRICS]),
            video=replace(base.video, capture_fps=240.0),
            metrics={
                **dict.fromkeys(METRICS, WITHHELD),
                KNEE: _summary(knee, self.measurement_sd, "deg"),
                "speed_mps": _summary(np.full(self.n_steps, seen_mps), 0.0, "m/s"),
            },
        )

    def ladder(self, speeds_mps: Sequence[float], random: np.random.Generator) -> list[Analysis]:
        """Film a run at each speed."""
        return [self.run(speed, random) for speed in speeds_mps]


def _summary(values: np.ndarray, measurement_sd: float, unit: str) -> MetricSummary:
    left, right = values[::2].mean(), values[1::2].mean()
    value, sd = (left + right) / 2, values.std(ddof=2)
    se = sd / len(values) ** 0.5
    return MetricSummary(
        value=value, left=left, right=right, sd=sd, measurement_sd=measurement_sd, se=se,
        n=len(values), unit=unit, confidence=Grade.A, reason="",
    )  # fmt: skip


def without_scale(clip: Analysis) -> Analysis:
    """Forget the scale of a clip, and with it its speed."""
    speed = replace(WITHHELD, reason="no scale: say how tall the athlete is")
    scene = scene_with(clip.scene, scale_se_frac=NAN)
    return replace(clip, scene=scene, metrics={**clip.metrics, "speed_mps": speed})
