"""Comparison -> how the limbs' coupling follows speed and force, before and after, where it shows.

A side shows it where its runs make a ladder: three or more at speeds that lie apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.coupling.sentence import sentences_of
from aqvision.report.figures import Figure
from aqvision.report.ladder_figures import force_figures, speed_figures


@dataclass(frozen=True, slots=True)
class CouplingCharts:
    """What holds as speed rises, in sentences, and each quantity over speed and over force."""

    sentences: tuple[str, ...]
    over_speed: tuple[Figure, ...]
    over_force: tuple[Figure, ...]


def coupling_charts(comparison: Comparison) -> CouplingCharts | None:
    """Draw how coupling follows speed in the runs after, with those before where they allow it.

    Parameters
    ----------
    comparison
        What changed.

    Returns
    -------
    CouplingCharts or None
        None where the runs after make no ladder.
    """
    after = _ladder(comparison.after)
    if after is None or not after.rows:
        return None
    before = _ladder(comparison.before)
    return CouplingCharts(
        sentences=tuple(sentences_of(after, before)),
        over_speed=tuple(speed_figures(after, before)),
        over_force=tuple(force_figures(after)),
    )


def _ladder(clips: Sequence[Analysis]) -> Ladder | None:
    if any(clip.scene.camera.view != View.SIDE for clip in clips):
        return None
    try:
        return make_ladder(clips, Settings())
    except LibraryError:  # too few runs, or at one speed: there is nothing to draw
        return None
