"""Clips of a page -> what is said of their days and their filming, each thing once.

A warning or a day that several clips share stands once, with the clips that it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.warnings import ClipWarning
from aqvision.core.recorded import Recorded, show_day
from aqvision.report.wording import DAYS


class Dated(Protocol):
    """A clip of a run or of a hold that says when it was filmed."""

    @property
    def recorded(self) -> Recorded:
        """The day, and who tells it."""


class Warned(Protocol):
    """A clip of a run or of a hold with what is said of its filming."""

    @property
    def name(self) -> str:
        """Name of the clip."""

    @property
    def warnings(self) -> Sequence[ClipWarning]:
        """What is to be known, and how to film better."""


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A warning, and the clips that it is of; none named where it is of all."""

    warning: ClipWarning
    clips: tuple[str, ...]


def warnings_of(clips: Sequence[Warned]) -> list[SaidOf]:
    """List what is said of the filming of clips, what is said of several once.

    Parameters
    ----------
    clips
        Of a page.
    """
    named: dict[ClipWarning, list[str]] = {}
    for clip in clips:
        for warning in dict.fromkeys(clip.warnings):
            named.setdefault(warning, []).append(clip.name)
    return [
        SaidOf(warning, () if len(names) == len(clips) else tuple(names))
        for warning, names in named.items()
    ]


def day_of(analysis: Dated) -> str:
    """Say when a clip was filmed, and who tells it.

    Parameters
    ----------
    analysis
        Of one clip.
    """
    recorded = analysis.recorded
    return DAYS[recorded.source].format(day=show_day(recorded.on) if recorded.on else "")


def clips_by_day(analyses: Sequence[Analysis]) -> list[tuple[str, str]]:
    """Name clips together that were filmed on one day.

    Parameters
    ----------
    analyses
        Of the clips of a side.

    Returns
    -------
    list of (str, str)
        Names of clips and when they were filmed, in the order of the first clips.
    """
    names: dict[str, list[str]] = {}
    for analysis in analyses:
        names.setdefault(day_of(analysis), []).append(analysis.name)
    return [(", ".join(together), day) for day, together in names.items()]
