"""Variances -> how many more clips make an interval as narrow as a worthwhile change."""

from __future__ import annotations

import numpy as np
from scipy import special

from aqvision.comparison.planning import Design, SideVariance

_MOST_CLIPS = 12


def clips_needed(variance: SideVariance, worthwhile: float, level: float) -> int | None:
    """Give the fewest clips a side, a day each, whose interval is as narrow as a worthwhile change.

    Parameters
    ----------
    variance
        Of one side.
    worthwhile
        Half of the width asked for, in the metric's unit.
    level
        Chance that the interval holds the truth, 0 to 1.

    Returns
    -------
    int or None
        None where a dozen is not enough.
    """
    for n in range(1, _MOST_CLIPS + 1):
        design = Design(n, n)
        quantile = special.stdtrit(variance.freedom(design), (1 + level) / 2)
        if quantile * np.sqrt(2 * variance.of_mean(design)) <= worthwhile:
            return n
    return None


def clips_to_add(
    variance: SideVariance, sides: tuple[float, float], worthwhile: float, level: float
) -> int | None:
    """Give how many more clips after, a day each, make an interval as narrow as worthwhile.

    Parameters
    ----------
    variance
        Of one side.
    sides
        Variances of the means before and after as they are.
    worthwhile, level
        As in ``clips_needed``.

    Returns
    -------
    int or None
        None where a dozen is not enough, as when the clips before are too few.
    """
    before, after = sides
    for n in range(1, _MOST_CLIPS + 1):
        more = 1 / (1 / after + n / (variance.run + variance.day))
        quantile = special.stdtrit(variance.day_freedom + n, (1 + level) / 2)
        if quantile * np.sqrt(before + max(more, variance.shared)) <= worthwhile:
            return n
    return None
