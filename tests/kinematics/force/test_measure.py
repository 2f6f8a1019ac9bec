"""What a clip and its split times tell of force together."""

from __future__ import annotations

from pathlib import Path

from aqvision.core.clip import Clip
from aqvision.core.splits import parse_splits
from aqvision.kinematics.force.measure import Force, measure_force
from tests.support.standing_start import sprint
from tests.support.synthetic import Run, analysis_of, motion_of

SPLITS = parse_splits("5:1.21,10:1.99,20:3.38,30:4.71,35:5.36")
RUN = Run()


def force_of(clip: Clip, *, from_side: bool = True) -> Force:
    analysis = analysis_of(RUN)
    motion = motion_of(RUN.pose()) if from_side else None
    return measure_force(clip, motion, analysis.contacts, analysis.metrics)


def test_splits_give_a_profile_and_a_steady_run_a_spring() -> None:
    force = force_of(Clip(Path("run.mp4"), mass_kg=70, height_m=1.75, splits=SPLITS))
    assert force.velocity is not None and force.spring is not None
    assert not force.velocity.from_clip
    assert force.velocity.mass_kg == 70
    assert (force.velocity_reason, force.spring_reason) == ("", "")


def test_a_flying_run_without_splits_has_a_reason() -> None:
    force = force_of(Clip(Path("run.mp4")))
    assert force.velocity is None
    assert force.velocity_reason == "the clip does not show the start"


def test_splits_need_no_view_from_the_side() -> None:
    clip = Clip(Path("run.mp4"), mass_kg=70, height_m=1.75, splits=SPLITS)
    force = force_of(clip, from_side=False)
    assert force.velocity is not None and force.spring is None
    assert "from the side" in force.spring_reason


def test_positions_without_mass_have_a_reason() -> None:
    analysis = analysis_of(RUN)
    clip = Clip(Path("run.mp4"), height_m=1.75)
    force = measure_force(clip, sprint(), analysis.contacts, analysis.metrics)
    assert "body mass" in force.velocity_reason
