"""Seasons of holds and sprints whose truth is known, for the tests of progress."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.hold_store import hold_to_dict
from aqvision.analysis.store import nan_to_null
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.core.recorded import Recorded, RecordedFrom
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.blocks import TrainingBlock
from aqvision.progress.gather import Season
from aqvision.progress.holds import Hold
from aqvision.progress.progress import Progress, measure_progress
from tests.support.holds import measured
from tests.support.ladders import WITHHELD
from tests.support.synthetic import Run, analysis_of

FIRST = dt.date(2026, 3, 2)
SETTINGS = Settings()
# no camera stands twice at the same place, so that runs of two days are told apart
_ASIDE_PX = 40.0
_UNKNOWN = (float("nan"), float("nan"))


def day(number: int) -> dt.date:
    """Give a day of the season, the first is 0."""
    return FIRST + dt.timedelta(days=number)


def clip(on: int, *, name: str = "", **shifts: float) -> Analysis:
    """Film a like run on a day, from elsewhere, its metrics moved by so much in their units.

    All but the usual primary metrics are withheld, so that a comparison is quick.
    """
    base = analysis_of(Run(noise_px=0.5))
    measured = {name: base.metrics[name] for name in (*PRIMARIES, "step_frequency_hz")}
    steps, metrics = base.steps.copy(), dict.fromkeys(METRICS, WITHHELD) | measured
    for metric, by in shifts.items():
        steps[metric] += by
        metrics[metric] = replace(metrics[metric], value=metrics[metric].value + by)
    made = replace(base.provenance, clip_name=name or f"run-{on}.mp4", clip_sha256=f"{on:064x}")
    filmed = Recorded(day(on), RecordedFrom.GIVEN)
    points = base.raw_pose.sequence
    aside = replace(points, xy_px=points.xy_px + np.array([0.0, _ASIDE_PX * on]))
    raw = replace(base.raw_pose, sequence=aside)
    return replace(
        base, provenance=made, steps=steps, metrics=metrics, recorded=filmed, raw_pose=raw
    )


def hold(on: int, sway_mm: float = 8.0, return_s: float = 0.6, *, number: int = 0) -> Hold:
    """Hold a posture on a day."""
    numbers = dict.fromkeys(HOLD_METRICS, _UNKNOWN)
    numbers |= {"sway_rms_mm": (sway_mm, 0.4), "return_s": (return_s, 0.05)}
    numbers |= {"time_in_band_frac": (0.8, 0.03)}
    return Hold(
        name=f"hold-{on}.mp4", identity=f"{on}-{number}", athlete="Ada", day=day(on), view="side",
        load="20 kg", numbers=numbers,
    )  # fmt: skip


def season_of(
    clips: Sequence[Analysis],
    holds: Sequence[Hold],
    blocks: Sequence[TrainingBlock] = (),
    primaries: Sequence[str] = (),
) -> Progress:
    """Set clips and holds side by side."""
    return measure_progress(
        Season(clips=tuple(clips), holds=tuple(holds)), blocks, SETTINGS, primaries
    )


BLOCKS = (
    TrainingBlock(first=day(0), last=day(27), what="Band holds, twice a week"),
    TrainingBlock(first=day(21), last=day(62), what="Acceleration, sleds"),
    TrainingBlock(first=day(70), last=day(70), what="Race"),
)


_KNOCKS: tuple[dict[str, float | None], ...] = (
    {"return_s": 0.5},
    {"return_s": None, "return_se_s": None},
    {"return_s": 0.7},
)


def write_hold(folder: Path, on: int | None, **changes: object) -> Path:
    """Write what the folder of a hold tells; without a day where ``on`` is None."""
    folder.mkdir(parents=True)
    whole = nan_to_null(hold_to_dict(measured()))
    filmed = Recorded(None if on is None else day(on), RecordedFrom.GIVEN)
    named = {"clip_name": f"{folder.name}.mp4", "clip_sha256": folder.name}
    errors = {"sway_rms_leg_lengths": {"se": 0.0005}, "time_in_band_frac": {"se": None}}
    knock = whole["perturbations"][0] | {"return_se_s": 0.1}
    content = whole | {
        "provenance": whole["provenance"] | named,
        "athlete": None,
        "notes": whole["notes"] | {"load": "20 kg"},
        "recorded": filmed.to_dict(),
        "sway_rms_mm": None,
        "sway_rms_leg_lengths": 0.008,
        "time_in_band_frac": 0.8,
        "perturbations": [knock | changed for changed in _KNOCKS],
        "errors": {name: row | errors.get(name, {}) for name, row in whole["errors"].items()},
    }
    (folder / "hold.json").write_text(json.dumps(content | changes))
    return folder
