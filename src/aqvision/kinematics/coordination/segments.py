"""Joints -> segments of the body: where the mass of each lies, and how hard it is to turn.

Masses and centres of 100 men and 15 women by gamma rays, brought to the centres of the joints. A
clip does not say whose body it shows, so the mean of women and men is used: masses of limbs differ
by 4 to 15 % between the two, which is the same in every clip of an athlete.
Source: de-leva-1996.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One segment between two joints.

    Parameters
    ----------
    mass_frac
        Its part of the mass of the body.
    centre_frac
        Its centre of mass, as a part of the way from the proximal joint to the distal one; below 0
        or above 1 where the segment lies beyond a joint.
    gyration_frac
        Its radius of gyration about the axis across the body, in lengths of that way.
    """

    mass_frac: float
    centre_frac: float
    gyration_frac: float


# The hand goes on along the forearm, the head along the line from the hips to the shoulders: their
# own points are seen too poorly. So both are given in lengths of the segment they go on from.
WOMEN = MappingProxyType(
    {
        "trunk": Segment(mass_frac=0.4257, centre_frac=0.3782, gyration_frac=0.360),
        "head": Segment(mass_frac=0.0668, centre_frac=-0.487, gyration_frac=0.144),
        "upper_arm": Segment(mass_frac=0.0255, centre_frac=0.5754, gyration_frac=0.260),
        "forearm": Segment(mass_frac=0.0138, centre_frac=0.4559, gyration_frac=0.257),
        "hand": Segment(mass_frac=0.0056, centre_frac=1.221, gyration_frac=0.134),
        "thigh": Segment(mass_frac=0.1478, centre_frac=0.3612, gyration_frac=0.364),
        "shank": Segment(mass_frac=0.0481, centre_frac=0.4352, gyration_frac=0.263),
        "foot": Segment(mass_frac=0.0129, centre_frac=0.4014, gyration_frac=0.279),
    }
)
MEN = MappingProxyType(
    {
        "trunk": Segment(mass_frac=0.4346, centre_frac=0.4310, gyration_frac=0.358),
        "head": Segment(mass_frac=0.0694, centre_frac=-0.406, gyration_frac=0.148),
        "upper_arm": Segment(mass_frac=0.0271, centre_frac=0.5772, gyration_frac=0.269),
        "forearm": Segment(mass_frac=0.0162, centre_frac=0.4574, gyration_frac=0.265),
        "hand": Segment(mass_frac=0.0061, centre_frac=1.253, gyration_frac=0.164),
        "thigh": Segment(mass_frac=0.1416, centre_frac=0.4095, gyration_frac=0.329),
        "shank": Segment(mass_frac=0.0433, centre_frac=0.4395, gyration_frac=0.245),
        "foot": Segment(mass_frac=0.0137, centre_frac=0.4415, gyration_frac=0.245),
    }
)
"""Trunk from the middle of the shoulders to that of the hips, foot from heel to toe."""


def _mean(one: Segment, other: Segment) -> Segment:
    return Segment(
        mass_frac=(one.mass_frac + other.mass_frac) / 2,
        centre_frac=(one.centre_frac + other.centre_frac) / 2,
        gyration_frac=(one.gyration_frac + other.gyration_frac) / 2,
    )


BODY = MappingProxyType({name: _mean(WOMEN[name], MEN[name]) for name in MEN})
"""The mean of women and men."""
