"""Paths and radii -> coloured quads: the surface of the figure.

Colours are RGB from 0 to 1; points are metres in the world.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Quads:
    """Flat patches: corners (N, 4, 3) and one colour each (N, 3)."""

    corners_m: Array
    colours: Array


def join_quads(parts: Sequence[Quads]) -> Quads:
    """All patches of all parts."""
    return Quads(
        np.concatenate([part.corners_m for part in parts]),
        np.concatenate([part.colours for part in parts]),
    )


def elliptic_rings(
    centres_m: Array, first_axes: Array, second_axes: Array, radii_m: Array, n_sides: int
) -> Array:
    """Rings of points (K, n_sides, 3) about K centres; `radii_m` (K, 2) along the two axes."""
    turn = np.linspace(0.0, 2.0 * np.pi, n_sides, endpoint=False)
    along_first = np.cos(turn)[None, :, None] * (first_axes * radii_m[:, :1])[:, None]
    along_second = np.sin(turn)[None, :, None] * (second_axes * radii_m[:, 1:])[:, None]
    return np.asarray(centres_m[:, None] + along_first + along_second)


def tube(rings_m: Array, colours: Array) -> Quads:
    """Skin over rings (K, n, 3), closed at both ends; `colours` (K - 1, n, 3)."""
    following = np.roll(rings_m, -1, axis=1)
    sides = np.stack([rings_m[:-1], following[:-1], following[1:], rings_m[1:]], axis=2)
    corners, paints = [sides.reshape(-1, 4, 3)], [colours.reshape(-1, 3)]
    for end in (0, -1):
        middle_m = np.broadcast_to(rings_m[end].mean(axis=0), rings_m[end].shape)
        corners.append(np.stack([rings_m[end], following[end], middle_m, middle_m], axis=1))
        paints.append(colours[end])
    return Quads(np.concatenate(corners), np.concatenate(paints))


def banded_colours(fractions: Array, bands: Sequence[tuple[float, Colour]], n_sides: int) -> Array:
    """Colour of each patch between rings: of the first band whose end is beyond its middle."""
    middles = (fractions[:-1] + fractions[1:]) / 2.0
    ends = np.array([end for end, _ in bands])
    palette = np.array([colour for _, colour in bands])
    chosen = palette[np.clip(np.searchsorted(ends, middles), 0, len(bands) - 1)]
    return np.repeat(chosen[:, None], n_sides, axis=1)


def unit(vector: Array) -> Array:
    """Keep the direction, make the length one."""
    return np.asarray(vector / np.linalg.norm(vector, axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True, eq=False)
class LimbShape:
    """How thick a body part is along its length, and what covers it.

    Attributes
    ----------
    profile : (P, 4) array
        Rows of fraction along the limb, radius forward, radius sideways and shift forward, in m.
    bands
        Fraction at which each colour ends.
    """

    profile: Array
    bands: tuple[tuple[float, Colour], ...]
    n_rings: int = 15
    n_sides: int = 18

    def sizes_at(self, fractions: Array) -> Array:
        """Interpolate radius forward, radius sideways and shift, (K, 3)."""
        columns = self.profile.T
        return np.stack(
            [np.interp(fractions, columns[0], column) for column in columns[1:]], axis=1
        )

    def fractions(self) -> Array:
        """Where the rings are."""
        return np.linspace(self.profile[0, 0], self.profile[-1, 0], self.n_rings)


def limb(start_m: Array, end_m: Array, sideways: Array, shape: LimbShape) -> Quads:
    """Make a body part between two joints; `sideways` tells its side from its front."""
    axis = end_m - start_m
    along = unit(axis)
    side = unit(sideways - along * np.dot(sideways, along))
    front = np.cross(side, along)
    fractions = shape.fractions()
    sizes = shape.sizes_at(fractions)
    centres_m = start_m + axis * fractions[:, None] + front * sizes[:, 2:]
    axes = [np.broadcast_to(vector, centres_m.shape) for vector in (front, side)]
    rings_m = elliptic_rings(centres_m, axes[0], axes[1], sizes[:, :2], shape.n_sides)
    return tube(rings_m, banded_colours(fractions, shape.bands, shape.n_sides))
