"""What a clip tells of force, for the tests of files, reports and comparisons."""

from __future__ import annotations

from pathlib import Path

from aqvision.core.clip import Clip
from aqvision.core.splits import parse_splits
from aqvision.kinematics.force.measure import Force, measure_force
from tests.support.synthetic import Run, analysis_of, motion_of


def force_with(splits: str) -> Force:
    """Measure a steady run whose beginning was timed."""
    run = Run()
    analysis = analysis_of(run)
    clip = Clip(Path("run.mp4"), mass_kg=70, height_m=1.75, splits=parse_splits(splits))
    return measure_force(clip, motion_of(run.pose()), analysis.contacts, analysis.metrics)


FORCE = force_with("5:1.21,10:1.99,20:3.38,30:4.71,35:5.36")
