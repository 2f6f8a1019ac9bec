"""Analyses of one athlete at several speeds -> Ladder: what holds, what lets go, and what first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.interval import Difference
from aqvision.core.recorded import recorded_day
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.core.skeleton import Side
from aqvision.coupling.couplings import Limb
from aqvision.coupling.letting_go import LimbOutcome, slope_above
from aqvision.coupling.more_runs import MoreRuns, runs_to_tell
from aqvision.coupling.rungs import Rung, rungs_of
from aqvision.coupling.slopes import (
    Retention,
    Slope,
    retention_of,
    slope_over_force,
    slope_over_speed,
    speeds_of_retention,
)
from aqvision.coupling.tracks import Track, differences_of, steadiness_of, tracks_of
from aqvision.coupling.verdicts import TrackOutcome, Verdict, judge_tracks


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One metric of one side up the ladder.

    Parameters
    ----------
    track
        The values.
    slope, force_slope, retention
        As a straight line over all speeds.
    verdict
        What may be said of it.
    shows
        Probability that it shows its limb letting go.
    shift
        Change to the fastest run, should it change, in the metric's unit.
    above
        Slope above the speed at which its limb lets go, and its interval.
    counts
        Whether it is one of those that a limb is judged by.
    """

    track: Track
    slope: Slope
    force_slope: Slope
    retention: Retention
    verdict: Verdict
    shows: float
    shift: float
    above: Difference
    counts: bool

    @property
    def metric(self) -> str:
        """Name of the metric."""
        return self.track.metric.name

    @property
    def side(self) -> Side | None:
        """The side, None where the metric belongs to none."""
        return self.track.side

    @property
    def limb(self) -> Limb | None:
        """What it speaks for."""
        return self.track.coupling.limb


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ladder:
    """Runs of one athlete at several speeds.

    Parameters
    ----------
    rungs
        The slowest first.
    rows
        What was followed, in the order of the table.
    limbs
        What is said of each limb that is seen.
    first
        The limb that lets go first; None where none does or where it cannot be told.
    more
        What would tell, where it cannot be told.
    ratio
        Variance of this athlete's runs in parts of what is usual.
    prior_freedom
        Degrees of freedom that what is usual is worth.
    confidence_level
        Of the intervals.
    remarks
        What is to be known of the clips.
    """

    rungs: tuple[Rung, ...]
    rows: tuple[Row, ...]
    limbs: tuple[LimbOutcome, ...]
    first: Limb | None
    more: MoreRuns | None
    ratio: float
    prior_freedom: float
    confidence_level: float
    remarks: tuple[str, ...] = ()

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """A clip of each run, with the steps of one rung."""
        return tuple({rung.run: rung.analysis for rung in self.rungs}.values())

    @property
    def athlete(self) -> str | None:
        """Name of the athlete, where one was given."""
        return next((a.athlete for a in self.analyses if a.athlete), None)

    @property
    def day(self) -> str:
        """Day of filming in words, empty where it is not known or there are several."""
        days = {a.recorded.on for a in self.analyses}
        day = days.pop() if len(days) == 1 else None
        return "" if day is None else recorded_day(day)

    @property
    def speeds_mps(self) -> tuple[float, float]:
        """Slowest and fastest speed."""
        return self.rungs[0].speed_mps, self.rungs[-1].speed_mps

    def outcome_of(self, limb: Limb) -> LimbOutcome:
        """Give what is said of a limb.

        Parameters
        ----------
        limb
            One of those that are seen.
        """
        return next(outcome for outcome in self.limbs if outcome.limb == limb)

    def rows_of(self, limb: Limb) -> list[Row]:
        """List the rows that a limb is judged by.

        Parameters
        ----------
        limb
            Which.
        """
        return [row for row in self.rows if row.limb == limb and row.counts]

    def holds(self, limb: Limb) -> bool:
        """Tell whether all that speaks for a limb holds.

        Parameters
        ----------
        limb
            Which.
        """
        rows = self.rows_of(limb)
        return bool(rows) and all(row.verdict == Verdict.HOLDS for row in rows)

    def lets_go(self, limb: Limb) -> bool:
        """Tell whether a limb is said to let go.

        Parameters
        ----------
        limb
            Which.
        """
        return any(row.verdict == Verdict.LETS_GO for row in self.rows_of(limb))


def make_ladder(
    analyses: Sequence[Analysis], settings: Settings, *, remarks: Sequence[str] = ()
) -> Ladder:
    """Follow the coordination of one athlete over the speeds of several runs.

    Parameters
    ----------
    analyses
        Clips of one athlete, each of one run; or one long clip in which the speed changes.
    settings
        What priors are worth, and how sure intervals are.
    remarks
        What is already known of the clips.

    Raises
    ------
    LibraryError
        Fewer than three different speeds are known, or they lie within 1 m/s.
    """
    use, rungs = settings.comparison, rungs_of(analyses)
    tracks = tracks_of(rungs, use)
    ratio = steadiness_of(tracks)
    judged = judge_tracks(tracks, ratio, use.prior_freedom)
    limbs: dict[Limb | None, LimbOutcome] = {one.limb: one for one in judged.limbs}
    return Ladder(
        rungs=rungs,
        rows=tuple(
            _row(track, one, limbs.get(track.coupling.limb), ratio, use)
            for track, one in zip(tracks, judged.tracks, strict=True)
        ),
        limbs=judged.limbs,
        first=judged.first,
        more=runs_to_tell(tracks, judged, ratio, use.prior_freedom),
        ratio=ratio,
        prior_freedom=use.prior_freedom,
        confidence_level=use.confidence_level,
        remarks=(*remarks, *(one.sentence for one in differences_of(rungs, use))),
    )


def _row(
    track: Track, judged: TrackOutcome, limb: LimbOutcome | None, ratio: float,
    use: ComparisonSettings,
) -> Row:  # fmt: skip
    free, level = use.prior_freedom, use.confidence_level
    return Row(
        track=track,
        slope=slope_over_speed(track, ratio, free, level),
        force_slope=slope_over_force(track, ratio, free, level),
        retention=retention_of(track, ratio, free, level, speeds_of_retention(track)),
        verdict=judged.verdict,
        shows=judged.shows,
        shift=judged.shift,
        above=Difference() if limb is None else slope_above(judged.evidence, limb, level),
        counts=judged.counts,
    )
