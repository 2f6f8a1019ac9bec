"""Standing height and body mass that people say: what no athlete has is refused."""

from __future__ import annotations

from aqvision.core.errors import CalibrationError
from aqvision.core.wording import _

HEIGHT_RANGE_M = (0.8, 2.5)
MASS_RANGE_KG = (10.0, 300.0)


def refuse_height(height_m: float | None) -> None:
    """Refuse a standing height that nobody has.

    Parameters
    ----------
    height_m
        Standing height in m; None is not refused.

    Raises
    ------
    CalibrationError
        It is out of range.
    """
    low, high = HEIGHT_RANGE_M
    if height_m is not None and not low <= height_m <= high:
        raise CalibrationError(
            _("a height of {height_m:g} m cannot be right").format(height_m=height_m),
            _("give the standing height in metres, {low} to {high}").format(low=low, high=high),
        )


def refuse_mass(mass_kg: float | None) -> None:
    """Refuse a body mass that nobody has.

    Parameters
    ----------
    mass_kg
        Body mass in kg; None is not refused.

    Raises
    ------
    CalibrationError
        It is out of range.
    """
    low, high = MASS_RANGE_KG
    if mass_kg is not None and not low <= mass_kg <= high:
        raise CalibrationError(
            _("a body mass of {mass_kg:g} kg cannot be right").format(mass_kg=mass_kg),
            _("give the body mass in kilograms, {low:g} to {high:g}").format(low=low, high=high),
        )
