"""Body mass + height -> how strongly the air holds a runner back."""

from __future__ import annotations

_AIR_AT_0_C = 1.293
_TEMPERATURE_C, _PRESSURE_MMHG = 20.0, 760.0
_DRAG_COEFFICIENT, _FRONTAL_FRAC = 0.9, 0.266


def drag_kg_per_m(mass_kg: float, height_m: float) -> float:
    """Estimate the drag of a runner: its product with the square of speed is a force.

    Parameters
    ----------
    mass_kg, height_m
        Body mass and standing height.

    Returns
    -------
    float
        kg/m, at 20 degrees and 760 mmHg without wind. Source: arsac-2002.

    Examples
    --------
    >>> round(drag_kg_per_m(75, 1.80), 3)
    0.28
    """
    air = _AIR_AT_0_C * (_PRESSURE_MMHG / 760) * 273 / (273 + _TEMPERATURE_C)
    surface_m2: float = 0.2025 * height_m**0.725 * mass_kg**0.425
    return 0.5 * air * _DRAG_COEFFICIENT * _FRONTAL_FRAC * surface_m2
