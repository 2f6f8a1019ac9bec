"""Clip + Motion + steps -> Force: profile and spring, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aqvision.core.clip import Clip
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.force.profile import ForceVelocity, measure_profile
from aqvision.kinematics.force.run_start import read_splits
from aqvision.kinematics.force.spring_mass import SpringMass, measure_spring_mass
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.quality.summary import MetricSummary

NOT_LOOKED_FOR = _("the version that measured this clip did not look for it")
_FROM_THE_SIDE = _("only a clip from the side shows it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """What a clip tells of force; a reason for each part that is None, else empty."""

    velocity: ForceVelocity | None = None
    velocity_reason: str = NOT_LOOKED_FOR
    spring: SpringMass | None = None
    spring_reason: str = NOT_LOOKED_FOR


def measure_force(
    clip: Clip,
    motion: Motion | None,
    contacts: tuple[Contact, ...],
    metrics: Mapping[str, MetricSummary],
) -> Force:
    """Measure what a clip, and split times of its run, tell of force.

    Parameters
    ----------
    clip
        Body mass, height and splits, as far as the user gave them.
    motion
        The athlete in leg lengths; None where the clip is not seen from the side.
    contacts, metrics
        Contacts in order of time, and the summary of each metric.
    """
    profile = _profile(clip, motion)
    spring: SpringMass | str = _FROM_THE_SIDE
    if motion is not None:
        spring = measure_spring_mass(motion, contacts, metrics, clip.mass_kg)
    return Force(
        velocity=None if isinstance(profile, str) else profile,
        velocity_reason=profile if isinstance(profile, str) else "",
        spring=None if isinstance(spring, str) else spring,
        spring_reason=spring if isinstance(spring, str) else "",
    )


def _profile(clip: Clip, motion: Motion | None) -> ForceVelocity | str:
    """Take the splits that are given, else those that the clip shows."""
    splits = clip.splits
    if splits is None:
        shown = _FROM_THE_SIDE if motion is None else read_splits(motion)
        if isinstance(shown, str):
            return shown
        splits = shown
    if clip.mass_kg is None or clip.height_m is None:
        return _("body mass or standing height was not said")
    given = clip.splits is not None
    return measure_profile(
        splits,
        clip.mass_kg,
        clip.height_m,
        from_clip=not given,
        scale_se_frac=0.0 if given or motion is None else motion.scale_se_frac,
    )
